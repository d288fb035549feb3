import type { CommandMessage, Rejection } from './command.ts'
import type { Day } from './dated.ts'
import type { AnyEvents } from './state.ts'
import type { DataOf, EventDefinition, NewEvent } from './events.ts'

/** An event that a process answers, or that ends a step of it. */
export interface ProcessEvent<Data = object> {
  readonly eventId: string
  readonly type: string
  readonly streamId: string
  readonly occurredAt: string
  readonly occurredOn: Day
  readonly data: Data
}

/** What a command of a process was answered with: what it decided, the first time that it was sent, or why not. */
export type Answer =
  | { readonly accepted: true; readonly events: readonly NewEvent[] }
  | { readonly accepted: false; readonly rejection: Rejection }

/** Of the events that a command decided, the data of the first of a type. */
export const decidedIn = <Type extends string, Data>(
  events: readonly NewEvent[],
  { type, schema }: EventDefinition<Type, Data>,
): Data | undefined => {
  const found = events.find(event => event.type === type)
  return found && schema.parse(found.data)
}

/** One command of a step, under a name that its id derives from. */
export interface Leg {
  /** Tells it from the step's other legs; stable, since what was sent once is recognised by it. */
  readonly name: string
  readonly message: CommandMessage
}
export const leg = (name: string, message: CommandMessage): Leg => ({ name, message })

/** The legs of a step, one after the other, each going on from how the one before was answered. */
export type Steps = Generator<Leg, void, Answer>

/** How a process answers one type of event. */
export interface ProcessRequest<Data> {
  /** The step that it begins: an id that no other request has. Null: it begins none. */
  key(request: ProcessEvent<Data>): string | null
  /**
   * The step's legs. Begun anew whenever the step is carried out, after a crash or a fault too, so it must be pure: the same answers, the
   * same legs. A leg that was accepted is accepted again with no effect; one that was refused left no trace and is decided afresh. So the leg
   * that can be refused comes first, and what it is refused with ends the step. The last leg is accepted with an outcome.
   */
  steps(request: ProcessEvent<Data>): Steps
}

/** What an outcome says: which step it ends, and why that step was refused. */
export interface ProcessOutcome<Data> {
  readonly key: (outcome: ProcessEvent<Data>) => string | null
  /** The code of the rejection that it states; left out where it states that all was done. */
  readonly refusal?: (outcome: ProcessEvent<Data>) => string
}

type Requests<E> = { readonly [Type in keyof E]?: ProcessRequest<DataOf<E[Type]>> }
type Outcomes<E> = {
  readonly [Type in keyof E]?: ProcessOutcome<DataOf<E[Type]>>['key'] | ProcessOutcome<DataOf<E[Type]>>
}

/** An aggregate, as far as a process takes events of it. */
interface AggregateEvents {
  readonly category: string
  readonly events: AnyEvents
}
type Intersection<U> = (U extends unknown ? (member: U) => void : never) extends (all: infer I) => void ? I : never
type EventsOf<A extends readonly AggregateEvents[]> = Intersection<A[number]['events']>

/** A business rule over several streams: a request, its legs, an outcome. */
export interface Process {
  readonly name: string
  readonly version: number
  readonly describe: string
  readonly aggregates: readonly AggregateEvents[]
  /** By event type. */
  readonly requests: ReadonlyMap<string, ProcessRequest<object>>
  /** By event type. */
  readonly outcomes: ReadonlyMap<string, ProcessOutcome<object>>
}

const isRequest = (given: unknown): given is ProcessRequest<object> =>
  typeof given === 'object' && given !== null && 'steps' in given
const isKey = (given: unknown): given is ProcessOutcome<object>['key'] => typeof given === 'function'
const isOutcome = (given: unknown): given is ProcessOutcome<object> =>
  typeof given === 'object' && given !== null && 'key' in given

const names = /^[a-z][A-Za-z0-9]{0,49}$/

/**
 * A process: what events lead to, as the steps of a business rule. The runner in `@eventcrm/crm` carries each step out to its end, whatever
 * crashes lie between, and each leg's command once.
 * @param definition.version counted up when its steps change; the new version goes on with what the old one has open
 * @param definition.aggregates whose events the two below pick from
 * @param definition.requests per event type, the step that it begins. An event from before the process was first started is passed over
 * @param definition.outcomes per event type, the key of the step that it ends, done or refused for good
 * @throws TypeError for a name that is none, and an event that none of the aggregates has
 * @example
 * export const customersOfOpportunities = defineProcess({
 *   name: 'customersOfOpportunities',
 *   version: 1,
 *   describe: 'Makes a customer of the contact that an opportunity is for, and tags the opportunity with how that went',
 *   aggregates: [opportunity],
 *   requests: {
 *     OpportunityCustomerLinked: {
 *       key: ({ streamId, data }) => (data.to === null ? null : streamId),
 *       *steps({ streamId: opportunityId, data: { to: contactId } }) {
 *         if (contactId === null) return
 *         const made = yield leg('customer', contact.becomeCustomer({ contactId, code: opportunityId }))
 *         const tag = made.accepted ? 'customer' : made.rejection.code
 *         yield leg('outcome', opportunity.tag({ opportunityId, tag }))
 *       },
 *     },
 *   },
 *   outcomes: { OpportunityTagged: ({ streamId }) => streamId },
 * })
 */
export const defineProcess = <const A extends readonly AggregateEvents[]>(definition: {
  readonly name: string
  readonly version: number
  readonly describe: string
  readonly aggregates: A
  readonly requests: Requests<EventsOf<A>>
  readonly outcomes: Outcomes<EventsOf<A>>
}): Process => {
  const { name, version, describe } = definition
  const aggregates: readonly AggregateEvents[] = definition.aggregates
  if (!names.test(name)) throw new TypeError(`A process's name is like leadConversion; '${name}' is not`)
  if (!Number.isSafeInteger(version) || version < 1)
    throw new TypeError(`${name}: a version is a whole number from 1 on`)
  const requests = new Map<string, ProcessRequest<object>>()
  const outcomes = new Map<string, ProcessOutcome<object>>()
  for (const [type, given] of Object.entries<unknown>({ ...definition.requests }))
    if (isRequest(given)) requests.set(type, given)
  for (const [type, given] of Object.entries<unknown>({ ...definition.outcomes }))
    if (isKey(given)) outcomes.set(type, { key: given })
    else if (isOutcome(given)) outcomes.set(type, given)
  for (const type of [...requests.keys(), ...outcomes.keys()])
    if (!aggregates.some(({ events }) => Object.hasOwn(events, type)))
      throw new TypeError(`${name}: none of its aggregates has the event ${type}`)
  for (const type of outcomes.keys())
    if (requests.has(type)) throw new TypeError(`${name}: ${type} can't both begin a step and end one`)
  return { name, version, describe, aggregates, requests, outcomes }
}
