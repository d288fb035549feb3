import { readdir, readFile } from 'node:fs/promises'
import { everyAggregate } from '@eventcrm/domain'
import { createCodec, type DecodedEvent, type RecordedEvent } from '@eventcrm/event-store'
import { describe, expect, it } from 'vitest'

const folder = new URL('samples/', import.meta.url)
const codec = createCodec(...everyAggregate.map(({ events }) => events))
const definitions = new Map(everyAggregate.flatMap(({ events }) => Object.entries(events)))
const files = (await readdir(folder)).sort()

interface Sample {
  readonly recorded: RecordedEvent
  readonly decoded: DecodedEvent
}
const sampleOf = async (file: string) => JSON.parse(await readFile(new URL(file, folder), 'utf8')) as Sample

describe('stored samples', () => {
  it('there is one of every version of every event (after adding one, `npm run samples`)', () => {
    const versions = [...definitions].flatMap(([type, { version }]) =>
      Array.from({ length: version }, (_, n) => `${type}.v${String(n + 1)}.json`),
    )
    expect(files).toEqual(versions.sort())
  })

  it.each(files)('%s decodes as it did when it was released, step by step to the current version', async file => {
    const { recorded, decoded } = await sampleOf(file)
    expect(codec.decode(recorded)).toEqual(decoded)
  })

  it.each(files)('%s decodes with its persons erased', async file => {
    const { recorded } = await sampleOf(file)
    expect(() => codec.decode({ ...recorded, personal: {} })).not.toThrow()
  })

  it.each(files)('%s, of the current version, would be stored just so today', async file => {
    const { recorded, decoded } = await sampleOf(file)
    if (recorded.metadata.schemaVersion !== definitions.get(recorded.type)?.version) return
    const {
      id,
      type,
      data,
      occurredAt,
      occurredOn,
      recordedAt,
      commandId,
      correlationId,
      causationId,
      actor,
      source,
      reason,
    } = decoded
    const envelope = {
      occurredAt,
      occurredOn,
      recordedAt,
      commandId,
      correlationId,
      causationId,
      actor,
      source,
      ...(reason === undefined ? {} : { reason }),
    }
    const { stream: _stream, revision: _revision, position: _position, ...stored } = recorded
    expect(codec.encode({ type, data }, id, envelope, recorded.metadata.reason?.personal ?? '')).toEqual(stored)
  })
})
