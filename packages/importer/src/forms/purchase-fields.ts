import { line, units } from '@eventcrm/crm'
import {
  amountField,
  dayField,
  numberField,
  orNone,
  referenceField,
  required,
  textField,
  type Values,
} from '../field.ts'
import type { FormRow, OwnField } from '../form.ts'
import { madeCustomerFields } from './customer.ts'
import { currencyField } from './money.ts'
import { threeExternalFields } from './external-id.ts'

export const fields = {
  customer: required(
    textField(
      'Who bought; where there is nobody, a customer with this code is made on the day of the purchase',
      line(200),
      'key, customer code or name of a contact',
    ),
    'người mua (khóa, mã khách hàng hoặc tên của liên hệ)',
  ),
  ...madeCustomerFields,
  boughtOn: required(dayField('Day of the purchase'), 'ngày mua (ngày)'),
  amount: required(amountField('What was paid, tax included; it may be 0'), 'số tiền đã trả, gồm thuế (số tiền)'),
  tax: amountField('How much of it is tax'),
  currency: currencyField,
  units: numberField('Units bought', units, 'number, at most three decimals'),
  owner: orNone(
    referenceField('Salesperson; the customer’s account manager when left out and no team is named', 'staffMember'),
  ),
  team: orNone(referenceField('Sales team it counts for; the salesperson’s main team when left out', 'salesTeam')),
  ...threeExternalFields,
}
export type Name = keyof typeof fields | OwnField
export type Row = FormRow<typeof fields>
export type PurchaseValues = Values<typeof fields>
