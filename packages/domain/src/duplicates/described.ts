import type { ContactState } from '../contact/state.ts'
import type { LeadState } from '../lead/state.ts'
import type { Described } from './match.ts'

const known = (value: unknown): value is string => typeof value === 'string'
const textOr = (value: unknown, otherwise: unknown = null): string | null =>
  known(value) ? value : known(otherwise) ? otherwise : null

/** What a contact says that may give it away. */
export const describedContact = (state: ContactState): Described => ({
  kind: state.kind,
  name: textOr(state.name),
  organisationName: null,
  phones: [state.phone, ...[...state.furtherPhones.values()].map(({ number }) => number)].filter(known),
  emails: [state.email, ...[...state.furtherEmails.values()].map(({ address }) => address)].filter(known),
  taxCode: textOr(state.taxCode),
})

/** What a lead says that may give it away: of an organisation its name, whoever speaks for it. */
export const describedLead = ({
  kind,
  name,
  organisationName,
  phone,
  email,
}: Pick<LeadState, 'kind' | 'name' | 'organisationName' | 'phone' | 'email'>): Described => ({
  kind,
  name: kind === 'organisation' ? textOr(organisationName, name) : textOr(name),
  organisationName: kind === 'organisation' ? null : textOr(organisationName),
  phones: [phone].filter(known),
  emails: [email].filter(known),
  taxCode: null,
})
