import type { CommandMessage } from '@eventcrm/crm'
import type { Customer } from './customers.ts'

/** Something that somebody did on a day of the year, as it will be sent. */
export interface Step {
  /** The command's id: sent again, it does nothing. */
  readonly commandId: string
  /** When it happened: an instant with Viet Nam's offset, so that plain order is time order. */
  readonly at: string
  /** When it was written down; the same unless somebody was late. */
  readonly recordedAt: string
  readonly actor: string
  /** Why, in the actor's words. */
  readonly reason: string | null
  readonly messages: readonly CommandMessage[]
  /** Whether they are all about one stream. */
  readonly appendsOnce: boolean
  /** Whom it is about: steps about different ones look at nothing that the other does. Null where it is the company. */
  readonly about: string | null
  /** Whether it converts a lead: then it ends once that is done. */
  readonly converts: boolean
  /** Of an opportunity, whom it is for. */
  readonly customer: Customer | null
  /** The opportunity that it is about; null for none. */
  readonly opportunityId: string | null
  /** Whether it wins the opportunity. */
  readonly wins: boolean
}

/** A step about nothing in particular, but for what is said. */
export const stepOf = (
  commandId: string,
  at: string,
  actor: string,
  messages: readonly CommandMessage[],
  rest: Partial<Step> = {},
): Step => ({
  ...{ commandId, at, recordedAt: at, actor, messages, reason: null, appendsOnce: false, converts: false },
  ...{ about: null, customer: null, opportunityId: null, wins: false },
  ...rest,
})

export const inOrder = (a: Step, b: Step): number => {
  if (a.recordedAt !== b.recordedAt) return a.recordedAt < b.recordedAt ? -1 : 1
  return a.commandId < b.commandId ? -1 : 1
}
