import { invoice, invoiceNumberKey, showDay, type InvoiceContent, type IssuedInvoice, type Words } from '@eventcrm/crm'
import { isDeepStrictEqual } from 'node:util'
import { companyAsOf, defineForm } from '../form.ts'
import { ofLine, type LineField } from '../lines.ts'
import { hasOwnValue } from '../own-value.ts'
import { PlanBuilder } from '../plan-builder.ts'
import { customerMeant, customerOf, isSameContact, makesCustomer } from './customer.ts'
import { newThreeExternalIds, threeExternalIdsFrom } from './external-id.ts'
import { fields, lineNames, type InvoicePlan, type InvoiceValues, type Name, type Row } from './invoice-fields.ts'
import { chargedBy, lineFieldsFrom, linesToRecord, otherIn, saysLines } from './invoice-lines.ts'
import { explainNumberTaken } from './invoice-number-taken.ts'
import { given } from './money.ts'

const dueFields = ['dueOn', 'dueAfterDays', 'instalments'] as const

/** When it is to be paid; undefined where the row says nothing. */
const termsOf = (values: InvoiceValues, plan: InvoicePlan) => {
  const { dueOn, dueAfterDays, instalments } = values
  const [, second] = dueFields.filter(field => values[field] !== undefined)
  if (second !== undefined)
    plan.fault(second, 'DUE_CONTRADICTED', {
      en: 'expected one of the two: a due day, days after the invoice, or instalments',
      vi: 'chỉ ghi một trong các cách: ngày đến hạn, số ngày sau ngày hóa đơn, hoặc các kỳ thanh toán',
    })
  if (dueOn !== undefined) return { dueOn }
  if (instalments) return { instalments }
  if (dueAfterDays === undefined) return undefined
  return { instalments: [{ portion: 100, rule: 'daysAfterInvoice', count: dueAfterDays } as const] }
}

const buyerFields = {
  name: 'buyerName',
  taxCode: 'buyerTaxCode',
  address: 'buyerAddress',
  email: 'buyerEmail',
} as const
const buyerOf = ({
  buyerName: name,
  buyerTaxCode: taxCode,
  buyerAddress: address,
  buyerEmail: email,
}: InvoiceValues) =>
  [name, taxCode, address, email].some(part => part !== undefined) ? { name, taxCode, address, email } : undefined

const record = async (row: Row, plan: InvoicePlan): Promise<void> => {
  const { id: invoiceId, crm, custom, whenNew: values } = row
  const { number, symbol, customer: named, issuedOn, opportunity, owner, team, note } = values
  const otherwise = values.currency ?? (await companyAsOf(crm, issuedOn)).currency
  const charged = chargedBy(
    values,
    row.lines.map(({ whenNew }) => whenNew),
    otherwise,
    plan,
  )
  const lines = linesToRecord(charged.lines, plan)
  const terms = termsOf(values, plan)
  const externalIds = newThreeExternalIds<LineField<Name>>(values, plan)
  if (named === undefined || issuedOn === undefined || number === undefined) return
  const at = { day: issuedOn, field: 'issuedOn' } as const
  const customerId = await customerOf<LineField<Name>>(row, named, values, at, plan)
  if (!lines || customerId === undefined) return
  const { currency, discount } = charged
  const said = {
    ...{ number, symbol, opportunityId: opportunity, ownerId: owner, teamId: team, currency, lines, terms, note },
    ...{ discount: given(discount), buyer: buyerOf(values), externalIds, custom: custom.whenNew },
  }
  plan.step(invoice.record({ invoiceId, customerId, ...said }, issuedOn), {
    ...{ at: 'issuedOn', customerId: 'customer', opportunityId: 'opportunity', ownerId: 'owner', teamId: 'team' },
    ...{ 'terms.instalments': 'instalments', terms: 'dueOn', externalIds: 'externalId', lines: 'unitPrice' },
    ...Object.fromEntries(Object.entries(buyerFields).map(([part, field]) => [`buyer.${part}`, field] as const)),
    ...lineFieldsFrom(charged.lines),
  })
}

const stays: Words = {
  en: 'the invoice under this key was recorded with another value, which stays: put that one or leave the cell empty, or give the row a key of its own',
  vi: 'hóa đơn có khóa này đã được ghi với giá trị khác và giữ nguyên: hãy ghi giá trị đó hoặc để trống ô này, hoặc cho dòng một khóa riêng',
}
const staysOn = (day: string): Words => ({
  en: `the invoice under this key was recorded for ${day}, which stays: put that day, or give the row a key of its own`,
  vi: `hóa đơn có khóa này đã được ghi cho ngày ${showDay(day, 'vi')} và giữ nguyên: hãy ghi ngày đó, hoặc cho dòng một khóa riêng`,
})
const staysWithLines = (count: number): Words => ({
  en: `the invoice under this key was recorded with ${String(count)} lines, which stay; rows of one invoice stand one below the other`,
  vi: `hóa đơn có khóa này đã được ghi với ${String(count)} dòng và giữ nguyên; các dòng của một hóa đơn phải đứng liền nhau`,
})

type Differs = (field: LineField<Name>, isOther: boolean) => void

const compareLines = (row: Row, content: InvoiceContent, plan: InvoicePlan, differs: Differs): void => {
  const { whenThere: values } = row
  const said = row.lines.map(({ whenThere }) => whenThere)
  const isOtherCurrency = values.currency !== undefined && values.currency !== content.currency
  differs('currency', isOtherCurrency)
  if (isOtherCurrency) return
  const { discount, lines } = chargedBy(values, said, content.currency, plan)
  differs('discount', discount !== undefined && discount.minorUnits !== content.discount.minorUnits)
  if (!saysLines(said)) return
  if (lines.length !== content.lines.length) {
    const field = lineNames.find(name => said.some(values => values[name] !== undefined)) ?? 'unitPrice'
    plan.fault(field, 'RECORDED_OTHERWISE', staysWithLines(content.lines.length))
    return
  }
  for (const [place, one] of lines.entries()) {
    const recorded = content.lines[place]
    if (recorded) for (const name of otherIn(one, recorded)) differs(ofLine<Name>(name, place), true)
  }
}

/** What is recorded stays: rows that say otherwise are about another invoice, or wrong. */
const compare = async (
  row: Row,
  { content, issued }: { readonly content: InvoiceContent; readonly issued: IssuedInvoice },
  plan: InvoicePlan,
): Promise<void> => {
  const { crm, whenThere: values, custom } = row
  const { customer: named, issuedOn, number, symbol, opportunity, owner, team, note } = values
  const { assignment, terms, buyer } = content
  const differs: Differs = (field, isOther) => {
    if (isOther) plan.fault(field, 'RECORDED_OTHERWISE', stays)
  }
  if (named !== undefined) {
    const customer = await customerMeant<LineField<Name>>(row, named, content.customerId, plan)
    if (customer) differs('customer', !(await isSameContact(crm, customer.id, content.customerId)))
  }
  differs('number', number !== undefined && number !== issued.number)
  differs('symbol', symbol !== undefined && symbol !== issued.symbol)
  if (issuedOn !== undefined && issuedOn !== issued.on) plan.fault('issuedOn', 'RECORDED_OTHERWISE', staysOn(issued.on))
  differs('opportunity', opportunity !== undefined && opportunity !== content.opportunityId)
  differs('owner', owner !== undefined && owner !== assignment.ownerId)
  differs('team', team !== undefined && team !== assignment.teamId)
  differs('note', note !== undefined && note !== content.note)
  for (const part of ['name', 'taxCode', 'address', 'email'] as const) {
    const field = buyerFields[part]
    differs(field, values[field] !== undefined && values[field] !== buyer?.[part])
  }
  const due = termsOf(values, plan)
  if (due) {
    const { dueOn = null, instalments = [] } = { dueOn: undefined, instalments: undefined, ...due }
    const isOther = dueOn !== terms.dueOn || !isDeepStrictEqual(instalments, terms.instalments)
    const isDueSo = dueOn !== null && issued.instalments.every(one => one.dueOn === dueOn)
    for (const field of dueFields) if (values[field] !== undefined) differs(field, isOther && !isDueSo)
  }
  compareLines(row, content, plan, differs)
  for (const { system, id, field } of threeExternalIdsFrom<LineField<Name>>(values, plan))
    differs(field, (content.externalIds.find(known => known.system === system)?.id ?? null) !== id)
  for (const [name, value] of Object.entries(custom.whenThere))
    differs(`custom.${name}`, !hasOwnValue(content.custom[name], value))
}

/** Under which of the queue's keys rows with one number wait for each other, whatever their symbol and year. */
const takenAs = (number: string): string => `invoiceNumber/${invoiceNumberKey({ number, symbol: null, on: '' })}`

export const invoiceForm = defineForm({
  kind: 'invoice',
  describe:
    'an invoice that was issued elsewhere, with its number, and a customer where whom it is for is none yet; several rows of one key are its lines',
  fields,
  custom: true,
  lines: lineNames,
  makes: makesCustomer,
  // of invoices with one number the first in the file has it, whatever else they wait for
  alsoWrites: ({ number }) => (number === undefined ? [] : [takenAs(number)]),
  explain: explainNumberTaken,
  has: async (crm, id, field) => {
    const { content } = await crm.state('invoices', id)
    if (field === 'product') return (content?.lines ?? []).flatMap(({ productId }) => productId ?? [])
    const ids: Readonly<Record<string, string | null | undefined>> = {
      owner: content?.assignment.ownerId,
      team: content?.assignment.teamId,
    }
    const held = ids[field] ?? null
    return held === null ? [] : [held]
  },
  async plan(row: Row) {
    const { status, content, issued } = await row.crm.state('invoices', row.id)
    const plan: InvoicePlan = new PlanBuilder(status === 'unknown')
    if (status === 'unknown') await record(row, plan)
    else if (content && issued) await compare(row, { content, issued }, plan)
    else
      plan.fault('number', 'INVOICE_DRAFT', {
        en: 'under this key there is a draft, which is not issued: give the row another key',
        vi: 'khóa này là của một bản nháp chưa phát hành: hãy cho dòng khóa khác',
      })
    return plan
  },
})
