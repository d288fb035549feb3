import { emailAddress, line, text } from '@eventcrm/crm'
import {
  choiceField,
  dayField,
  entriesField,
  entryField,
  longTextField,
  orNone,
  referenceField,
  textField,
  type Values,
} from '../field.ts'
import type { FormRow, OwnField } from '../form.ts'
import { externalFields } from './external-id.ts'
import { phoneField } from './phone.ts'

export const fields = {
  title: orNone(
    textField('What it is about; a lead has a title, or the name of a person or an organisation', line(300)),
  ),
  name: orNone(textField('Name of the person', line(200))),
  organisationName: orNone(textField('Name of the organisation', line(200))),
  kind: choiceField(
    'Person or organisation; an organisation when left out and the name of one is given, else a person',
    ['individual', 'organisation'],
  ),
  phone: orNone(phoneField),
  email: orNone(textField('E-mail address', emailAddress, 'e-mail address')),
  website: orNone(textField('Website', line(300))),
  street: orNone(textField('House number and street', line(200))),
  ward: orNone(textField('Ward or commune', line(200))),
  district: orNone(textField('District', line(200))),
  province: orNone(textField('Province or city', line(200))),
  country: orNone(textField('Country', line(200))),
  postalCode: orNone(textField('Postal code', line(200))),
  position: orNone(entryField('Position of the person', 'position')),
  industry: orNone(entryField('Industry', 'industry')),
  size: orNone(entryField('Size of the organisation', 'size')),
  group: orNone(entryField('Customer group', 'customerGroup')),
  territory: orNone(entryField('Territory', 'territory')),
  source: orNone(entryField('Where it came from', 'leadSource')),
  campaign: orNone(entryField('Campaign that brought it', 'campaign')),
  need: orNone(longTextField('What is wanted', text(2000))),
  tags: entriesField('Tags; those that are there stay', 'tag'),
  owner: orNone(referenceField('Salesperson', 'staffMember')),
  team: orNone(referenceField('Sales team it counts for; the salesperson’s main team when left out', 'salesTeam')),
  rating: orNone(choiceField('How promising it is', ['cold', 'warm', 'hot'])),
  status: choiceField('What was decided; open restores one that is lost', [
    'open',
    'qualified',
    'disqualified',
    'lost',
  ]),
  statusOn: dayField('Day of that; that of the changes when left out'),
  reason: entryField('Why it is lost or disqualified', 'leadLostReason'),
  note: longTextField('What was said about that', text(5000)),
  furtherNote: longTextField('A note about the lead; those that are there stay', text(5000)),
  question: textField(
    'What was asked; several rows of a lead give several, and so does a column per question, which the mapping names: { "value": "…" }',
    line(300),
  ),
  answer: orNone(longTextField('What was answered to that', text(2000))),
  question2: textField('A second question', line(300)),
  answer2: orNone(longTextField('What was answered to that', text(2000))),
  question3: textField('A third question', line(300)),
  answer3: orNone(longTextField('What was answered to that', text(2000))),
  question4: textField('A fourth question', line(300)),
  answer4: orNone(longTextField('What was answered to that', text(2000))),
  question5: textField('A fifth question', line(300)),
  answer5: orNone(longTextField('What was answered to that', text(2000))),
  ...externalFields,
  createdOn: dayField('Day on which it was written down, for one that is new; today when left out'),
  changedOn: dayField('Day of the changes to one that is there; today when left out'),
}
export type Name = keyof typeof fields | OwnField
export type Row = FormRow<typeof fields>
export type LeadValues = Values<typeof fields>
