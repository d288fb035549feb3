import { EventDecodeError, type Position } from '@eventcrm/event-store'
import { prefixesOf, readLog } from './read-log.ts'
import { first, type Reading } from './reading.ts'
import { commitOf, placeIn } from './recorded.ts'
import { logRequest } from './requests.ts'

interface Known {
  readonly head: Position | null
  /** The end of the whole log when it was the head, or earlier. */
  readonly end: Position
}

/** The heads that were asked for. The first time the server looks for one and sends it; asked again, it looks only at what came since. */
export class Heads {
  readonly #reading: Reading
  readonly #namespace: string
  readonly #known = new Map<string, Known>()

  constructor(reading: Reading, namespace: string) {
    this.#reading = reading
    this.#namespace = namespace
  }

  /** Of the whole log, strangers' events too: a subscription that began after it has everything up to there once it has caught up. */
  end(): Promise<Position | undefined> {
    const request = logRequest('end', undefined, 'backwards', 1)
    return first(this.#reading, { rest: () => request }, message => placeIn(message.getEvent())?.position)
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
    const request = logRequest(commitOf(after), prefixes, 'forwards', 2)
    const isLater = (position: Position | undefined) => position !== undefined && position > after
    const later = await first(this.#reading, { rest: () => request }, message =>
      isLater(placeIn(message.getEvent())?.position) ? true : undefined,
    )
    return later === true
  }

  async #last(categories: readonly string[] | undefined): Promise<Position | null> {
    const options = { direction: 'backwards', limit: 1, ...(categories && { categories }) } as const
    try {
      for await (const [last] of readLog(this.#reading, this.#namespace, options)) if (last) return last.position
      return null
    } catch (error) {
      // where the log ends is known, whatever stands there
      if (error instanceof EventDecodeError && error.position !== undefined) return error.position
      throw error
    }
  }
}
