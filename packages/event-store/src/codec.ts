// Between events as the domain knows them and events as stored: checks, sets personal values apart, upcasts.
import type { AnyEvent, DataOf, Day, Erased, EventVersion, NewEvent } from '@eventcrm/domain'
import type { z } from 'zod'
import { compiledWhenUsed } from './compiled-schema.ts'
import { EventDecodeError, UnknownEventType } from './errors.ts'
import type { PersonalPart, RecordedEvent, StoredEvent } from './event-store.ts'
import type { Instant, Json } from './log.ts'
import { escaped, isNode, personalPlaces, replacePersonal, type PersonalPlaces } from './personal-values.ts'

/** What every event carries beside its data. */
export interface Envelope {
  /** When it happened in the business; an import carries past dates. */
  readonly occurredAt: Instant
  /** That instant's day in the company's time zone, fixed at append. Reports go by it. */
  readonly occurredOn: Day
  /** When it was written down. Kept when a log is copied. */
  readonly recordedAt: Instant
  /** The command that decided it. Events of one command are written together. */
  readonly commandId: string
  /** Which of several commands sent together under that id, from 0; absent when it was sent alone. */
  readonly commandIndex?: number
  /** The first command of the chain that this one belongs to. */
  readonly correlationId: string
  /** What led to it: the command, or the event that a process reacted to. */
  readonly causationId: string
  /** Who wished it: an id. */
  readonly actor: string
  /** Where the wish came from: api, import … */
  readonly source: string
  /** Why, in the actor's words. Personal. */
  readonly reason?: string | Erased
}

/** An event as read: upcast to the current version, personal values in place or `Erased`. */
export interface DecodedEvent<Type extends string = string, Data extends object = object> extends Envelope {
  /** UUID, the same whenever the same decision is written again. */
  readonly id: string
  readonly type: Type
  readonly data: Data
  /** `<namespace>.<category>-<uuid>` */
  readonly stream: string
  /** The aggregate's id: the last part of the stream's name. */
  readonly streamId: string
  /** Its place in its stream, from 0. */
  readonly revision: number
  /** Its place in the whole log. */
  readonly position: string
}

/** Event types by name, as `defineEvents` makes them. */
export type EventCatalogue = Readonly<Record<string, AnyEvent>>
type DataIn<Definition> = [DataOf<Definition>] extends [never] ? object : DataOf<Definition> & object
/** Any decoded event of a catalogue: a union that narrows by `type`. */
export type DecodedEventOf<Catalogue> = Catalogue extends unknown
  ? { [Type in keyof Catalogue & string]: DecodedEvent<Type, DataIn<Catalogue[Type]>> }[keyof Catalogue & string]
  : never

export interface Codec<Event extends DecodedEvent = DecodedEvent> {
  /**
   * @param person whom `reason` is personal to
   * @throws UnknownEventType, or EventDecodeError when the data does not fit the schema: a mistake in the code that decided it
   */
  encode(event: NewEvent, id: string, envelope: Envelope, person: string): StoredEvent
  /** @throws UnknownEventType or EventDecodeError; neither says what stood in the event */
  decode(recorded: RecordedEvent): Event
  /** Whether the type is of one of its catalogues. */
  knows(type: string): boolean
}

const erased: Erased = Object.freeze({ erased: true })
const isErased = (value: unknown): boolean => isNode(value) && value['erased'] === true

/** A version of an event as the codec works with it. */
interface Version {
  readonly places: PersonalPlaces
  readonly check: (data: unknown) => z.ZodSafeParseResult<unknown>
}
const versionOf = ({ schema, personal }: EventVersion): Version => ({
  places: personalPlaces(personal),
  check: compiledWhenUsed(schema),
})

interface KnownEvent {
  readonly definition: AnyEvent
  readonly current: Version
  readonly older: readonly Version[]
}

const restored = ({ data, personal }: RecordedEvent, { places }: Version): unknown =>
  replacePersonal(data, places, (value, pointer) =>
    isNode(value) && typeof value['personal'] === 'string' ? (personal[value['personal']]?.[pointer] ?? erased) : value,
  )

const faults = (error: z.ZodError) =>
  error.issues.map(({ path, code }) => `/${path.map(String).join('/')} ${code}`).join(', ')

/** A codec for the event types of these catalogues. */
export const createCodec = <const Catalogues extends readonly EventCatalogue[]>(
  ...catalogues: Catalogues
): Codec<DecodedEventOf<Catalogues[number]>> => {
  const types = new Map(
    catalogues.flatMap(catalogue =>
      Object.entries(catalogue).map(([type, definition]): [string, KnownEvent] => [
        type,
        { definition, current: versionOf(definition), older: definition.older.map(versionOf) },
      ]),
    ),
  )
  const known = (type: string): KnownEvent => {
    const event = types.get(type)
    if (!event) throw new UnknownEventType(`This version of the library knows no event type '${type}'`)
    return event
  }
  return {
    knows: type => types.has(type),

    encode(event, id, envelope, person) {
      const { definition, current } = known(event.type)
      const parsed = current.check(event.data)
      if (!parsed.success) {
        throw new EventDecodeError(`${event.type} as decided does not fit its schema: ${faults(parsed.error)}`)
      }
      const personal: Record<string, Record<string, Json>> = {}
      const data = replacePersonal(parsed.data, current.places, (value, pointer, owner) => {
        if (typeof owner !== 'string') {
          throw new EventDecodeError(`${event.type} as decided: ${pointer} is personal, and its owner is missing`)
        }
        if (!isErased(value)) (personal[owner] ??= {})[pointer] = value as Json
        return { personal: owner }
      })
      const {
        occurredAt,
        occurredOn,
        recordedAt,
        commandId,
        commandIndex,
        correlationId,
        causationId,
        actor,
        source,
        reason,
      } = envelope
      if (typeof reason === 'string') (personal[person] ??= {})['/$reason'] = reason
      return {
        id,
        type: event.type,
        data: data as StoredEvent['data'],
        metadata: {
          schemaVersion: definition.version,
          occurredAt,
          occurredOn,
          recordedAt,
          commandId,
          ...(commandIndex === undefined ? undefined : { commandIndex }),
          actor,
          source,
          $correlationId: correlationId,
          $causationId: causationId,
          ...(reason === undefined ? undefined : { reason: { personal: person } }),
        },
        personal,
      }
    },

    decode(recorded) {
      const { id, type, position } = recorded
      const { schemaVersion } = recorded.metadata
      const { definition, current, older } = known(type)
      const fail = (why: string) => new EventDecodeError(`${type} ${id} at position ${position}: ${why}`)
      const version = schemaVersion === definition.version ? current : older[schemaVersion - 1]
      if (!version) {
        throw fail(
          `its version ${String(schemaVersion)} is not known; the newest known is ${String(definition.version)}`,
        )
      }
      let upcast = restored(recorded, version)
      if (version !== current) {
        try {
          for (const step of definition.older.slice(schemaVersion - 1)) upcast = step.upcast(upcast)
        } catch {
          throw fail(
            `its version ${String(schemaVersion)} could not be brought to version ${String(definition.version)}`,
          )
        }
      }
      const parsed = current.check(upcast)
      if (!parsed.success) throw fail(`it does not fit its schema: ${faults(parsed.error)}`)
      return asRead(recorded, parsed.data as object) as DecodedEventOf<Catalogues[number]>
    },
  }
}

const asRead = ({ id, type, stream, revision, position, metadata, personal }: RecordedEvent, data: object) => {
  const { occurredAt, occurredOn, recordedAt, commandId, commandIndex, actor, source } = metadata
  const { $correlationId, $causationId, reason } = metadata
  return {
    id,
    type,
    data,
    stream,
    streamId: idOf(stream),
    revision,
    position,
    occurredAt,
    occurredOn,
    recordedAt,
    commandId,
    ...(commandIndex === undefined ? {} : { commandIndex }),
    correlationId: $correlationId,
    causationId: $causationId,
    actor,
    source,
    ...(reason ? { reason: reasonOf(personal, reason.personal) } : {}),
  }
}

/**
 * An event whose schema is not here, as it is stored: nothing of its data is checked or upcast. What stands as a personal value's marker is
 * taken for one.
 */
export const decodeUnknown = (recorded: RecordedEvent): DecodedEvent => {
  const restore = (value: unknown, pointer: string): unknown => {
    if (!isNode(value)) return value
    const { personal: person, ...others } = value
    if (typeof person === 'string' && Object.keys(others).length === 0)
      return recorded.personal[person]?.[pointer] ?? erased
    const restored = Object.entries(value).map(([key, inner]) => [key, restore(inner, `${pointer}/${escaped(key)}`)])
    return Array.isArray(value) ? restored.map(([, inner]) => inner) : Object.fromEntries(restored)
  }
  return asRead(recorded, restore(recorded.data, '') as object)
}

/** The last part of a stream's name, of the form that the store has seen to. */
const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1)

const reasonOf = (personal: PersonalPart, person: string): string | Erased => {
  const given = personal[person]?.['/$reason']
  return typeof given === 'string' ? given : erased
}
