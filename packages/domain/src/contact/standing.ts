// Whether two contacts are the same by now, whatever they were merged into meanwhile.
import type { Reference } from '../kernel/reference.ts'
import { contactState, type ContactState } from './state.ts'

/** A contact and those that one after the other stood for it, each under its id. */
export type Standing = Readonly<Record<`contact/${string}`, Reference<ContactState>>>
type StandingStates = Readonly<Record<`contact/${string}`, ContactState>>

/** For a command's context: that contact, and what stands for it now. */
export const standing = (contactId: string | null | undefined): Standing => {
  if (typeof contactId !== 'string') return {}
  const contact: Reference<ContactState> = {
    ...contactState.of(contactId),
    now: true,
    leadsTo: ({ merging }) => standing(merging.into?.survivorId),
  }
  return Object.fromEntries([[`contact/${contactId}`, contact]])
}

/** The contact that stands for that one now: itself, where it was merged into none. */
export const standingFor = (there: StandingStates, contactId: string): string => {
  const into = there[`contact/${contactId}`]?.merging.into
  return into ? standingFor(there, into.survivorId) : contactId
}
