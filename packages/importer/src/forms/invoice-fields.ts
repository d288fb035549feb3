import { dueRules, emailAddress, expected, line, marginGiven, quantity, text } from '@eventcrm/crm'
import { z } from 'zod'
import {
  amountField,
  dayField,
  longTextField,
  numberField,
  orNone,
  referenceField,
  required,
  shareField,
  textField,
  type Field,
  type Values,
} from '../field.ts'
import type { FormRow, OwnField } from '../form.ts'
import type { LineField } from '../lines.ts'
import type { PlanBuilder } from '../plan-builder.ts'
import { madeCustomerFields } from './customer.ts'
import { threeExternalFields } from './external-id.ts'
import { currencyField } from './money.ts'

const portionExpected = expected({
  en: `expected portions like "30 daysAfterInvoice 15": percent of the total, ${dueRules.join(' or ')}, and how many`,
  vi: `cần các phần như "30 daysAfterInvoice 15": phần trăm của tổng, ${dueRules.join(' hoặc ')}, và bao nhiêu`,
})
const portion = z
  .string()
  // three digits at most, so that a comma is never between thousands
  .regex(new RegExp(`^\\d{1,3}([.,]\\d{1,2})?\\s*%?\\s+(${dueRules.join('|')})\\s+\\d{1,4}$`), portionExpected)
  .transform((written): Portion => {
    const [percent = '', rule = '', count = ''] = written.split(/[\s%]+/)
    return {
      portion: Number(percent.replace(',', '.')),
      rule: dueRules.find(one => one === rule) ?? 'daysAfterInvoice',
      count: Number(count),
    }
  })
export interface Portion {
  readonly portion: number
  readonly rule: (typeof dueRules)[number]
  readonly count: number
}
const instalments: Field<Portion[]> = {
  describe: 'Instalments, where it is not due at once: portions of the total that add up to 100 percent',
  takes: 'list like "30 daysAfterInvoice 15"',
  reads: { as: 'list' },
  schema: z.array(portion),
  required: null,
}

/** What each row says of its own line. */
const lineFields = {
  product: referenceField('Product of the line', 'product'),
  description: textField('What the line charges for, as printed; as the product is called when left out', line(200)),
  quantity: numberField('Units of the line; 1 when left out', quantity, 'number, at most three decimals'),
  unitPrice: required(
    amountField('Price of a unit without tax; of a line of one unit, its net amount'),
    'đơn giá chưa thuế; nếu chỉ có một đơn vị thì là số tiền chưa thuế của dòng (số tiền)',
  ),
  lineDiscount: amountField('Discount on the line'),
  taxRate: orNone(
    shareField(
      'Tax on the line; left out where it is not subject to tax',
      marginGiven,
      'percent, 0 to 100, at most two decimals',
      2,
    ),
  ),
}
type LineName = keyof typeof lineFields
export const lineNames: readonly LineName[] = [
  'product',
  'description',
  'quantity',
  'unitPrice',
  'lineDiscount',
  'taxRate',
]

export const fields = {
  number: required(textField('Its number, which it keeps', line(60)), 'số hóa đơn, được giữ nguyên (chữ)'),
  symbol: textField('Symbol of the series of its number', line(30)),
  customer: required(
    textField(
      'Whom it is for; where there is nobody, a customer with this code is made on the day of the invoice',
      line(200),
      'key, customer code or name of a contact',
    ),
    'khách hàng (khóa, mã khách hàng hoặc tên của liên hệ)',
  ),
  ...madeCustomerFields,
  issuedOn: required(dayField('Its date'), 'ngày hóa đơn (ngày)'),
  dueOn: dayField('Day on which it is due; its date when nothing is said'),
  dueAfterDays: numberField('Days after its date when it is due', z.int().min(0).max(3650), 'whole number'),
  instalments,
  opportunity: orNone(referenceField('Opportunity that it is for', 'opportunity')),
  owner: orNone(
    referenceField(
      'Salesperson; as of the opportunity, else the customer’s account manager, when left out and no team is named',
      'staffMember',
    ),
  ),
  team: orNone(referenceField('Sales team it counts for; the salesperson’s main team when left out', 'salesTeam')),
  currency: currencyField,
  ...lineFields,
  discount: amountField('Discount on the whole invoice'),
  buyerName: textField('Buyer as printed: name', line(300)),
  buyerTaxCode: textField('Buyer as printed: tax code', line(60)),
  buyerAddress: longTextField('Buyer as printed: address', text(500)),
  buyerEmail: textField('Buyer as printed: address that it is sent to', emailAddress, 'e-mail address'),
  note: longTextField('What is said about it', text(5000)),
  ...threeExternalFields,
}
export type Name = keyof typeof fields | OwnField
export type Row = FormRow<typeof fields>
export type InvoiceValues = Values<typeof fields>
export type InvoicePlan = PlanBuilder<LineField<Name>>
