// The words of the log: names and places.

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** An instant, ISO 8601 in UTC with milliseconds. Plain order is time order. */
export type Instant = string

/** `<namespace>.<category>-<uuid>` */
export type StreamName = string

/** An event's place in the whole log. Of one width in one log; plain order is log order; not contiguous. */
export type Position = string

const width = 20

/** The position of the nth event, counted from 1, in a log that counts its events. */
export const positionOf = (n: number): Position => String(n).padStart(width, '0')

/**
 * Which event stands at a position, in a log that counts its events from 1. It need not be there.
 * @throws RangeError when it is no position of such a log
 */
export const placeOf = (position: Position): number => {
  if (!/^\d{20}$/.test(position)) {
    throw new RangeError(`A position of this log has ${String(width)} digits; what was given has not`)
  }
  return Math.min(Number(position), Number.MAX_SAFE_INTEGER)
}

/** The namespace of a store or a company that is given none. */
export const defaultNamespace = 'crm'

const namespaces = /^[a-z0-9]{2,16}$/
const streams = /^[a-z0-9]{2,16}\.[a-z][A-Za-z0-9]*-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** @throws TypeError when it is no text, or not 2 to 16 of a–z and 0–9 */
export const checkNamespace = (namespace: unknown): string => {
  if (typeof namespace !== 'string')
    throw new TypeError(`A namespace is text, 2 to 16 of a-z and 0-9, like 'crm'; what was given is no text`)
  if (!namespaces.test(namespace))
    throw new TypeError(`A namespace is 2 to 16 of a-z and 0-9, like 'crm'; what was given is not`)
  return namespace
}

export const streamName = (namespace: string, category: string, id: string): StreamName =>
  `${namespace}.${category}-${id}`

/**
 * The parts of a stream's name.
 * @returns category with its namespace (`crm.opportunity`) and the aggregate's id
 * @throws TypeError when the name has another form
 */
export const parseStreamName = (stream: StreamName): { readonly category: string; readonly id: string } => {
  if (!streams.test(stream))
    throw new TypeError(`A stream's name has the form <namespace>.<category>-<uuid>; what was given has not`)
  const end = stream.indexOf('-')
  return { category: stream.slice(0, end), id: stream.slice(end + 1) }
}

/** @throws TypeError when it is the name of a stream of another namespace */
const checkOwn = (namespace: string, stream: StreamName): void => {
  if (!stream.startsWith(`${namespace}.`))
    throw new TypeError(
      `This store is opened for the namespace '${namespace}', and the stream is of another: open a store for that one`,
    )
}

/** @throws TypeError when the name has another form, or is of another namespace */
export const checkStream = (namespace: string, stream: StreamName): { readonly category: string } => {
  const { category } = parseStreamName(stream)
  checkOwn(namespace, stream)
  return { category }
}

/**
 * Whether there can be events in a stream that is to be read: in one whose name has another form there are none.
 * @throws TypeError when it is of another namespace
 */
export const canHaveEvents = (namespace: string, stream: StreamName): boolean => {
  checkOwn(namespace, stream)
  return streams.test(stream)
}

/** Whether it is the name of a stream of the namespace. */
export const isStreamOf = (namespace: string, name: string): boolean =>
  name.startsWith(`${namespace}.`) && streams.test(name)

/** Those that are of the namespace: of another's, a store has no events. */
export const categoriesOf = (namespace: string, categories: readonly string[]): readonly string[] =>
  categories.filter(category => category.startsWith(`${namespace}.`))
