import { code, line, percent, quantity, text } from '@eventcrm/crm'
import { z } from 'zod'
import {
  amountField,
  choiceField,
  dayField,
  listField,
  longTextField,
  numberField,
  orNone,
  referenceField,
  referencesField,
  required,
  shareField,
  textField,
  type Values,
} from '../field.ts'
import type { FormRow, OwnField } from '../form.ts'
import { externalFields } from './external-id.ts'
import { currencyField } from './money.ts'

export const fields = {
  title: required(textField('What it is about', line(300)), 'nội dung cơ hội (văn bản)'),
  owner: orNone(referenceField('Salesperson', 'staffMember')),
  team: orNone(referenceField('Sales team it counts for; the salesperson’s main team when left out', 'salesTeam')),
  customer: orNone(referenceField('Contact that it is for', 'contact')),
  pipeline: referenceField('Sales pipeline, for one that is new; the standard one when left out', 'pipeline'),
  stage: textField(
    'Open stage that it is in, or was in until it was closed: its name, or a preset one’s: New, Qualified, Proposition; the first when left out',
    line(80),
    'name of a stage',
  ),
  status: choiceField('Whether it is open or how it was closed; open when left out', ['open', 'won', 'lost']),
  openedOn: dayField('Day on which it was opened; today when left out'),
  closedOn: dayField('Day on which it was won or lost'),
  changedOn: dayField(
    'Day of the changes to one that is there, its closing or reopening among them; the day of its closing, if the row closes it, else today, when left out',
  ),
  lineKey: textField(
    'Key of the line, where several lines can be about one product; the product when left out',
    line(200),
  ),
  lineRemoved: choiceField('Whether the line is taken away', ['yes', 'no']),
  product: referencesField(
    'What it is about selling: each product becomes a line at its list price. Lines that are there stay',
    'product',
  ),
  quantity: numberField('Units of the product', quantity, 'number, at most three decimals'),
  unitPrice: amountField('Price of a unit offered; the list price when left out'),
  expectedRevenue: orNone(
    amountField('Expected revenue; the sum of the lines when left out, or when what was set by hand is taken away'),
  ),
  amount: amountField(
    'Final amount of one that is won; the expected revenue when left out. Of others, only 0 is without meaning',
  ),
  currency: currencyField,
  probability: orNone(shareField('Probability set by hand, of one that is open', percent, 'whole percent, 0 to 100')),
  expectedCloseOn: orNone(dayField('Day on which it is expected to close')),
  priority: numberField('Stars', z.int().min(0).max(3), 'whole number, 0 to 3'),
  tags: listField('Tags; those that are there stay', code),
  untagged: listField('Tags that are taken off', code),
  lostReason: textField('Why it was lost: a reason of its pipeline', line(80), 'name of a lost reason'),
  note: longTextField('What was said about its being lost', text(5000)),
  ...externalFields,
}

export type Name = keyof typeof fields | OwnField
export type OpportunityValues = Values<typeof fields>
export type Row = FormRow<typeof fields>
