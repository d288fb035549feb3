// Documents that make a contact a customer by themselves: what their events, commands and processes have in common.
import { z } from 'zod'
import type { CompanyState } from '../company/state.ts'
import type { CommandMessage } from '../kernel/command.ts'
import { leg, type Answer, type Leg } from '../kernel/process.ts'
import { id, rejectionCode } from '../kernel/values.ts'
import { contact } from './commands.ts'
import type { ContactState } from './state.ts'

const customerId = id('contact').describe('Who is to become a customer')

/** In events: a storage contract. */
export const makesCustomerStored = z
  .boolean()
  .describe('Whether the contact is to become a customer by it: it was none, and the company’s settings say so')
export const madeCustomerStored = z.object({ customerId })
export const customerRefusedStored = z.object({
  customerId,
  code: z.string().describe('Why not: the code of a rejection'),
})

/** What a document's stream keeps: whether it is to make a customer, and what came of it. */
export interface MakesCustomer {
  /** Null: it makes nobody a customer. */
  readonly madeCustomer: 'asked' | 'made' | 'refused' | null
}
export const madeCustomerWords = { en: 'becoming a customer', vi: 'việc trở thành khách hàng' } as const

type Trigger = keyof CompanyState['customerTriggers']
/** Whether a document is to make the contact a customer. */
export const isToMakeCustomer = (
  trigger: Trigger,
  { customerTriggers }: CompanyState,
  { customer }: ContactState,
): boolean => customerTriggers[trigger] && customer === null

export const isYetToMakeCustomer = ({ madeCustomer }: MakesCustomer): boolean => madeCustomer === 'asked'

/** What its commands are given that state the outcome. */
export const madeCustomerGiven = { customerId }
export const customerRefusedGiven = { customerId, code: rejectionCode.describe('Why not: the code of a rejection') }

/** Under the company's next code; one who is a customer by then stays as it is. */
export function* makingCustomer(
  {
    trigger,
    documentId,
    customerId,
  }: { readonly trigger: Trigger; readonly documentId: string; readonly customerId: string },
  outcome: { readonly made: () => CommandMessage; readonly refused: (code: string) => CommandMessage },
): Generator<Leg, void, Answer> {
  const answer = yield leg('customer', contact.becomeCustomer({ contactId: customerId, trigger, documentId }))
  if (answer.accepted) yield leg('made', outcome.made())
  else yield leg('refused', outcome.refused(answer.rejection.code))
}
