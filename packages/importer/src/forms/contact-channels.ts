// By what whoever a row names is reached: the contact, and the persons of an organisation.
import type { Channel } from '../form.ts'
import { foldedText } from '../reading/index.ts'
import type { ContactValues } from './contact-fields.ts'
import { personColumns } from './contact-persons.ts'
import { furtherEmails, furtherPhones } from './contact-reach.ts'
import { takenFrom } from './phone.ts'

type Whose = readonly [
  person: string | null,
  phones: readonly ('phone' | (typeof furtherPhones)[number] | (typeof personColumns)[number]['phone'])[],
  emails: readonly ('email' | (typeof furtherEmails)[number] | (typeof personColumns)[number]['email'])[],
]

export const channelsOf = (values: ContactValues, country: string | null): readonly Channel[] => {
  const persons = personColumns.flatMap(({ name, phone, email }): Whose[] => {
    const named = values[name]
    return named === undefined ? [] : [[foldedText(named), [phone], [email]]]
  })
  const all: readonly Whose[] = [[null, ['phone', ...furtherPhones], ['email', ...furtherEmails]], ...persons]
  return all.flatMap(([person, phones, emails]) => [
    ...phones.flatMap((field): Channel[] => {
      const written = values[field]
      const number = written ? takenFrom(written, country)?.number : undefined
      return number === undefined ? [] : [{ by: 'phone', value: number, field, person }]
    }),
    ...emails.flatMap((field): Channel[] => {
      const email = values[field]
      return email ? [{ by: 'email', value: email.toLowerCase(), field, person }] : []
    }),
  ])
}
