// `$all`, of which the server sends only what is asked for.
import { categoriesOf, type Position, type ReadAllOptions, type RecordedEvent } from '@eventcrm/event-store'
import { commitOf, placeIn, writtenIn, type Written } from './recorded.ts'
import { read, ReadFault, type Reading } from './reading.ts'
import { logRequest, type Direction, type LogStart } from './requests.ts'

/** Beginnings of the names of the streams that are asked for; none where there can be no such stream. */
export const prefixesOf = (namespace: string, categories: readonly string[] | undefined): readonly string[] =>
  categories ? categoriesOf(namespace, categories).map(category => `${category}-`) : [`${namespace}.`]

interface Part {
  readonly namespace: string
  readonly prefixes: readonly string[]
  readonly direction: Direction
  /** Forwards inclusive, backwards exclusive. */
  readonly from: LogStart
  /** How much is asked for at once; more is asked for as long as there is. */
  readonly limit: number
}

/** What was written in a part of the log, across lost connections. */
async function* written(
  reading: Reading,
  { namespace, prefixes, direction, from, limit }: Part,
): AsyncGenerator<Written> {
  let last: Position | undefined
  let left = limit
  for (;;) {
    let asked = 0
    let told = 0
    const rest = () => {
      // a reading that goes on begins at what it had last, which comes again forwards
      asked = direction === 'forwards' && last !== undefined ? left + 1 : left
      told = 0
      return logRequest(last === undefined ? from : commitOf(last), prefixes, direction, asked)
    }
    for await (const message of read(reading, { rest })) {
      const found = writtenIn(namespace, message.getEvent())
      if (!found) continue
      told++
      if (found.position === last) continue
      last = found.position
      if (found.event) left--
      yield found
    }
    if (left === 0 || told < asked) return
  }
}

const largest = 2n ** 63n - 1n

/** The log's events from a position that the log has, or does not have: another log's, which lies between two of this one. */
export async function* readLog(
  reading: Reading,
  namespace: string,
  { from, direction = 'forwards', categories, limit = Infinity }: ReadAllOptions,
): AsyncGenerator<RecordedEvent> {
  const commit = from === undefined ? undefined : commitOf(from)
  const prefixes = prefixesOf(namespace, categories)
  if (prefixes.length === 0 || limit === 0) return
  const forwards = direction === 'forwards'
  const part = { namespace, prefixes, direction }
  let left = limit
  if (commit === undefined || from === undefined || (!forwards && commit > largest)) {
    for await (const { event } of written(reading, { ...part, from: forwards ? 'start' : 'end', limit }))
      if (event) yield event
    return
  }
  if (commit > largest || (!forwards && commit === 0n)) return
  try {
    // the server leaves out the event at the position where it reads backwards
    if (!forwards)
      for await (const { position, event } of written(reading, {
        ...part,
        direction: 'forwards',
        from: commit,
        limit: 1,
      })) {
        if (position !== from) break
        if (event) yield event
        if (event) left--
        break
      }
    if (left > 0)
      for await (const { event } of written(reading, { ...part, from: commit === 0n ? 'start' : commit, limit: left }))
        if (event) yield event
  } catch (error) {
    if (!(error instanceof ReadFault) || error.fault.kind !== 'noSuchPosition') throw error
    // nothing was found there; what lies before is passed over
    for await (const { position, event } of written(reading, {
      ...part,
      from: forwards ? 'start' : 'end',
      limit: Infinity,
    })) {
      if (!event || (forwards ? position < from : position > from)) continue
      yield event
      if (--left === 0) return
    }
  }
}

/** The position of whatever was written last, by anybody. */
const endOfLog = async (reading: Reading): Promise<Position | undefined> => {
  const request = logRequest('end', undefined, 'backwards', 1)
  for await (const message of read(reading, { rest: () => request })) {
    const place = placeIn(message.getEvent())
    if (place) return place.position
  }
  return undefined
}

/** The heads that were asked for, each with the end of the log up to which it is one. Asked again, only what came since is looked at. */
export class Heads {
  readonly #reading: Reading
  readonly #namespace: string
  readonly #known = new Map<string, { readonly head: Position | null; readonly end: Position }>()

  constructor(reading: Reading, namespace: string) {
    this.#reading = reading
    this.#namespace = namespace
  }

  /** Of the whole log, strangers' events too: a subscription that began after it has everything up to there once it has caught up. */
  end(): Promise<Position | undefined> {
    return endOfLog(this.#reading)
  }

  async of(categories: readonly string[] | undefined): Promise<Position | null> {
    const prefixes = prefixesOf(this.#namespace, categories)
    if (prefixes.length === 0) return null
    const key = JSON.stringify(prefixes.toSorted())
    const known = this.#known.get(key)
    if (!known) return this.#lookUp(key, categories)
    const end = (await this.end()) ?? known.end
    if (end > known.end && (await this.#hasMore(prefixes, known.end))) return this.#lookUp(key, categories)
    this.#known.set(key, { head: known.head, end })
    return known.head
  }

  async #lookUp(key: string, categories: readonly string[] | undefined): Promise<Position | null> {
    let head = await this.#last(categories)
    let end = head ?? undefined
    if (head === null) {
      // the end is looked up first, so that nothing is missed in between
      end = await this.end()
      head = await this.#last(categories)
    }
    if (end !== undefined) this.#known.set(key, { head, end: head !== null && head > end ? head : end })
    return head
  }

  async #hasMore(prefixes: readonly string[], after: Position): Promise<boolean> {
    const part = {
      namespace: this.#namespace,
      prefixes,
      direction: 'forwards',
      from: commitOf(after),
      limit: 2,
    } as const
    for await (const { position, event } of written(this.#reading, part)) if (event && position > after) return true
    return false
  }

  async #last(categories: readonly string[] | undefined): Promise<Position | null> {
    const options = { direction: 'backwards', limit: 1, ...(categories && { categories }) } as const
    for await (const { position } of readLog(this.#reading, this.#namespace, options)) return position
    return null
  }
}
