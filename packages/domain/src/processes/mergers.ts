import { contact } from '../contact/commands.ts'
import type { CommandMessage } from '../kernel/command.ts'
import { defineProcess, leg, type Answer, type Leg, type ProcessEvent } from '../kernel/process.ts'
import { lead } from '../lead/commands.ts'

interface Merger {
  readonly mergeId: string
  readonly loserIds: readonly string[]
}
type Request = ProcessEvent<Merger>
/** The commands that a merger is made of, of contacts or of leads. */
interface Merging {
  into(loserId: string, survivorId: string, mergeId: string): CommandMessage
  apart(loserId: string, survivorId: string, mergeId: string): CommandMessage
  complete(survivorId: string, mergeId: string): CommandMessage
  refuse(survivorId: string, mergeId: string, loserId: string, code: string): CommandMessage
  completeUnmerge(survivorId: string, mergeId: string): CommandMessage
}

const merge = (merging: Merging) =>
  function* ({ streamId, data: { mergeId, loserIds } }: Request): Generator<Leg, void, Answer> {
    const joined: string[] = []
    for (const loserId of loserIds) {
      let answer = yield leg(`into/${loserId}`, merging.into(loserId, streamId, mergeId))
      if (answer.accepted) {
        joined.push(loserId)
        if (joined.length < loserIds.length) continue
        // refused where a run before this one has set one apart, and what it had been refused for has been allowed since
        answer = yield leg('merged', merging.complete(streamId, mergeId))
        if (answer.accepted) return
      }
      for (const one of joined) yield leg(`apart/${one}`, merging.apart(one, streamId, mergeId))
      yield leg('refused', merging.refuse(streamId, mergeId, loserId, answer.rejection.code))
      return
    }
  }

const unmerge = (merging: Merging) =>
  function* ({ streamId, data: { mergeId, loserIds } }: Request): Generator<Leg, void, Answer> {
    for (const loserId of loserIds) yield leg(`apart/${loserId}`, merging.apart(loserId, streamId, mergeId))
    yield leg('unmerged', merging.completeUnmerge(streamId, mergeId))
  }

const contacts: Merging = {
  into: (contactId, survivorId, mergeId) => contact.mergeInto({ contactId, survivorId, mergeId }),
  apart: (contactId, survivorId, mergeId) => contact.setApart({ contactId, survivorId, mergeId }),
  complete: (contactId, mergeId) => contact.completeMerge({ contactId, mergeId }),
  refuse: (contactId, mergeId, loserId, code) => contact.refuseMerge({ contactId, mergeId, loserId, code }),
  completeUnmerge: (contactId, mergeId) => contact.completeUnmerge({ contactId, mergeId }),
}
const leads: Merging = {
  into: (leadId, survivorId, mergeId) => lead.mergeInto({ leadId, survivorId, mergeId }),
  apart: (leadId, survivorId, mergeId) => lead.setApart({ leadId, survivorId, mergeId }),
  complete: (leadId, mergeId) => lead.completeMerge({ leadId, mergeId }),
  refuse: (leadId, mergeId, loserId, code) => lead.refuseMerge({ leadId, mergeId, loserId, code }),
  completeUnmerge: (leadId, mergeId) => lead.completeUnmerge({ leadId, mergeId }),
}

const merging = ({ data }: ProcessEvent<Merger>) => `merge/${data.mergeId}`
const unmerging = ({ data }: ProcessEvent<Merger>) => `unmerge/${data.mergeId}`
const merged = ({ data }: ProcessEvent<{ readonly mergeId: string }>) => `merge/${data.mergeId}`
const unmerged = ({ data }: ProcessEvent<{ readonly mergeId: string }>) => `unmerge/${data.mergeId}`
const codeOf = ({ data }: ProcessEvent<{ readonly code: string }>) => data.code

/**
 * Carries mergers of contacts out, and undoes them. Each loser first says that it is part of the survivor, since that is what may be refused; where
 * one is, those before it stand for themselves again. Then the survivor takes over what they have, which nothing changes any more.
 */
export const contactMerge = defineProcess({
  name: 'contactMerge',
  version: 1,
  describe: 'Carries out mergers of contacts, and their undoing',
  aggregates: [contact],
  requests: {
    ContactMergeRequested: { key: merging, steps: merge(contacts) },
    ContactUnmergeRequested: { key: unmerging, steps: unmerge(contacts) },
  },
  outcomes: {
    ContactMerged: merged,
    ContactMergeRefused: { key: merged, refusal: codeOf },
    ContactUnmerged: unmerged,
  },
})

/** The same of leads. */
export const leadMerge = defineProcess({
  name: 'leadMerge',
  version: 1,
  describe: 'Carries out mergers of leads, and their undoing',
  aggregates: [lead],
  requests: {
    LeadMergeRequested: { key: merging, steps: merge(leads) },
    LeadUnmergeRequested: { key: unmerging, steps: unmerge(leads) },
  },
  outcomes: {
    LeadMerged: merged,
    LeadMergeRefused: { key: merged, refusal: codeOf },
    LeadUnmerged: unmerged,
  },
})
