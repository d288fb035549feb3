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
  /** How many times it appends, at most; null where that can't be told beforehand. All that is about one stream is one append. */
  readonly appends: number | null
  /** Whom it is about: steps about different ones look at nothing that the other does. Null where it is the company. */
  readonly about: string | null
  /** Whether the last of them begins what a process carries out, a conversion say: then the step ends once that is done. */
  readonly carriesOut: boolean
  /** Whether it sends nothing and has the clock run, which raises what has become due. */
  readonly runsClock: boolean
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
  ...{
    commandId,
    at,
    recordedAt: at,
    actor,
    messages,
    reason: null,
    appends: null,
    carriesOut: false,
    runsClock: false,
  },
  ...{ about: null, customer: null, opportunityId: null, wins: false },
  ...rest,
})

export const inOrder = (a: Step, b: Step): number => {
  if (a.recordedAt !== b.recordedAt) return a.recordedAt < b.recordedAt ? -1 : 1
  return a.commandId < b.commandId ? -1 : 1
}
