// Appends, deletes and tombstones: the rules, and then what is written.
import { randomUUID } from 'node:crypto'
import { judge, type Expected } from './append-rules.ts'
import { lastPossible, type EventLog, type ProposedEvent } from './event-log.ts'
import { isDeleted, isMetadataStream, isVisible, metadataStreamOf, parseJson, tombstoneOf } from './stream-metadata.ts'
import type { Version } from '../version.ts'

export type Outcome =
  | { readonly kind: 'written'; readonly revision: bigint | undefined; readonly position: number | undefined }
  | { readonly kind: 'wrongVersion'; readonly current: bigint | undefined }
  | { readonly kind: 'streamDeleted' }
  | { readonly kind: 'unanswered' }

export class Writer {
  readonly #log: EventLog
  readonly #version: Version

  constructor(log: EventLog, version: Version) {
    this.#log = log
    this.#version = version
  }

  append(stream: string, expected: Expected, events: readonly ProposedEvent[]): Outcome {
    const ids = events.map(event => event.id)
    const verdict = events.length === 0 ? this.#judgeNothing(stream, expected) : judge(this.#log, stream, expected, ids)
    switch (verdict.kind) {
      case 'write':
        return this.#write(stream, events)
      case 'repeated': {
        const { last } = verdict
        // A real server looks the position up by reading the event, and does not find what is truncated.
        return { kind: 'written', revision: last.revision, position: this.#positionOf(last) }
      }
      case 'ended':
        return { kind: 'written', revision: lastPossible, position: this.#log.end }
      case 'wrongVersion':
        return { kind: 'wrongVersion', current: this.#current(stream) }
      case 'streamDeleted':
      case 'unanswered':
        return verdict
    }
  }

  /** Hides what is in the stream. It begins again with the next append, at the next revision. */
  delete(stream: string, expected: Expected): Outcome {
    return this.#end(stream, expected, () => {
      if (this.#isMissing(stream)) return undefined
      const data = Buffer.from(`{"$tb":${String(lastPossible)}}`)
      return this.#writeMetadata(stream, data).position
    })
  }

  /** Ends the stream for good. */
  tombstone(stream: string, expected: Expected): Outcome {
    return this.#end(stream, expected, () => this.#log.tombstone(stream, randomUUID()).position)
  }

  #end(stream: string, expected: Expected, end: () => number | undefined): Outcome {
    const verdict = judge(this.#log, stream, expected, [randomUUID()])
    const wrongVersion = { kind: 'wrongVersion', current: this.#current(stream) } as const
    switch (verdict.kind) {
      case 'write': {
        const position = end()
        return position === undefined ? wrongVersion : { kind: 'written', revision: undefined, position }
      }
      case 'streamDeleted':
        return verdict
      case 'repeated':
      case 'unanswered':
      case 'wrongVersion':
        return wrongVersion
    }
  }

  #judgeNothing(stream: string, expected: Expected) {
    if (this.#version === '26.1' && (expected === 'any' || expected === 'no_stream')) {
      if (tombstoneOf(this.#log, stream) !== undefined) return { kind: 'ended' } as const
      if (isDeleted(this.#log, stream)) return { kind: 'write' } as const
    }
    return judge(this.#log, stream, expected, [])
  }

  #write(stream: string, events: readonly ProposedEvent[]): Outcome {
    // Who writes the metadata of a deleted stream brings it back as well, empty.
    const subject = isMetadataStream(stream) ? stream.slice(2) : stream
    const wasDeleted = isDeleted(this.#log, subject)
    const before = this.#log.stream(subject).events.length
    const last = this.#log.write(stream, events).at(-1)
    if (wasDeleted) this.#beginAgain(subject, before)
    return {
      kind: 'written',
      revision: last?.revision ?? this.#current(stream),
      position: last?.position ?? this.#log.end,
    }
  }

  /** The metadata stays as it was but for where the stream begins. */
  #beginAgain(stream: string, from: number) {
    const last = this.#log.stream(metadataStreamOf(stream)).events.at(-1)
    const metadata = { ...(last === undefined ? {} : parseJson(last.data)), $tb: from }
    this.#writeMetadata(stream, Buffer.from(JSON.stringify(metadata)))
  }

  #writeMetadata(stream: string, data: Uint8Array) {
    const event = { id: randomUUID(), type: '$metadata', isJson: true, data, metadata: new Uint8Array() }
    const [written] = this.#log.write(metadataStreamOf(stream), [event])
    if (written === undefined) throw new Error('One event was given to be written')
    return written
  }

  #positionOf(event: Parameters<typeof isVisible>[1]) {
    return isVisible(this.#log, event) ? event.position : undefined
  }

  #isMissing(stream: string) {
    return [stream, metadataStreamOf(stream)].every(name => this.#log.stream(name).events.length === 0)
  }

  #current(stream: string): bigint | undefined {
    return this.#log.stream(stream).events.at(-1)?.revision
  }
}
