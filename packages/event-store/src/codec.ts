// Between events as the domain knows them and events as stored: checks, sets personal values apart, upcasts.
import type { AnyEvent, Day, Erased, EventVersion, NewEvent, PersonalField } from '@eventcrm/domain'
import { EventDecodeError, UnknownEventType } from './errors.ts'
import type { PersonalPart, RecordedEvent, StoredEvent } from './event-store.ts'
import { parseStreamName, type Instant, type Json } from './log.ts'

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
export interface DecodedEvent extends Envelope {
  readonly id: string
  readonly type: string
  readonly data: object
  readonly stream: string
  /** The aggregate's id: the last part of the stream's name. */
  readonly streamId: string
  readonly revision: number
  readonly position: string
}

export interface Codec {
  /**
   * @param person whom `reason` is personal to
   * @throws UnknownEventType, or EventDecodeError when the data does not fit the schema: a mistake in the code that decided it
   */
  encode(event: NewEvent, id: string, envelope: Envelope, person: string): StoredEvent
  /** @throws UnknownEventType or EventDecodeError; neither says what stood in the event */
  decode(recorded: RecordedEvent): DecodedEvent
  /** Whether the type is of this catalogue. */
  knows(type: string): boolean
}

type Node = Record<string, unknown>
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null
const erased: Erased = Object.freeze({ erased: true })
const isErased = (value: unknown): boolean => isNode(value) && value['erased'] === true
const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')

/** Calls `at` on every object that holds a value in that place, with its key, its JSON pointer, and its owner's id. */
const visit = (
  data: Node,
  { path, owner, ownerDepth }: PersonalField,
  at: (holder: Node, key: string, pointer: string, person: unknown) => void,
): void => {
  const into = (node: unknown, depth: number, pointer: string, person: unknown): void => {
    if (!isNode(node)) return
    const known = depth === ownerDepth ? node[owner] : person
    const key = path[depth]
    if (key === undefined) return
    for (const k of key === '*' ? Object.keys(node) : [key]) {
      if (node[k] === undefined || node[k] === null) continue
      const here = `${pointer}/${escaped(k)}`
      if (depth === path.length - 1) at(node, k, here, known)
      else into(node[k], depth + 1, here, known)
    }
  }
  into(data, 0, '', undefined)
}

const copyOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(copyOf)
  if (!isNode(value)) return value
  const copy: Node = {}
  for (const key of Object.keys(value)) copy[key] = copyOf(value[key])
  return copy
}

const restored = (stored: RecordedEvent, version: EventVersion): unknown => {
  if (version.personal.length === 0) return stored.data
  const data = copyOf(stored.data) as Node
  for (const field of version.personal) {
    visit(data, field, (holder, key, pointer) => {
      const marker = holder[key]
      if (isNode(marker) && typeof marker['personal'] === 'string')
        holder[key] = stored.personal[marker['personal']]?.[pointer] ?? erased
    })
  }
  return data
}

const places = (error: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly code: string }[]
}) => error.issues.map(issue => `/${issue.path.map(String).join('/')} ${issue.code}`).join(', ')

/** A codec for the event types of these catalogues. */
export const createCodec = (...catalogues: readonly Readonly<Record<string, AnyEvent>>[]): Codec => {
  const types = new Map(catalogues.flatMap(catalogue => Object.entries(catalogue)))
  const known = (type: string): AnyEvent => {
    const event = types.get(type)
    if (!event) throw new UnknownEventType(`This version of the library knows no event type '${type}'`)
    return event
  }
  return {
    knows: type => types.has(type),

    encode(event, id, { correlationId, causationId, reason, ...envelope }, person) {
      const definition = known(event.type)
      const parsed = definition.schema.safeParse(event.data)
      if (!parsed.success)
        throw new EventDecodeError(`${event.type} as decided does not fit its schema: ${places(parsed.error)}`)
      const data = parsed.data as Record<string, Json> // a fresh object: zod copies
      const personal: Record<string, Record<string, Json>> = {}
      for (const field of definition.personal) {
        visit(data, field, (holder, key, pointer, owner) => {
          if (typeof owner !== 'string')
            throw new EventDecodeError(`${event.type} as decided: ${pointer} is personal, and its owner is missing`)
          if (!isErased(holder[key])) (personal[owner] ??= {})[pointer] = holder[key] as Json
          holder[key] = { personal: owner }
        })
      }
      const metadata = {
        schemaVersion: definition.version,
        ...envelope,
        $correlationId: correlationId,
        $causationId: causationId,
        ...(reason === undefined ? {} : { reason: { personal: person } }),
      }
      if (typeof reason === 'string') (personal[person] ??= {})['/$reason'] = reason
      return { id, type: event.type, data, metadata, personal }
    },

    decode(recorded) {
      const definition = known(recorded.type)
      const { schemaVersion, $correlationId, $causationId, reason, ...envelope } = recorded.metadata
      const fail = (why: string) =>
        new EventDecodeError(`${recorded.type} ${recorded.id} at position ${recorded.position}: ${why}`)
      const version = schemaVersion === definition.version ? definition : definition.older[schemaVersion - 1]
      if (!version)
        throw fail(
          `its version ${String(schemaVersion)} is not known; the newest known is ${String(definition.version)}`,
        )
      let upcast = restored(recorded, version)
      try {
        for (const older of definition.older.slice(schemaVersion - 1)) upcast = older.upcast(upcast)
      } catch {
        throw fail(`its version ${String(schemaVersion)} could not be brought to version ${String(definition.version)}`)
      }
      const parsed = definition.schema.safeParse(upcast)
      if (!parsed.success) throw fail(`it does not fit its schema: ${places(parsed.error)}`)
      return {
        id: recorded.id,
        type: recorded.type,
        data: parsed.data as object,
        stream: recorded.stream,
        streamId: parseStreamName(recorded.stream).id,
        revision: recorded.revision,
        position: recorded.position,
        ...envelope,
        correlationId: $correlationId,
        causationId: $causationId,
        ...(reason ? { reason: reasonOf(recorded.personal, reason.personal) } : {}),
      }
    },
  }
}

const reasonOf = (personal: PersonalPart, person: string): string | Erased => {
  const given = personal[person]?.['/$reason']
  return typeof given === 'string' ? given : erased
}
