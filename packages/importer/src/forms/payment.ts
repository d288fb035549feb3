import { payment, showDay, type Words } from '@eventcrm/crm'
import { companyAsOf, defineForm } from '../form.ts'
import { hasOwnValue } from '../own-value.ts'
import { PlanBuilder } from '../plan-builder.ts'
import { endOfNumber } from '../references.ts'
import { customerMeant, customerOf, isSameContact, makesCustomer } from './customer.ts'
import { newThreeExternalIds, threeExternalIdsFrom } from './external-id.ts'
import { currencyOf, given, moneyFrom } from './money.ts'
import { allocate, invoiceNamed, type InvoiceNamed } from './payment-allocation.ts'
import { fields, type Name, type PaymentValues, type Plan, type Row } from './payment-fields.ts'

const paymentOf = (crm: Row['crm'], id: string) => crm.state('payments', id)
type Payment = Awaited<ReturnType<typeof paymentOf>>

const moneyOf = ({ currency: said, amount, allocated }: PaymentValues, otherwise: string, plan: Plan) => {
  const signed = [['amount', amount] as const, ['allocated', allocated] as const]
  return moneyFrom('amount', amount, currencyOf<Name>(said, signed, otherwise, plan), plan)
}

/** What only money that came in, or only money paid out, has. */
const directionOf = (values: PaymentValues, plan: Plan): 'received' | 'made' => {
  const { direction = values.purpose === undefined ? 'received' : 'made', purpose, invoice } = values
  if (direction === 'received' && purpose !== undefined)
    plan.fault('purpose', 'PURPOSE_UNUSED', {
      en: 'only what is paid out has a purpose: leave it empty, or put "made" as direction',
      vi: 'chỉ khoản chi mới có mục đích: hãy để trống, hoặc ghi "made" ở direction',
    })
  if (direction === 'made' && invoice !== undefined)
    plan.fault('invoice', 'PAYMENT_PAID_OUT', {
      en: 'what is paid out pays no invoice: leave it empty',
      vi: 'khoản chi không thanh toán hóa đơn: hãy để trống',
    })
  return direction
}

const customerIdOf = async (
  row: Row,
  paidOn: string,
  named: InvoiceNamed | undefined,
  plan: Plan,
): Promise<string | undefined> => {
  const { whenNew: values } = row
  const at = { day: paidOn, field: 'paidOn' } as const
  if (values.customer !== undefined) return customerOf<Name>(row, values.customer, values, at, plan)
  const customerId = named?.state.content?.customerId
  if (customerId === undefined && values.invoice === undefined)
    plan.fault('customer', 'REQUIRED', {
      en: 'required of one that is new and names no invoice: who paid, or was paid (key, customer code or name of a contact)',
      vi: 'bắt buộc với khoản mới không ghi hóa đơn: ai đã trả hoặc được trả (khóa, mã khách hàng hoặc tên của liên hệ)',
    })
  return customerId
}

const record = async (row: Row, there: Payment, plan: Plan): Promise<void> => {
  const { id: paymentId, crm, custom, whenNew: values } = row
  const { paidOn, purpose, method, reference, owner, team } = values
  const named = await invoiceNamed(row, values, plan)
  const direction = directionOf(values, plan)
  const otherwise = values.currency ?? named?.state.content?.currency ?? (await companyAsOf(crm, paidOn)).currency
  const amount = moneyOf(values, otherwise, plan)
  const externalIds = newThreeExternalIds<Name>(values, plan)
  if (paidOn === undefined) return
  const customerId = await customerIdOf(row, paidOn, named, plan)
  const money = given(amount)
  if (customerId === undefined || !amount || !money) return
  const said = {
    ...{ paymentId, customerId, amount: money, method, reference },
    ...{ ownerId: owner ?? undefined, teamId: team, externalIds, custom: custom.whenNew },
  }
  const command = direction === 'received' ? payment.receive(said, paidOn) : payment.make({ ...said, purpose }, paidOn)
  plan.step(command, {
    ...{ at: 'paidOn', customerId: 'customer', ownerId: 'owner', teamId: 'team', externalIds: 'externalId' },
  })
  if (named && direction === 'received') await allocate(row, values, named, { there, amount, paidOn }, plan)
}

const stays: Words = {
  en: 'the payment under this key was recorded with another value, which stays: put that one or leave the cell empty, or give the row a key of its own',
  vi: 'khoản thanh toán có khóa này đã được ghi với giá trị khác và giữ nguyên: hãy ghi giá trị đó hoặc để trống ô này, hoặc cho dòng một khóa riêng',
}
const staysOn = (day: string): Words => ({
  en: `the payment under this key was recorded for ${day}, which stays: put that day, or give the row a key of its own`,
  vi: `khoản thanh toán có khóa này đã được ghi cho ngày ${showDay(day, 'vi')} và giữ nguyên: hãy ghi ngày đó, hoặc cho dòng một khóa riêng`,
})

/** What is recorded stays: a row that says otherwise is about another payment, or wrong. */
const compare = async (row: Row, { status, recorded, openedOn }: Payment, plan: Plan): Promise<void> => {
  const { crm, whenThere: values, custom } = row
  if (!recorded) return
  const { customer: named, paidOn, direction, purpose, method, reference, owner, team } = values
  const { assignment } = recorded
  const differs = (field: Name, isOther: boolean) => {
    if (isOther) plan.fault(field, 'RECORDED_OTHERWISE', stays)
  }
  if (named !== undefined) {
    const customer = await customerMeant<Name>(row, named, recorded.customerId, plan)
    if (customer) differs('customer', !(await isSameContact(crm, customer.id, recorded.customerId)))
  }
  if (paidOn !== undefined && openedOn !== null && paidOn !== openedOn)
    plan.fault('paidOn', 'RECORDED_OTHERWISE', staysOn(openedOn))
  const isOtherCurrency = values.currency !== undefined && values.currency !== recorded.amount.currency
  differs('currency', isOtherCurrency)
  if (!isOtherCurrency) {
    const amount = moneyOf(values, recorded.amount.currency, plan)
    differs('amount', amount !== undefined && amount.minorUnits !== recorded.amount.minorUnits)
  }
  differs('direction', direction !== undefined && direction !== status)
  differs('purpose', purpose !== undefined && !('purpose' in recorded && recorded.purpose === purpose))
  differs('method', method !== undefined && method !== recorded.method)
  differs('reference', reference !== undefined && reference !== recorded.reference)
  differs('owner', owner !== undefined && owner !== assignment.ownerId)
  differs('team', team !== undefined && team !== assignment.teamId)
  for (const { system, id, field } of threeExternalIdsFrom<Name>(values, plan))
    differs(field, (recorded.externalIds.find(known => known.system === system)?.id ?? null) !== id)
  for (const [name, value] of Object.entries(custom.whenThere))
    differs(`custom.${name}`, !hasOwnValue(recorded.custom[name], value))
}

/** What a row adds to a payment that is there. */
const allocateMore = async (row: Row, there: Payment, plan: Plan): Promise<void> => {
  const { whenThere: values } = row
  const { recorded, openedOn } = there
  if (!recorded || openedOn === null || values.invoice === undefined) return
  const named = await invoiceNamed(row, values, plan)
  if (there.status === 'made') directionOf({ ...values, direction: 'made' }, plan)
  else if (named) await allocate(row, values, named, { there, amount: recorded.amount, paidOn: openedOn }, plan)
}

export const paymentForm = defineForm({
  kind: 'payment',
  describe:
    'a payment that came in or was paid out, and what of it pays which invoice; several rows of one key pay several invoices',
  fields,
  custom: true,
  makes: makesCustomer,
  // what is outstanding of an invoice is taken in the order of the file
  alsoWrites: ({ invoice }) => (invoice === undefined ? [] : [`invoice/${endOfNumber(invoice)}`]),
  has: async (crm, id, field) => {
    const { recorded } = await paymentOf(crm, id)
    const ids: Readonly<Record<string, string | null | undefined>> = {
      owner: recorded?.assignment.ownerId,
      team: recorded?.assignment.teamId,
    }
    const held = ids[field] ?? null
    return held === null ? [] : [held]
  },
  async plan(row: Row) {
    const there = await paymentOf(row.crm, row.id)
    const plan: Plan = new PlanBuilder(there.status === 'unknown')
    if (there.status === 'unknown') await record(row, there, plan)
    else {
      if (row.isKeyed) await compare(row, there, plan)
      await allocateMore(row, there, plan)
    }
    return plan
  },
})
