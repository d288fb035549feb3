// Plays a recorded scenario through the real client, and tells what came as the recorder told it.
import { createHash } from 'node:crypto'
import {
  jsonEvent,
  WrongExpectedVersionError,
  type AppendExpectedRevision,
  type EventStoreDBClient,
} from '@eventstore/db-client'

type Revision = 'any' | 'no_stream' | 'stream_exists' | number

export interface Step {
  readonly do: 'append' | 'link' | 'read' | 'delete' | 'tombstone' | 'metadata' | 'readMetadata'
  readonly stream?: string
  /** The name itself, where `stream` is a name of the scenario. */
  readonly raw?: string
  readonly expected?: Revision
  readonly ids?: readonly string[]
  readonly bytes?: number
  readonly body?: number
  readonly path?: 'batch' | 'single'
  readonly metadata?: Readonly<Record<string, unknown>> | true
  readonly to?: readonly (readonly [string, number])[]
  readonly direction?: 'forwards' | 'backwards'
  readonly from?: 'start' | 'end' | number
  readonly max?: number
  readonly resolve?: boolean
  readonly bodies?: boolean
  readonly gives: unknown
}

export interface Scenario {
  readonly name: string
  readonly steps: readonly Step[]
}

const deadline = 2500
const uuidOf = (text: string) => {
  const h = createHash('sha256').update(text).digest('hex')
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-5${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`
}
const toldRevision = (revision: Revision | undefined) =>
  (typeof revision === 'number' ? BigInt(revision) : revision) as 'any' | bigint
const yesOrNo = (position: unknown) => (position === undefined ? 'no' : 'yes')
const clientNames: Readonly<Record<string, string>> = {
  $maxCount: 'maxCount',
  $maxAge: 'maxAge',
  $tb: 'truncateBefore',
}

interface Scope {
  readonly name: string
  readonly ids: Map<string, string>
}

const streamOf = ({ name }: Scope, local: string) =>
  local.startsWith('$$') ? `$$${name}-${local.slice(2)}` : `${name}-${local}`
const rawName = ({ name }: Scope, raw: string) => (raw === '' ? raw : `${raw}${name}`)
const idOf = ({ name, ids }: Scope, local: string) => {
  const id = uuidOf(`${name}/${local}`)
  ids.set(id, local)
  return id
}

const perform = async (client: EventStoreDBClient, scope: Scope, step: Step): Promise<unknown> => {
  const stream = step.raw === undefined ? streamOf(scope, step.stream ?? '') : rawName(scope, step.raw)
  const expectedRevision = toldRevision(step.expected)
  switch (step.do) {
    case 'append': {
      const events = (step.ids ?? []).map(local =>
        jsonEvent({
          id: idOf(scope, local),
          type: 'T',
          data: step.bytes === undefined ? { l: local, body: step.body ?? 0 } : { pad: 'x'.repeat(step.bytes) },
          ...(typeof step.metadata === 'object' ? { metadata: step.metadata } : {}),
        }),
      )
      // With credentials the client takes plain Append.
      const plain = step.path === 'single' ? { credentials: { username: 'admin', password: 'changeit' } } : {}
      const done = await client.appendToStream(stream, events, { expectedRevision, deadline, ...plain })
      return { ok: done.success, next: String(done.nextExpectedRevision), position: yesOrNo(done.position) }
    }
    case 'link': {
      const events = (step.to ?? []).map(([target, revision], i) => ({
        id: idOf(scope, `link${i}`),
        type: '$>',
        contentType: 'application/octet-stream' as const,
        data: Buffer.from(`${revision}@${streamOf(scope, target)}`),
        metadata: undefined,
      }))
      const done = await client.appendToStream(stream, events, { expectedRevision: 'any', deadline })
      return { ok: done.success, next: String(done.nextExpectedRevision) }
    }
    case 'read':
      return { events: await readRows(client, scope, stream, step) }
    case 'delete':
      return {
        ok: true,
        position: yesOrNo((await client.deleteStream(stream, { expectedRevision, deadline })).position),
      }
    case 'tombstone':
      return {
        ok: true,
        position: yesOrNo((await client.tombstoneStream(stream, { expectedRevision, deadline })).position),
      }
    case 'metadata': {
      const metadata = Object.fromEntries(
        Object.entries(step.metadata ?? {}).map(([key, value]) => [clientNames[key] ?? key, value as unknown]),
      )
      const expected: { expectedRevision?: AppendExpectedRevision } =
        step.expected === undefined ? {} : { expectedRevision }
      const done = await client.setStreamMetadata(stream, metadata, { ...expected, deadline })
      return { ok: done.success, next: String(done.nextExpectedRevision) }
    }
    case 'readMetadata':
      return { metadata: (await client.getStreamMetadata(stream)).metadata ?? null }
  }
}

const readRows = async (client: EventStoreDBClient, { ids }: Scope, stream: string, step: Step) => {
  const { direction = 'forwards' } = step
  const first = direction === 'forwards' ? 'start' : 'end'
  const rows: unknown[] = []
  const read = client.readStream(stream, {
    direction,
    fromRevision: typeof step.from === 'number' ? BigInt(step.from) : (step.from ?? first),
    ...(step.max === undefined ? {} : { maxCount: step.max }),
    resolveLinkTos: step.resolve ?? false,
  })
  for await (const { event, link } of read) {
    const id = event === undefined ? null : event.type === '$metadata' ? event.type : (ids.get(event.id) ?? event.id)
    const row: unknown[] = [id, event === undefined ? null : String(event.revision)]
    if (step.resolve === true) row.push(link === undefined ? null : String(link.revision))
    if (step.bodies === true) row.push((event?.data as { body: unknown }).body)
    if (step.metadata === true) row.push(event?.metadata)
    if (event?.type === '$metadata') row.push(event.data)
    rows.push(row)
  }
  return rows
}

const toldError = (error: unknown, scope: Scope) => {
  const { type, message } = error as { type?: string; message: string }
  if (error instanceof WrongExpectedVersionError) {
    return { error: type, expected: String(error.expectedVersion), actual: String(error.actualVersion) }
  }
  return type === undefined
    ? { error: (error as Error).constructor.name, message: message.replaceAll(scope.name, '').slice(0, 120) }
    : { error: type }
}

/** The scenario again, with what came in place of what was recorded. Streams and ids are its own, by the name of the run. */
export const play = async (client: EventStoreDBClient, run: string, { name, steps }: Scenario): Promise<Scenario> => {
  const scope: Scope = { name: run, ids: new Map() }
  const played: Step[] = []
  for (const step of steps) {
    const gives = await perform(client, scope, step).catch((error: unknown) => toldError(error, scope))
    played.push({ ...step, gives })
  }
  return { name, steps: played }
}
