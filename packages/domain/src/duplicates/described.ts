import type { ContactState } from '../contact/state.ts'
import type { Described } from './match.ts'

const known = (value: unknown): value is string => typeof value === 'string'

/**
 * What a contact says that may give it away.
 * @param organisationName of the organisation that the person works for, from its own contact
 */
export const describedContact = (state: ContactState, organisationName: string | null = null): Described => ({
  kind: state.kind,
  name: known(state.name) ? state.name : null,
  organisationName,
  phones: [state.phone, ...[...state.furtherPhones.values()].map(({ number }) => number)].filter(known),
  emails: [state.email, ...[...state.furtherEmails.values()].map(({ address }) => address)].filter(known),
  taxCode: known(state.taxCode) ? state.taxCode : null,
})
