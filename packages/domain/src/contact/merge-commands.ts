// Contacts that are the same become one, and can be parted again: a request, a step per loser, an outcome. The process sends all but the first.
import { z } from 'zod'
import { assignmentRulesState, theAssignmentRules } from '../assignment-rules/state.ts'
import type { NewEvent } from '../kernel/events.ts'
import { referencesTo } from '../kernel/reference.ts'
import { hasTooMuch, isPartBy, isTooLong, notToBeMerged, standingAlone } from '../merging/decisions.ts'
import { itsOwn, mergingGiven } from '../merging/given.ts'
import { notesOf, takenAgain, takingOver } from '../merging/taking.ts'
import { askedOfRules, isYetToBeAsked } from './assignment-request.ts'
import { contactEvents as events, type ContactEvents } from './events.ts'
import { mainEmailMissing, mainPhoneMissing } from './main-ways.ts'
import {
  changeOfContact,
  choosableContactFields,
  lostOfContact,
  takenFromContact,
  withContactValues,
} from './merge-values.ts'
import { command, contactId, personOf, reject } from './rules.ts'
import { contactState, contactWithout, type ContactState } from './state.ts'

const given = mergingGiven('contact', choosableContactFields)
const itself = { whenMerged: 'itself' } as const

/** What a survivor takes over from each, one after the other. */
const takenFrom = takingOver({ from: takenFromContact, withValues: withContactValues, personOf })

/** What was sent to a contact while it was part of another, as it may follow on what it was itself; null where it can't. */
const asOwn = (state: ContactState, event: NewEvent<keyof ContactEvents>): NewEvent<keyof ContactEvents> | null => {
  const own = owns[event.type]
  return own ? own(state, event) : event
}
const owns: {
  readonly [Type in keyof ContactEvents]?: (
    state: ContactState,
    event: NewEvent<keyof ContactEvents>,
  ) => NewEvent<keyof ContactEvents> | null
} = {
  // the rules were asked about what stood for it then
  ContactAssignmentRequested: () => null,
  ContactMainAddressSet: (state, event) => (state.addresses.has(String(Reflect.get(event.data, 'to'))) ? event : null),
  ContactBecameCustomer: (state, event) => (state.customer ? null : event),
  ContactBecameSupplier: (state, event) => (state.supplier ? null : event),
  // what is the first here is the main one, and what was the last there may not be the last here
  ContactPhoneAdded: (state, event) => {
    const { personId, phone } = events.ContactPhoneAdded.schema.parse(event.data)
    if (state.phone !== null) return state.phoneId === phone.phoneId ? null : event
    return events.ContactMainPhoneSet({ personId, from: null, to: phone })
  },
  ContactEmailAdded: (state, event) => {
    const { personId, email } = events.ContactEmailAdded.schema.parse(event.data)
    if (state.email !== null) return state.emailId === email.emailId ? null : event
    return events.ContactMainEmailSet({ personId, from: null, to: email })
  },
  ContactPhoneSet: (state, event) =>
    Reflect.get(event.data, 'phone') === null && state.furtherPhones.size > 0 ? null : event,
  ContactEmailSet: (state, event) =>
    Reflect.get(event.data, 'email') === null && state.furtherEmails.size > 0 ? null : event,
}

/** Contacts that are the same. */
export const mergeCommands = {
  merge: command({
    describe: 'Has other contacts become part of this one: it stands for them from then on, and has what they have',
    rejects: [
      'CONTACT_UNKNOWN',
      'KINDS_DIFFER',
      'MERGED_INTO_ANOTHER',
      'MERGE_DATED_TOO_EARLY',
      'MERGE_KNOWN',
      'MERGING',
      'TOO_MUCH_TO_MERGE',
    ],
    ...itself,
    schema: z.strictObject({ contactId, ...given.merge }).check(itsOwn('contactId')),
    context: ({ loserIds }) => referencesTo(contactState, loserIds),
    decide: ({ contactId, mergeId, loserIds, chosen }, state, losers, day) => {
      const { merging } = state
      if (merging.requested?.mergeId === mergeId || merging.standing.some(one => one.mergeId === mergeId)) return []
      if (merging.knows(mergeId)) return reject('MERGE_KNOWN', { field: 'mergeId', mergeId })
      const refused = notToBeMerged(state, day, reject, { field: 'contactId', contactId })
      if (refused) return refused
      for (const [i, loserId] of loserIds.entries()) {
        const details = { field: `loserIds.${String(i)}`, contactId: loserId }
        const loser = losers[loserId]
        if (!loser || loser.status === 'unknown') return reject('CONTACT_UNKNOWN', details)
        if (loser.merging.into) return reject('MERGED_INTO_ANOTHER', details)
        if (loser.kind !== state.kind) return reject('KINDS_DIFFER', details)
      }
      const { taken, state: whole } = takenFrom(state, loserIds, losers, chosen, day)
      if (hasTooMuch(contactState, whole) || isTooLong(notesOf(taken)))
        return reject('TOO_MUCH_TO_MERGE', { field: 'loserIds' })
      return [events.ContactMergeRequested({ mergeId, loserIds: [...loserIds], chosen: [...chosen] })]
    },
  }),

  mergeInto: command({
    describe:
      'Has a contact become part of another one; the process that merges them says so, and nobody else needs to',
    rejects: ['KINDS_DIFFER', 'MERGED_INTO_ANOTHER', 'MERGE_DATED_TOO_EARLY', 'MERGE_UNKNOWN', 'MERGING'],
    ...itself,
    schema: z.strictObject({ contactId, ...given.survivor, ...given.ofMerger }),
    context: ({ survivorId }) => ({ survivor: contactState.of(survivorId) }),
    decide: ({ contactId, survivorId, mergeId }, state, { survivor }, day) => {
      if (isPartBy(state, mergeId, survivorId)) return []
      const { requested } = survivor.merging
      if (requested?.mergeId !== mergeId || !requested.loserIds.includes(contactId))
        return reject('MERGE_UNKNOWN', { field: 'mergeId', mergeId })
      const refused = notToBeMerged(state, day, reject, { field: 'contactId', contactId })
      if (refused) return refused
      if (state.kind !== survivor.kind) return reject('KINDS_DIFFER', { field: 'contactId', contactId })
      return [events.ContactMergedInto({ survivorId, mergeId })]
    },
  }),

  completeMerge: command({
    describe: 'States that a merger is done; the process that carries it out says so, and nobody else needs to',
    rejects: ['MERGE_UNKNOWN', 'MERGING'],
    ...itself,
    schema: z.strictObject({ contactId, ...given.ofMerger }),
    context: (_, { merging }) => referencesTo(contactState, merging.requested?.loserIds ?? []),
    decide: ({ contactId, mergeId }, state, losers, day) => {
      const { requested, standing } = state.merging
      if (standing.some(one => one.mergeId === mergeId)) return []
      if (requested?.mergeId !== mergeId) return reject('MERGE_UNKNOWN', { field: 'mergeId', mergeId })
      const { loserIds, chosen } = requested
      const isPart = (loserId: string) => isPartBy(losers[loserId], mergeId, contactId)
      if (!loserIds.every(isPart)) return reject('MERGING', { field: 'mergeId', mergeId })
      const { taken } = takenFrom(state, loserIds, losers, chosen, day)
      return [events.ContactMerged({ mergeId, loserIds: [...loserIds], taken })]
    },
  }),

  refuseMerge: command({
    describe: 'States that a merger was refused; the process that carries it out says so, and nobody else needs to',
    rejects: ['MERGE_UNKNOWN'],
    ...itself,
    schema: z.strictObject({ contactId, ...given.ofMerger, ...given.refuse }),
    decide: ({ mergeId, loserId, code }, { merging }) => {
      if (merging.requested?.mergeId === mergeId) return [events.ContactMergeRefused({ mergeId, loserId, code })]
      return merging.knows(mergeId) && !merging.standing.some(one => one.mergeId === mergeId)
        ? []
        : reject('MERGE_UNKNOWN', { field: 'mergeId', mergeId })
    },
  }),

  unmerge: command({
    describe:
      'Parts what was merged: each stands as what was said of it makes it, also what was said while it was part of another',
    rejects: ['MERGED_INTO_ANOTHER', 'MERGE_UNKNOWN', 'MERGING'],
    ...itself,
    schema: z.strictObject({ contactId, ...given.ofMerger }),
    decide: ({ contactId, mergeId }, { merging }) => {
      if (merging.unmerging === mergeId) return []
      const merger = merging.standing.find(one => one.mergeId === mergeId)
      if (!merger) return reject('MERGE_UNKNOWN', { field: 'mergeId', mergeId })
      if (merging.into) return reject('MERGED_INTO_ANOTHER', { field: 'contactId', contactId })
      if (merging.requested ?? merging.unmerging) return reject('MERGING', { field: 'contactId', contactId })
      return [events.ContactUnmergeRequested({ mergeId, loserIds: [...merger.loserIds] })]
    },
  }),

  setApart: command({
    describe: 'Has a contact stand for itself again; the process that unmerges says so, and nobody else needs to',
    rejects: ['MERGE_UNKNOWN'],
    ...itself,
    schema: z.strictObject({ contactId, ...given.survivor, ...given.ofMerger }),
    context: ({ survivorId }) => ({
      survivor: contactState.of(survivorId),
      rules: assignmentRulesState.of(theAssignmentRules),
    }),
    decide: ({ contactId, survivorId, mergeId }, state, { survivor, rules }, day) => {
      const { into } = state.merging
      if (into?.mergeId !== mergeId) return []
      const { unmerging, requested } = survivor.merging
      // only once nothing more can be sent to it there
      if (into.survivorId !== survivorId || (unmerging !== mergeId && requested?.mergeId !== mergeId))
        return reject('MERGE_UNKNOWN', { field: 'mergeId', mergeId })
      const personId = personOf(state, contactId)
      const addressed = (path: readonly string[], facts: number) =>
        events.ContactAddressedAs({ path: [...path], facts })
      const alone = standingAlone(contactState, contactId, state, survivor, day, personId, asOwn, addressed)
      const [phone, email] = [mainPhoneMissing(alone.state), mainEmailMissing(alone.state)]
      return [
        events.ContactSetApart({ survivorId, mergeId }),
        ...alone.events,
        ...(phone ? [events.ContactMainPhoneSet({ personId, from: null, to: phone })] : []),
        ...(email ? [events.ContactMainEmailSet({ personId, from: null, to: email })] : []),
        ...(isYetToBeAsked(state, alone.state) ? askedOfRules(contactId, alone.state, rules, day) : []),
      ]
    },
  }),

  completeUnmerge: command({
    describe: 'States that what was merged is parted; the process that parts it says so, and nobody else needs to',
    rejects: ['MERGE_UNKNOWN', 'MERGING'],
    ...itself,
    schema: z.strictObject({ contactId, ...given.ofMerger }),
    context: (_, { merging }) =>
      referencesTo(
        contactState,
        merging.unmerging === null ? [] : merging.standing.flatMap(({ loserIds }) => loserIds),
      ),
    decide: ({ contactId, mergeId }, state, losers, day) => {
      const { unmerging, standing } = state.merging
      const merger = standing.find(one => one.mergeId === mergeId)
      if (!merger) return state.merging.knows(mergeId) ? [] : reject('MERGE_UNKNOWN', { field: 'mergeId', mergeId })
      if (unmerging !== mergeId) return reject('MERGE_UNKNOWN', { field: 'mergeId', mergeId })
      if (merger.loserIds.some(loserId => isPartBy(losers[loserId], mergeId, contactId)))
        return reject('MERGING', { field: 'mergeId', mergeId })
      const without = contactWithout(state, mergeId, { day })
      const change = changeOfContact(state, without)
      const others = standing.filter(one => one !== merger)
      const again = takenAgain(takenFrom, without, others, losers, day, lostOfContact(state, change))
      return [
        events.ContactUnmerged({
          mergeId,
          loserIds: [...merger.loserIds],
          personId: personOf(state, contactId),
          ...change,
        }),
        ...again.map(merged => events.ContactMerged(merged)),
      ]
    },
  }),
}
