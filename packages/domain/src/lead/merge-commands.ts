// Leads that are the same become one, and can be parted again: a request, a step per loser, an outcome. The process sends all but the first.
import { z } from 'zod'
import type { NewEvent } from '../kernel/events.ts'
import { referencesTo } from '../kernel/reference.ts'
import { hasTooMuch, isPartBy, isTooLong, notToBeMerged, standingAlone } from '../merging/decisions.ts'
import { itsOwn, mergingGiven } from '../merging/given.ts'
import { lostBy, notesOf, takenAgain, takingOver } from '../merging/taking.ts'
import { leadEvents as events, type LeadEvents } from './events.ts'
import { changeOfLead, choosableLeadFields, takenFromLead, withLeadValues } from './merge-values.ts'
import { commandAlways as command, converting, isNameless, leadId, personOf, reject } from './rules.ts'
import { leadState, leadWithout, namesOf, type LeadState } from './state.ts'

const given = mergingGiven('lead', choosableLeadFields)
const itself = { whenMerged: 'itself' } as const

/** What a survivor takes over from each, one after the other. */
const takenFrom = takingOver({ from: takenFromLead, withValues: withLeadValues, personOf })

/** What was sent to a lead while it was part of another, as it may follow on what it was itself; null where it can't. */
const asOwn = (state: LeadState, event: NewEvent<keyof LeadEvents>): NewEvent<keyof LeadEvents> | null => {
  if (allowedIn[event.type]?.includes(state.status) === false) return null
  // the name that was left then was another's
  if (event.type === 'LeadRenamed' && isNameless({ ...namesOf(state), ...event.data })) return null
  return event
}
const allowedIn: { readonly [Type in keyof LeadEvents]?: readonly LeadState['status'][] } = {
  // the rules were asked about what stood for it then
  LeadAssignmentRequested: [],
  LeadQualified: ['open'],
  LeadDisqualified: ['open'],
  LeadRated: ['open'],
  LeadMarkedLost: ['open'],
  LeadRestored: ['lost'],
  LeadVoided: ['open', 'lost'],
}

/** Why a lead is not merged as it stands. */
const notAsItStands = ({ status }: LeadState, details: Readonly<Record<string, unknown>>) =>
  status === 'converting'
    ? reject('LEAD_CONVERTING', details)
    : status === 'void'
      ? reject('LEAD_VOID', details)
      : undefined

/** Leads that are the same. */
export const mergeCommands = {
  merge: command({
    describe: 'Has other leads become part of this one: it stands for them from then on, and has what they have',
    rejects: [
      'CONVERTED_SURVIVES',
      'LEAD_CONVERTING',
      'LEAD_UNKNOWN',
      'LEAD_VOID',
      'MERGED_INTO_ANOTHER',
      'MERGE_DATED_TOO_EARLY',
      'MERGE_KNOWN',
      'MERGING',
      'TOO_MUCH_TO_MERGE',
    ],
    ...itself,
    schema: z.strictObject({ leadId, ...given.merge }).check(itsOwn('leadId')),
    context: ({ loserIds }) => referencesTo(leadState, loserIds),
    decide: ({ leadId, mergeId, loserIds, chosen }, state, losers, day) => {
      const { merging } = state
      if (merging.requested?.mergeId === mergeId || merging.standing.some(one => one.mergeId === mergeId)) return []
      if (merging.knows(mergeId)) return reject('MERGE_KNOWN', { field: 'mergeId', mergeId })
      const refused = notToBeMerged(state, day, reject, { field: 'leadId', leadId })
      if (refused) return refused
      const closed = notAsItStands(state, { field: 'leadId', leadId })
      if (closed) return closed
      for (const [i, loserId] of loserIds.entries()) {
        const details = { field: `loserIds.${String(i)}`, leadId: loserId }
        const loser = losers[loserId]
        if (!loser || loser.status === 'unknown') return reject('LEAD_UNKNOWN', details)
        if (loser.merging.into) return reject('MERGED_INTO_ANOTHER', details)
        const isClosed = notAsItStands(loser, details)
        if (isClosed) return isClosed
        if (loser.status === 'converted' && state.status !== 'converted') return reject('CONVERTED_SURVIVES', details)
      }
      const { taken, state: whole } = takenFrom(state, loserIds, losers, chosen, day)
      if (hasTooMuch(leadState, whole) || isTooLong(notesOf(taken)))
        return reject('TOO_MUCH_TO_MERGE', { field: 'loserIds' })
      return [events.LeadMergeRequested({ mergeId, loserIds: [...loserIds], chosen: [...chosen] })]
    },
  }),

  mergeInto: command({
    describe: 'Has a lead become part of another one; the process that merges them says so, and nobody else needs to',
    rejects: [
      'CONVERTED_SURVIVES',
      'LEAD_CONVERTING',
      'LEAD_VOID',
      'MERGED_INTO_ANOTHER',
      'MERGE_DATED_TOO_EARLY',
      'MERGE_UNKNOWN',
      'MERGING',
    ],
    ...itself,
    schema: z.strictObject({ leadId, ...given.survivor, ...given.ofMerger }),
    context: ({ survivorId }) => ({ survivor: leadState.of(survivorId) }),
    decide: ({ leadId, survivorId, mergeId }, state, { survivor }, day) => {
      if (isPartBy(state, mergeId, survivorId)) return []
      const { requested } = survivor.merging
      if (requested?.mergeId !== mergeId || !requested.loserIds.includes(leadId))
        return reject('MERGE_UNKNOWN', { field: 'mergeId', mergeId })
      const refused = notToBeMerged(state, day, reject, { field: 'leadId', leadId })
      if (refused) return refused
      const closed = notAsItStands(state, { field: 'leadId', leadId })
      if (closed) return closed
      if (state.status === 'converted' && survivor.status !== 'converted')
        return reject('CONVERTED_SURVIVES', { field: 'leadId', leadId })
      return [events.LeadMergedInto({ survivorId, mergeId })]
    },
  }),

  completeMerge: command({
    describe: 'States that a merger is done; the process that carries it out says so, and nobody else needs to',
    rejects: ['MERGE_UNKNOWN', 'MERGING'],
    ...itself,
    schema: z.strictObject({ leadId, ...given.ofMerger }),
    context: (_, { merging }) => referencesTo(leadState, merging.requested?.loserIds ?? []),
    decide: ({ leadId, mergeId }, state, losers, day) => {
      const { requested, standing } = state.merging
      if (standing.some(one => one.mergeId === mergeId)) return []
      if (requested?.mergeId !== mergeId) return reject('MERGE_UNKNOWN', { field: 'mergeId', mergeId })
      const { loserIds, chosen } = requested
      const isPart = (loserId: string) => isPartBy(losers[loserId], mergeId, leadId)
      if (!loserIds.every(isPart)) return reject('MERGING', { field: 'mergeId', mergeId })
      const { taken } = takenFrom(state, loserIds, losers, chosen, day)
      return [events.LeadMerged({ mergeId, loserIds: [...loserIds], taken })]
    },
  }),

  refuseMerge: command({
    describe: 'States that a merger was refused; the process that carries it out says so, and nobody else needs to',
    rejects: ['MERGE_UNKNOWN'],
    ...itself,
    schema: z.strictObject({ leadId, ...given.ofMerger, ...given.refuse }),
    decide: ({ mergeId, loserId, code }, { merging }) => {
      if (merging.requested?.mergeId === mergeId) return [events.LeadMergeRefused({ mergeId, loserId, code })]
      return merging.knows(mergeId) && !merging.standing.some(one => one.mergeId === mergeId)
        ? []
        : reject('MERGE_UNKNOWN', { field: 'mergeId', mergeId })
    },
  }),

  unmerge: command({
    describe:
      'Parts what was merged: each stands as what was said of it makes it, also what was said while it was part of another',
    rejects: ['LEAD_CONVERTING', 'MERGED_INTO_ANOTHER', 'MERGE_UNKNOWN', 'MERGING'],
    ...itself,
    schema: z.strictObject({ leadId, ...given.ofMerger }),
    decide: ({ leadId, mergeId }, { merging, status }) => {
      if (merging.unmerging === mergeId) return []
      const merger = merging.standing.find(one => one.mergeId === mergeId)
      if (!merger) return reject('MERGE_UNKNOWN', { field: 'mergeId', mergeId })
      if (merging.into) return reject('MERGED_INTO_ANOTHER', { field: 'leadId', leadId })
      if (merging.requested ?? merging.unmerging) return reject('MERGING', { field: 'leadId', leadId })
      if (status === 'converting') return converting(leadId)
      return [events.LeadUnmergeRequested({ mergeId, loserIds: [...merger.loserIds] })]
    },
  }),

  setApart: command({
    describe: 'Has a lead stand for itself again; the process that unmerges says so, and nobody else needs to',
    rejects: ['MERGE_UNKNOWN'],
    ...itself,
    schema: z.strictObject({ leadId, ...given.survivor, ...given.ofMerger }),
    context: ({ survivorId }) => ({ survivor: leadState.of(survivorId) }),
    decide: ({ leadId, survivorId, mergeId }, state, { survivor }, day) => {
      const { into } = state.merging
      if (into?.mergeId !== mergeId) return []
      const { unmerging, requested } = survivor.merging
      // only once nothing more can be sent to it there
      if (into.survivorId !== survivorId || (unmerging !== mergeId && requested?.mergeId !== mergeId))
        return reject('MERGE_UNKNOWN', { field: 'mergeId', mergeId })
      const personId = personOf(state, leadId)
      const addressed = (path: readonly string[], facts: number) => events.LeadAddressedAs({ path: [...path], facts })
      const alone = standingAlone(leadState, leadId, state, survivor, day, personId, asOwn, addressed)
      return [events.LeadSetApart({ survivorId, mergeId }), ...alone.events]
    },
  }),

  completeUnmerge: command({
    describe: 'States that what was merged is parted; the process that parts it says so, and nobody else needs to',
    rejects: ['MERGE_UNKNOWN', 'MERGING'],
    ...itself,
    schema: z.strictObject({ leadId, ...given.ofMerger }),
    context: (_, { merging }) =>
      referencesTo(leadState, merging.unmerging === null ? [] : merging.standing.flatMap(({ loserIds }) => loserIds)),
    decide: ({ leadId, mergeId }, state, losers, day) => {
      const { unmerging, standing } = state.merging
      const merger = standing.find(one => one.mergeId === mergeId)
      if (!merger) return state.merging.knows(mergeId) ? [] : reject('MERGE_UNKNOWN', { field: 'mergeId', mergeId })
      if (unmerging !== mergeId) return reject('MERGE_UNKNOWN', { field: 'mergeId', mergeId })
      if (merger.loserIds.some(loserId => isPartBy(losers[loserId], mergeId, leadId)))
        return reject('MERGING', { field: 'mergeId', mergeId })
      // what it was called by last stays its name where no name of its own is left
      const kept = isNameless(namesOf(leadWithout(state, mergeId)))
        ? [events.LeadRenamed({ personId: personOf(state, leadId), ...namesOf(state) })]
        : []
      const before = kept.reduce((s, event) => leadState.evolve(s, { ...event, occurredOn: day }), state)
      const without = leadWithout(before, mergeId)
      const change = changeOfLead(before, without)
      const others = standing.filter(one => one !== merger)
      const again = takenAgain(takenFrom, without, others, losers, day, lostBy(change))
      return [
        ...kept,
        events.LeadUnmerged({
          mergeId,
          loserIds: [...merger.loserIds],
          personId: personOf(state, leadId),
          ...change,
        }),
        ...again.map(merged => events.LeadMerged(merged)),
      ]
    },
  }),
}
