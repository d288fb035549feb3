import { code, line } from '@eventcrm/crm'
import { z } from 'zod'
import {
  amountField,
  choiceField,
  dayField,
  numberField,
  orNone,
  referenceField,
  required,
  textField,
  type Values,
} from '../field.ts'
import type { FormRow, OwnField } from '../form.ts'
import type { PlanBuilder } from '../plan-builder.ts'
import { madeCustomerFields } from './customer.ts'
import { threeExternalFields } from './external-id.ts'
import { currencyField } from './money.ts'

export const fields = {
  customer: textField(
    'Who paid, or was paid; whom the invoice is for when left out. Where there is nobody, a customer with this code is made on the day of the payment',
    line(200),
    'key, customer code or name of a contact',
  ),
  ...madeCustomerFields,
  paidOn: required(dayField('Day of the payment'), 'ngày thanh toán (ngày)'),
  amount: required(amountField('What was paid'), 'số tiền đã thanh toán (số tiền)'),
  currency: currencyField,
  direction: choiceField('Whether money came in or was paid out; it came in when left out and no purpose is named', [
    'received',
    'made',
  ]),
  purpose: choiceField('What money was paid out for; something else when left out', [
    'refund',
    'deposit',
    'commission',
    'other',
  ]),
  method: textField('How it was paid: cash, bank transfer …', code),
  reference: textField('What the bank or the receipt says of it', line(300)),
  invoice: textField('Invoice that it pays', line(200), 'key or number of an invoice, or its symbol and number'),
  allocated: amountField('How much of it pays that invoice; all of it when left out'),
  allocatedOn: dayField(
    'Day from which it pays that invoice; that of the payment, or of a later invoice, when left out',
  ),
  instalment: numberField('Instalment that it is meant for, 1 the first', z.int().min(1).max(60), 'whole number'),
  owner: orNone(referenceField('Salesperson in charge; nobody when left out', 'staffMember')),
  team: orNone(referenceField('Sales team it counts for; the salesperson’s main team when left out', 'salesTeam')),
  ...threeExternalFields,
}
export type Name = keyof typeof fields | OwnField
export type Row = FormRow<typeof fields>
export type PaymentValues = Values<typeof fields>
export type Plan = PlanBuilder<Name>
