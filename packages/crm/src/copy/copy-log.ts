// A company's log, moved from one event store to another event by event, with its secret.
import type { Words } from '@eventcrm/domain'
import {
  RevisionConflict,
  StreamIncomplete,
  textsOf,
  type EventStore,
  type KeyStore,
  type Position,
  type RecordedEvent,
} from '@eventcrm/event-store'
import { isDeepStrictEqual } from 'node:util'
import { keysFit } from '../company/keys-fit.ts'
import { CopyRefused, KeysMismatch } from '../errors.ts'
import { secretOf } from '../identity.ts'
import { checkCopyOptions } from '../option-names.ts'

/** What of its stores a log is copied from, or to. Documents are not copied: they are folded anew from the copy. */
export interface LogAndKeys {
  readonly events: EventStore
  readonly keys: KeyStore
}

export interface CopyOptions {
  /** Ends it between two appends: the promise is rejected with the signal's reason. The same call again goes on from there. */
  readonly signal?: AbortSignal
  /**
   * Called for each event: what is done with it, and its position in the log that is copied. What it throws is thrown away. `compare` is of
   * events that an earlier copy brought over, and `verify` begins anew with the first.
   */
  readonly onProgress?: (progress: { readonly part: 'compare' | 'copy' | 'verify'; readonly upTo: Position }) => void
}

/** What a copy came to. */
export interface Copied {
  /** Events that both logs have now, each compared. */
  readonly events: number
  /** How many of them were written by this call; the others had been before. */
  readonly written: number
  /** The last one's position in the log copied from; null for a log without events, of which nothing is copied. */
  readonly upTo: Position | null
}

/** Events of one append. A copy is written in order, an append at a time; 100 small events take little longer than one. */
const mostEvents = 100
/** Bytes beyond which events are not put together in one append; half of what the strictest store takes. */
const mostBytes = 500_000

const bytesOf = (event: RecordedEvent): number => {
  const { type, data, metadata, personal } = textsOf(event)
  return [type, data, metadata, personal].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
}

/** What of an event is the same in every store: stores keep JSON, whatever the order of keys. */
const withoutPlace = ({ position: _, ...event }: RecordedEvent): unknown => JSON.parse(JSON.stringify(event))

const isSame = (one: RecordedEvent, other: RecordedEvent): boolean =>
  one.id === other.id && isDeepStrictEqual(withoutPlace(one), withoutPlace(other))

const others = (event: RecordedEvent): CopyRefused =>
  new CopyRefused('OtherEvents', event.position, {
    en: `the target holds other events than the log that is copied, the first at position ${event.position}: copy into an empty place, or into what an earlier copy of this log left`,
    vi: `đích chứa các sự kiện khác với nhật ký cần sao chép, sự kiện đầu tiên ở vị trí ${event.position}: hãy sao chép vào nơi trống, hoặc vào nơi mà lần sao chép trước của nhật ký này để lại`,
  })

const ahead = (event: RecordedEvent): CopyRefused =>
  new CopyRefused('TargetAhead', event.position, {
    en: `the target has gone on behind the end of the log that is copied, from position ${event.position}: it is the newer of the two`,
    vi: `đích đã có thêm sự kiện sau điểm cuối của nhật ký cần sao chép, từ vị trí ${event.position}: đích là bản mới hơn`,
  })

const unequal = (position: Position): CopyRefused =>
  new CopyRefused('NotEqual', position, {
    en: `the copy is not equal to the log at position ${position} of it: somebody else wrote to it meanwhile, or its store has changed it; do not use it`,
    vi: `bản sao khác nhật ký gốc tại vị trí ${position} của nhật ký gốc: có người khác ghi vào đó trong lúc sao chép, hoặc kho lưu trữ đã làm thay đổi; đừng dùng bản sao này`,
  })

const otherSecret: Words = {
  en: 'the target keeps another secret for this company: with it, what was imported or claimed would not be found again. Copy into a key store that has none',
  vi: 'đích đã giữ một khóa bí mật khác cho công ty này: dùng khóa đó thì không tìm lại được dữ liệu đã nhập hoặc đã đăng ký. Hãy sao chép vào kho khóa chưa có khóa',
}

class Copying {
  readonly #from: LogAndKeys
  readonly #to: LogAndKeys
  readonly #options: CopyOptions
  #waiting: RecordedEvent[] = []
  #bytes = 0
  #written = 0

  constructor(from: LogAndKeys, to: LogAndKeys, options: CopyOptions) {
    this.#from = from
    this.#to = to
    this.#options = options
  }

  async run(): Promise<Copied> {
    const events = await this.#copy()
    const upTo = events === 0 ? null : await this.#verify(events)
    return { events, written: this.#written, upTo }
  }

  #tell(part: 'compare' | 'copy' | 'verify', upTo: Position): void {
    try {
      this.#options.onProgress?.({ part, upTo })
    } catch {
      // thrown away, as said
    }
  }

  /** What is there must be the log's beginning; then what is missing is written. Nothing is, before all that is there has been looked at. */
  async #copy(): Promise<number> {
    const { signal } = this.#options
    const there = this.#to.events.readAll()[Symbol.asyncIterator]()
    let events = 0
    let isThere = true
    try {
      for await (const event of this.#from.events.readAll()) {
        signal?.throwIfAborted()
        if (isThere) {
          const next = await there.next()
          if (next.done !== true) {
            if (!isSame(event, next.value)) throw others(next.value)
            this.#tell('compare', event.position)
            events++
            continue
          }
          isThere = false
          await this.#copySecret()
        }
        await this.#add(event)
        events++
      }
      const more = isThere ? await there.next() : undefined
      if (more?.done === false) throw ahead(more.value)
      if (isThere && events > 0)
        // all there, but perhaps restored without its secret
        await this.#copySecret()
      await this.#flush()
      return events
    } finally {
      await there.return?.()
    }
  }

  /** @throws KeysMismatch where the source's is not its log's; CopyRefused where the target has another. Both before anything is written. */
  async #copySecret(): Promise<void> {
    const name = secretOf(this.#from.events.namespace)
    const secret = await this.#from.keys.secret(name)
    if (!(await keysFit(this.#from.events, secret))) throw new KeysMismatch()
    const kept = await this.#to.keys.secret(name, secret)
    if (!Buffer.from(kept).equals(secret)) throw new CopyRefused('OtherSecret', null, otherSecret)
  }

  async #add(event: RecordedEvent): Promise<void> {
    const bytes = bytesOf(event)
    const [first] = this.#waiting
    const goesOn = first?.stream === event.stream && first.revision + this.#waiting.length === event.revision
    const fits = this.#waiting.length < mostEvents && this.#bytes + bytes <= mostBytes
    if (!goesOn || !fits) await this.#flush()
    this.#waiting.push(event)
    this.#bytes += bytes
  }

  async #flush(): Promise<void> {
    const events = this.#waiting.splice(0)
    this.#bytes = 0
    const [first] = events
    const last = events.at(-1)
    if (!first || !last) return
    this.#options.signal?.throwIfAborted()
    const { stream, revision } = first
    const stored = events.map(({ id, type, data, metadata, personal }) => ({ id, type, data, metadata, personal }))
    try {
      await this.#to.events.append(stream, revision === 0 ? 'noStream' : revision - 1, stored)
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error
      const next = error.actual === 'noStream' ? 0 : error.actual + 1
      throw next < revision ? new StreamIncomplete(stream, next) : unequal(first.position)
    }
    this.#written += events.length
    this.#tell('copy', last.position)
  }

  /** @returns position of the last of so many events */
  async #verify(count: number): Promise<Position> {
    const copies = this.#to.events.readAll()[Symbol.asyncIterator]()
    let [left, last] = [count, '']
    try {
      for await (const event of this.#from.events.readAll()) {
        this.#options.signal?.throwIfAborted()
        if (left === 0) break // the log has gone on meanwhile
        const copy = await copies.next()
        if (copy.done === true || !isSame(event, copy.value)) throw unequal(event.position)
        this.#tell('verify', event.position)
        left--
        last = event.position
      }
      const more = await copies.next()
      if (left > 0 || more.done !== true) throw unequal(last)
      return last
    } finally {
      await copies.return?.()
    }
  }
}

/**
 * Copies a company's log into another event store, and its secret into that one's key store: same events, same order, same times; positions are
 * the other store's own. What broke off, for whatever reason, is gone on with by the same call: what is there already is recognised. At the end
 * every event of the copy is read and compared. Documents are folded anew from the copy, by whoever opens it.
 *
 * The log may go on meanwhile; what comes too late for this call is copied by the next. Nobody else may write to the target.
 * @throws CopyRefused where the target holds anything but a beginning of this log, or another secret of this company: nothing is written;
 *   and where the two are not equal in the end. TypeError for stores of two companies; KeysMismatch where the source's secret is not its log's; StreamIncomplete where the log lacks an
 *   event; the signal's reason; what the stores throw
 * @example
 * import { openSqlite } from '@eventcrm/sqlite'
 * const copied = await copyLog(await openSqlite('crm.sqlite'), await openSqlite('copy.sqlite'))
 */
export const copyLog = async (from: LogAndKeys, to: LogAndKeys, options: CopyOptions = {}): Promise<Copied> => {
  checkCopyOptions(options)
  const { namespace } = from.events
  if (to.events.namespace !== namespace)
    throw new TypeError(`copyLog: a log of '${namespace}' is copied into a store of that namespace`)
  return new Copying(from, to, options).run()
}
