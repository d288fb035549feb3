import { purchase, showDay, type Words } from '@eventcrm/crm'
import { companyAsOf, defineForm } from '../form.ts'
import { hasOwnValue } from '../own-value.ts'
import { PlanBuilder } from '../plan-builder.ts'
import { currencyOf, given, moneyFrom } from './money.ts'
import { customerMeant, customerOf, isSameContact, makesCustomer } from './customer.ts'
import { newThreeExternalIds, threeExternalIdsFrom } from './external-id.ts'
import { fields, type Name, type PurchaseValues, type Row } from './purchase-fields.ts'

const purchaseOf = (crm: Row['crm'], id: string) => crm.state('purchases', id)
type Purchase = Awaited<ReturnType<typeof purchaseOf>>
type Plan = PlanBuilder<Name>

const moneyOf = (values: PurchaseValues, otherwise: string, plan: Plan) => {
  const { amount, tax } = values
  const currency = currencyOf(
    values.currency,
    [
      ['amount', amount],
      ['tax', tax],
    ],
    otherwise,
    plan,
  )
  return { amount: moneyFrom('amount', amount, currency, plan), tax: moneyFrom('tax', tax, currency, plan) }
}

const record = async (row: Row, plan: Plan): Promise<void> => {
  const { id: purchaseId, crm, custom, whenNew: values } = row
  const { customer: named, boughtOn, units, owner, team } = values
  const otherwise = values.currency ?? (await companyAsOf(crm, boughtOn)).currency
  const { amount, tax } = moneyOf(values, otherwise, plan)
  const externalIds = newThreeExternalIds<Name>(values, plan)
  if (named === undefined || boughtOn === undefined) return
  const customerId = await customerOf<Name>(row, named, values, { day: boughtOn, field: 'boughtOn' }, plan)
  const paid = given(amount)
  if (!paid || customerId === undefined) return
  const said = { units, ownerId: owner, teamId: team, externalIds, custom: custom.whenNew }
  plan.step(purchase.record({ purchaseId, customerId, amount: paid, tax: given(tax), ...said }, boughtOn), {
    at: 'boughtOn',
    customerId: 'customer',
    ownerId: 'owner',
    teamId: 'team',
    externalIds: 'externalId',
  })
}

const stays: Words = {
  en: 'the purchase under this key was recorded with another value, which stays: put that one or leave the cell empty, or give the row a key of its own',
  vi: 'giao dịch mua có khóa này đã được ghi với giá trị khác và giữ nguyên: hãy ghi giá trị đó hoặc để trống ô này, hoặc cho dòng một khóa riêng',
}
const staysOn = (day: string): Words => ({
  en: `the purchase under this key was recorded for ${day}, which stays: put that day, or give the row a key of its own`,
  vi: `giao dịch mua có khóa này đã được ghi cho ngày ${showDay(day, 'vi')} và giữ nguyên: hãy ghi ngày đó, hoặc cho dòng một khóa riêng`,
})

/** What is recorded stays: a row that says otherwise is about another purchase, or wrong. */
const compare = async (
  row: Row,
  recorded: NonNullable<Purchase['recorded']>,
  openedOn: Purchase['openedOn'],
  plan: Plan,
): Promise<void> => {
  const { crm, whenThere: values, custom } = row
  const { customer: named, boughtOn, units, owner, team } = values
  const { assignment } = recorded
  const differs = (field: Name, isOther: boolean) => {
    if (isOther) plan.fault(field, 'RECORDED_OTHERWISE', stays)
  }
  if (named !== undefined) {
    const customer = await customerMeant<Name>(row, named, recorded.customerId, plan)
    if (customer) differs('customer', !(await isSameContact(crm, customer.id, recorded.customerId)))
  }
  if (boughtOn !== undefined && openedOn !== null && boughtOn !== openedOn)
    plan.fault('boughtOn', 'RECORDED_OTHERWISE', staysOn(openedOn))
  const { amount, tax } = moneyOf(values, recorded.amount.currency, plan)
  const isOtherCurrency = values.currency !== undefined && values.currency !== recorded.amount.currency
  differs('currency', isOtherCurrency)
  if (!isOtherCurrency) {
    differs('amount', amount !== undefined && amount.minorUnits !== recorded.amount.minorUnits)
    differs('tax', tax !== undefined && tax.minorUnits !== recorded.tax)
  }
  differs('units', units !== undefined && units !== recorded.units)
  differs('owner', owner !== undefined && owner !== assignment.ownerId)
  differs('team', team !== undefined && team !== assignment.teamId)
  for (const { system, id, field } of threeExternalIdsFrom<Name>(values, plan))
    differs(field, (recorded.externalIds.find(known => known.system === system)?.id ?? null) !== id)
  for (const [name, value] of Object.entries(custom.whenThere))
    differs(`custom.${name}`, !hasOwnValue(recorded.custom[name], value))
}

export const purchaseForm = defineForm({
  kind: 'purchase',
  describe: 'a purchase, where there is no invoice, and a customer where who bought is none yet',
  fields,
  custom: true,
  makes: makesCustomer,
  has: async (crm, id, field) => {
    const { recorded } = await purchaseOf(crm, id)
    const ids: Readonly<Record<string, string | null | undefined>> = {
      owner: recorded?.assignment.ownerId,
      team: recorded?.assignment.teamId,
    }
    const held = ids[field] ?? null
    return held === null ? [] : [held]
  },
  async plan(row: Row) {
    const { status, recorded, openedOn } = await purchaseOf(row.crm, row.id)
    const plan: Plan = new PlanBuilder(status === 'unknown')
    if (status === 'void')
      plan.fault('amount', 'PURCHASE_VOID', {
        en: 'it was entered by mistake and is void: take the row out, or give it another key',
        vi: 'giao dịch mua này đã bị hủy vì nhập nhầm: hãy bỏ dòng này, hoặc ghi khóa khác',
      })
    else if (!recorded) await record(row, plan)
    else if (row.isKeyed) await compare(row, recorded, openedOn, plan)
    return plan
  },
})
