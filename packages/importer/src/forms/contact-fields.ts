import { code, emailAddress, line, text } from '@eventcrm/crm'
import {
  choiceField,
  dayField,
  entriesField,
  entryField,
  longTextField,
  orNone,
  referenceField,
  required,
  textField,
  type Values,
} from '../field.ts'
import type { FormRow, OwnField } from '../form.ts'
import { externalFields } from './external-id.ts'
import { phoneField } from './phone.ts'

const furtherPhone = { ...phoneField, describe: 'A further phone number; those that are there stay' }
const furtherEmail = textField('A further e-mail address; those that are there stay', emailAddress, 'e-mail address')

export const fields = {
  kind: required(
    choiceField('Person or organisation', ['individual', 'organisation']),
    'cá nhân hay tổ chức (individual, organisation)',
  ),
  name: required(textField('Name', line(200)), 'tên (văn bản)'),
  phone: orNone(phoneField),
  furtherPhone,
  furtherPhoneLabel: textField('What that number is for: office, private …', code),
  furtherPhone2: furtherPhone,
  furtherPhone3: furtherPhone,
  email: orNone(textField('E-mail address', emailAddress, 'e-mail address')),
  furtherEmail,
  furtherEmailLabel: textField('What that address is for: office, private …', code),
  furtherEmail2: furtherEmail,
  furtherEmail3: furtherEmail,
  industry: orNone(entryField('Industry', 'industry')),
  size: orNone(entryField('Size of the organisation', 'size')),
  group: orNone(entryField('Customer group', 'customerGroup')),
  territory: orNone(entryField('Territory', 'territory')),
  contactStatus: orNone(entryField('How far it has been talked to', 'contactStatus')),
  contactSource: orNone(entryField('Where the contact comes from', 'contactSource')),
  customerSource: orNone(entryField('What made it a customer', 'customerSource')),
  tags: entriesField('Tags; those that are there stay', 'tag'),
  term: choiceField('Regular, or for one deal only; regular when left out', ['regular', 'oneOff']),
  taxCode: orNone(textField('Tax code', line(30))),
  birthDate: orNone(
    dayField(
      'Date of birth of a person; one behind the day since which the person is known is set on the day of birth',
    ),
  ),
  gender: orNone(choiceField('Gender of a person', ['female', 'male', 'other'])),
  areaOfResidence: orNone(textField('Where a person lives', line(200))),
  occupation: orNone(textField('Occupation of a person', line(200))),
  accountManager: orNone(referenceField('Account manager', 'staffMember')),
  employer: referenceField('Organisation that a person works for; others stay', 'contact'),
  position: entryField('Position there', 'position'),
  personName: textField('Name of a person of the organisation', line(200)),
  personPosition: entryField('Position of that person', 'position'),
  personPhone: { ...phoneField, describe: 'Phone number of that person' },
  personEmail: textField('E-mail address of that person', emailAddress, 'e-mail address'),
  person2Name: textField('Name of a second person of the organisation', line(200)),
  person2Position: entryField('Position of that person', 'position'),
  person2Phone: { ...phoneField, describe: 'Phone number of that person' },
  person2Email: textField('E-mail address of that person', emailAddress, 'e-mail address'),
  person3Name: textField('Name of a third person of the organisation', line(200)),
  person3Position: entryField('Position of that person', 'position'),
  person3Phone: { ...phoneField, describe: 'Phone number of that person' },
  person3Email: textField('E-mail address of that person', emailAddress, 'e-mail address'),
  person4Name: textField('Name of a fourth person of the organisation', line(200)),
  person4Position: entryField('Position of that person', 'position'),
  person4Phone: { ...phoneField, describe: 'Phone number of that person' },
  person4Email: textField('E-mail address of that person', emailAddress, 'e-mail address'),
  person5Name: textField('Name of a fifth person of the organisation', line(200)),
  person5Position: entryField('Position of that person', 'position'),
  person5Phone: { ...phoneField, describe: 'Phone number of that person' },
  person5Email: textField('E-mail address of that person', emailAddress, 'e-mail address'),
  customerCode: textField(
    'Customer code, unique in the company whatever its case: with one, the contact becomes a customer',
    code,
  ),
  customer: choiceField(
    'Whether it is a customer; under the company’s next code where it has none and the row gives none',
    ['yes', 'no'],
  ),
  supplier: choiceField('Whether it is a supplier', ['yes', 'no']),
  archived: choiceField('Whether it is put away', ['yes', 'no']),
  note: longTextField('A note about it; those that are there stay', text(2000)),
  addressLabel: textField(
    'What the address is for: office, delivery …; a contact has one address for each, so several rows of a contact can give several',
    line(200),
  ),
  addressKey: textField('Key of the address, by which it is known under any label; its label when left out', line(200)),
  street: orNone(textField('House number and street', line(200))),
  ward: orNone(textField('Ward or commune', line(200))),
  district: orNone(textField('District', line(200))),
  province: orNone(textField('Province or city', line(200))),
  country: orNone(textField('Country', line(200))),
  postalCode: orNone(textField('Postal code', line(200))),
  ...externalFields,
  registeredOn: dayField('Day since which the contact is known, for one that is new; today when left out'),
  changedOn: dayField('Day of the changes to one that is there; today when left out'),
}
export type Name = keyof typeof fields | OwnField
export type Row = FormRow<typeof fields>
export type ContactValues = Values<typeof fields>
