// One step, from its request to its outcome: every leg a command whose id derives from the request.
import { rejectionIn, type Answer, type CommandMessage, type Leg, type Process, type Rejection } from '@eventcrm/domain'
import { StoreClosed, type Codec, type DecodedEvent, type EventStore, type RecordedEvent } from '@eventcrm/event-store'
import type { CommandHandler } from '../commands/command-handler.ts'
import type { Outcome } from '../commands/outcome.ts'
import { isRejected, type CaughtRejection } from '../errors.ts'
import { legCommandId } from '../identity.ts'
import { processEventOf } from './steps-view.ts'

export interface Carrying {
  readonly events: EventStore
  readonly codec: Codec
  readonly handler: Pick<CommandHandler, 'handle'>
  /** Adds to a leg's command what is looked up for it when it is sent. */
  readonly complete: (message: CommandMessage, request: DecodedEvent) => Promise<CommandMessage>
  /** Aborted: no further leg is sent. */
  readonly signal: AbortSignal
}

/** How a step ended. */
export interface Ended {
  readonly outcome: DecodedEvent
  /** What its last refused leg was refused with, if one was sent here. */
  readonly rejection: Rejection | undefined
}

/** The events of a command's outcome as they stand in the log. */
export async function* eventsOf(
  { events, codec }: Pick<Carrying, 'events' | 'codec'>,
  { events: decided, position }: Outcome,
): AsyncGenerator<DecodedEvent> {
  if (position === null) return
  const limit = decided.length
  for await (const last of events.readAll({ from: position, limit: 1 }))
    for await (const recorded of events.readStream(last.stream, { from: last.revision + 1 - limit, limit }))
      yield codec.decode(recorded)
}

const endsStep = (process: Process, key: string, event: DecodedEvent): boolean =>
  process.outcomes.get(event.type)?.key(processEventOf(event)) === key

/** The outcome where it stands in the request's own stream, as most do: then there is nothing to send. */
const outcomeBehind = async (
  { events, codec }: Carrying,
  process: Process,
  key: string,
  { stream, revision }: DecodedEvent,
): Promise<DecodedEvent | undefined> => {
  for await (const recorded of events.readStream(stream, { from: revision + 1 })) {
    if (!process.outcomes.has(recorded.type)) continue
    const event = codec.decode(recorded)
    if (endsStep(process, key, event)) return event
  }
  return undefined
}

/** The day that a command may be dated at the earliest, where it was refused as too early. */
const laterDay = ({ code, details: { notBefore } }: CaughtRejection): string | undefined =>
  code === 'DATED_TOO_EARLY' && typeof notBefore === 'string' ? notBefore : undefined

type Sent = { readonly outcome: Outcome; readonly answer: Answer } | { readonly answer: Answer & { accepted: false } }

/** Dated as the request; where a later fact refuses that day, at that fact. */
const send = async (
  { handler, complete }: Carrying,
  process: Process,
  request: DecodedEvent,
  leg: Leg,
): Promise<Sent> => {
  const { actor, correlationId, id: causationId } = request
  const commandId = legCommandId(process.name, causationId, leg.name)
  const options = { actor, source: 'process', commandId, correlationId, causationId }
  const message = await complete(leg.message, request)
  let day = ''
  for (let at = request.occurredAt; ;) {
    try {
      const outcome = await handler.handle({ ...message, at }, options)
      return { outcome, answer: { accepted: true, events: outcome.events } }
    } catch (error) {
      // what a clock refuses that lags behind another machine's is no answer: it is tried again
      if (!isRejected(error) || error.code === 'DATED_IN_FUTURE') throw error
      const later = laterDay(error)
      if (later === undefined || later <= day) {
        const rejection = rejectionIn(error.code, error.words, error.details)
        return { answer: { accepted: false, rejection } }
      }
      at = day = later
    }
  }
}

/**
 * Carries a step out to its end. Sent again, its legs come to what they came to the first time.
 * @throws what a leg throws but for rejections, which the step answers; TypeError for a step that ends without an outcome, or sends two legs
 *   of one name; StoreClosed once the signal is aborted
 */
export const carryOutStep = async (
  carrying: Carrying,
  process: Process,
  key: string,
  request: DecodedEvent,
): Promise<Ended> => {
  const before = await outcomeBehind(carrying, process, key, request)
  if (before) return { outcome: before, rejection: undefined }
  const steps = process.requests.get(request.type)?.steps(processEventOf(request))
  if (!steps) throw new TypeError(`${process.name} does not answer ${request.type}`)
  const names = new Set<string>()
  let outcome: DecodedEvent | undefined
  let rejection: Rejection | undefined
  for (let step = steps.next(); !step.done;) {
    const { value: leg } = step
    if (names.has(leg.name)) throw new TypeError(`${process.name}: two legs of a step are named '${leg.name}'`)
    names.add(leg.name)
    if (carrying.signal.aborted) throw new StoreClosed()
    const sent = await send(carrying, process, request, leg)
    if ('outcome' in sent) {
      if (sent.outcome.events.some(({ type }) => process.outcomes.has(type)))
        for await (const event of eventsOf(carrying, sent.outcome)) if (endsStep(process, key, event)) outcome ??= event
    } else ({ rejection } = sent.answer)
    step = steps.next(sent.answer)
  }
  if (outcome) return { outcome, rejection }
  const why = rejection ? `, its last rejection being ${rejection.code}` : ''
  throw new TypeError(`${process.name}: the step of a ${request.type} ended without an outcome${why}`)
}

/** The request that a step began with. */
export const requestAt = async (
  { events, codec }: Pick<Carrying, 'events' | 'codec'>,
  { stream, revision }: Pick<RecordedEvent, 'stream' | 'revision'>,
): Promise<DecodedEvent> => {
  for await (const recorded of events.readStream(stream, { from: revision, limit: 1 })) return codec.decode(recorded)
  throw new TypeError('The log has no such request')
}
