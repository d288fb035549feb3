import { z } from 'zod'
import { catalogueFor } from '../catalogue/state.ts'
import { contactState } from '../contact/state.ts'
import {
  catalogueEntryGiven,
  catalogueEntryIn,
  type CatalogueEntries,
  type CatalogueEntryStored,
  type ChosenAgain,
} from '../kernel/catalogue-entry.ts'
import { same } from '../kernel/change.ts'
import { isRejection, type Rejection } from '../kernel/command.ts'
import { id } from '../kernel/values.ts'
import { opportunityEvents as events } from './events.ts'
import { command, opportunityId, reject } from './rules.ts'

const contactId = id('contact').describe('Person involved')
const role = catalogueEntryGiven
  .nullish()
  .describe('What the person is in it: decision maker, buyer, user …; null or left out where that is not known')

const roleIn = (
  given: z.output<typeof role>,
  positions: CatalogueEntries,
  current: CatalogueEntryStored | null,
  again?: ChosenAgain,
): CatalogueEntryStored | null | Rejection =>
  given ? catalogueEntryIn(given, positions, current, 'role', again) : null
const isRefused = (role: CatalogueEntryStored | null | Rejection): role is Rejection =>
  role !== null && isRejection(role)

/** Who is involved, open or closed. */
export const personCommands = {
  addPerson: command({
    describe: 'Says that a person is involved, open or closed; the first is the main one until another is said to be',
    rejects: [
      'CATALOGUE_ENTRY_RETIRED',
      'CATALOGUE_ENTRY_UNKNOWN',
      'CONTACT_UNKNOWN',
      'PERSON_EXISTS',
      'PERSON_IS_ORGANISATION',
    ],
    schema: z.strictObject({ opportunityId, contactId, role }),
    context: ({ contactId, role }) => ({
      contact: contactState.of(contactId),
      positions: catalogueFor('position', role),
    }),
    decide: ({ contactId, role: given }, { persons }, { contact, positions }) => {
      const there = persons.get(contactId)
      const role = roleIn(given, positions, there?.role ?? null, 'as it was')
      if (isRefused(role)) return role
      if (there) return same(there.role, role) ? [] : reject('PERSON_EXISTS', { field: 'contactId', contactId })
      if (contact.status === 'unknown') return reject('CONTACT_UNKNOWN', { field: 'contactId', contactId })
      return contact.kind === 'organisation'
        ? reject('PERSON_IS_ORGANISATION', { field: 'contactId', contactId })
        : [events.OpportunityPersonAdded({ contactId, role })]
    },
  }),

  setPersonRole: command({
    describe: 'Gives a person involved another role, open or closed',
    rejects: ['CATALOGUE_ENTRY_RETIRED', 'CATALOGUE_ENTRY_UNKNOWN', 'PERSON_UNKNOWN'],
    schema: z.strictObject({ opportunityId, contactId, role }),
    context: ({ role }) => ({ positions: catalogueFor('position', role) }),
    decide: ({ contactId, role: given }, { persons }, { positions }) => {
      const there = persons.get(contactId)
      if (!there) return reject('PERSON_UNKNOWN', { field: 'contactId', contactId })
      const from = there.role
      const to = roleIn(given, positions, from)
      if (isRefused(to)) return to
      return same(from, to) ? [] : [events.OpportunityPersonRoleSet({ contactId, from, to })]
    },
  }),

  removePerson: command({
    describe: 'Says that a person is no longer involved, open or closed',
    rejects: ['PERSON_UNKNOWN'],
    schema: z.strictObject({ opportunityId, contactId }),
    dependsOn: ['mainPersonId'],
    decide: ({ contactId }, { persons }) => {
      const there = persons.get(contactId)
      if (there) return [events.OpportunityPersonRemoved(there)]
      return persons.had(contactId) ? [] : reject('PERSON_UNKNOWN', { field: 'contactId', contactId })
    },
  }),

  setMainPerson: command({
    describe: 'Says which of the persons involved is the main one, open or closed',
    rejects: ['PERSON_UNKNOWN'],
    schema: z.strictObject({ opportunityId, contactId }),
    dependsOn: ['persons.contactId'],
    decide: ({ contactId }, { persons, mainPersonId: from }) => {
      if (!persons.has(contactId)) return reject('PERSON_UNKNOWN', { field: 'contactId', contactId })
      return from === contactId ? [] : [events.OpportunityMainPersonSet({ from, to: contactId })]
    },
  }),
}
