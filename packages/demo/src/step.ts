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
  /** Whom it is about, where that is a customer, or will be one. */
  readonly customer: Customer | null
  /** The opportunity that it is about; null for none. */
  readonly opportunityId: string | null
  /** Whether it wins the opportunity. */
  readonly wins: boolean
}

export const inOrder = (a: Step, b: Step): number => {
  if (a.recordedAt !== b.recordedAt) return a.recordedAt < b.recordedAt ? -1 : 1
  return a.commandId < b.commandId ? -1 : 1
}
