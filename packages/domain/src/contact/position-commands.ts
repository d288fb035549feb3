import { z } from 'zod'
import { catalogueFor } from '../catalogue/state.ts'
import {
  catalogueEntryIn,
  type CatalogueEntries,
  type CatalogueEntryStored,
  type ChosenAgain,
} from '../kernel/catalogue-entry.ts'
import { same } from '../kernel/change.ts'
import { isRejection, type Rejection } from '../kernel/command.ts'
import { dayGiven, id } from '../kernel/values.ts'
import { contactEvents as events } from './events.ts'
import { command, contactId, entry, reject } from './rules.ts'
import { contactState } from './state.ts'

const employmentId = id('employment')
const organisationId = id('contact').describe('Organisation that the person works for')
const position = entry('Position there')

const positionIn = (
  given: z.output<typeof position>,
  catalogue: CatalogueEntries,
  current: CatalogueEntryStored | null,
  again?: ChosenAgain,
): CatalogueEntryStored | null | Rejection =>
  given === undefined || given === null ? null : catalogueEntryIn(given, catalogue, current, 'position', again)

/** The persons of an organisation are contacts of their own, each with what the organisation is to them. */
export const positionCommands = {
  takePosition: command({
    describe: 'Says that a person works for an organisation; for several at once, each under an id',
    rejects: [
      'CATALOGUE_ENTRY_RETIRED',
      'CATALOGUE_ENTRY_UNKNOWN',
      'EMPLOYMENT_EXISTS',
      'INDIVIDUAL_HAS_NO_CONTACT_PERSONS',
      'ORGANISATION_TAKES_NO_POSITION',
    ],
    schema: z.strictObject({
      contactId,
      employmentId,
      organisationId,
      position,
      since: dayGiven.nullish().describe('Since when; null or left out where that is not known'),
    }),
    context: ({ organisationId, position }) => ({
      organisation: contactState.of(organisationId),
      positions: catalogueFor('position', position),
    }),
    dependsOn: ['kind'],
    decide: ({ employmentId, organisationId, since = null, ...given }, state, { organisation, positions }) => {
      const there = state.employments.get(employmentId)
      const position = positionIn(given.position, positions, there?.position ?? null, 'as it was')
      if (isRejected(position)) return position
      const employment = { employmentId, organisationId, position, since }
      if (there)
        return same(there, employment) ? [] : reject('EMPLOYMENT_EXISTS', { field: 'employmentId', employmentId })
      if (organisation.status === 'unknown')
        return reject('CONTACT_UNKNOWN', { field: 'organisationId', contactId: organisationId })
      if (organisation.kind === 'individual')
        return reject('INDIVIDUAL_HAS_NO_CONTACT_PERSONS', { field: 'organisationId', contactId: organisationId })
      if (state.kind === 'organisation') return reject('ORGANISATION_TAKES_NO_POSITION', { field: 'contactId' })
      return [events.ContactPositionTaken({ employment })]
    },
  }),

  changePosition: command({
    describe: 'Gives a person another position in an organisation',
    rejects: ['CATALOGUE_ENTRY_RETIRED', 'CATALOGUE_ENTRY_UNKNOWN', 'EMPLOYMENT_UNKNOWN'],
    schema: z.strictObject({ contactId, employmentId, position }),
    context: ({ position }) => ({ positions: catalogueFor('position', position) }),
    decide: ({ employmentId, position: given }, state, { positions }) => {
      const there = state.employments.get(employmentId)
      if (!there) return reject('EMPLOYMENT_UNKNOWN', { field: 'employmentId', employmentId })
      const from = there.position
      const to = positionIn(given, positions, from)
      if (isRejected(to)) return to
      return same(from, to) ? [] : [events.ContactPositionChanged({ employmentId, from, to })]
    },
  }),

  leavePosition: command({
    describe: 'Says that a person no longer works for an organisation',
    rejects: ['EMPLOYMENT_UNKNOWN', 'LEFT_BEFORE_BEGINNING'],
    schema: z.strictObject({
      contactId,
      employmentId,
      until: dayGiven.nullish().describe('Last day there; null or left out where that is not known'),
    }),
    decide: ({ employmentId, until = null }, { employments }) => {
      const employment = employments.get(employmentId)
      if (employment) {
        const { since } = employment
        return until !== null && since !== null && until < since
          ? reject('LEFT_BEFORE_BEGINNING', { field: 'until', since })
          : [events.ContactPositionLeft({ employment, until })]
      }
      return employments.had(employmentId) ? [] : reject('EMPLOYMENT_UNKNOWN', { field: 'employmentId', employmentId })
    },
  }),
}

const isRejected = (value: CatalogueEntryStored | null | Rejection): value is Rejection =>
  value !== null && isRejection(value)
