// A small read model to test projecting with: one view with a document per stream, one whose documents are fed by many streams, and
// a rollup.
import { defineEvents, type NewEvent } from '@eventcrm/domain'
import {
  createCodec,
  createMemoryEventStore,
  streamName,
  type EventStore,
  type Position,
  type StoredEvent,
} from '@eventcrm/event-store'
import fc from 'fast-check'
import { z } from 'zod'
import {
  createMemoryDocumentStore,
  createProjector,
  defineRollup,
  defineView,
  during,
  type AnyRollup,
  type AnyView,
  type Document,
  type DocumentStore,
  type Projector,
  type ProjectorOptions,
} from '../src/index.ts'

export const accountEvents = defineEvents({
  AccountOpened: z.object({ owner: z.string() }).describe('opened'),
  Deposited: z.object({ owner: z.string(), amount: z.int() }).describe('deposited'),
  AccountClosed: z.object({}).describe('closed'),
  Audited: z.object({}).describe('passed over by every view'),
})

const account = { category: 'account', events: accountEvents }

const accountDocument = z.object({
  owner: z.string(),
  openedOn: z.string(),
  amounts: z.array(z.object({ on: z.string(), amount: z.int() })),
})

/** What the views do besides folding; a test lets it throw. */
export interface Meddling {
  fold?(event: { readonly type: string; readonly data: object }): void
  entries?(document: z.output<typeof accountDocument>): void
  /** Asked of each document behind a deposit. */
  made?(document: z.output<typeof accountDocument>): void
}

/** The views and their rollup. `meddling` is asked before every fold and every making of entries. */
export const readModel = (meddling: Meddling = {}) => {
  const accounts = defineView({
    name: 'accounts',
    version: 1,
    describe: 'Accounts that are open',
    document: accountDocument,
    indexes: [['owner']],
    aggregates: [account],
    on: {
      AccountOpened: (_, event) => {
        meddling.fold?.(event)
        return { owner: event.data.owner, openedOn: event.occurredOn, amounts: [] }
      },
      Deposited: (document, event) => {
        meddling.fold?.(event)
        if (!document) return null
        document.amounts.push({ on: event.occurredOn, amount: event.data.amount })
        meddling.made?.(document)
        return document
      },
      AccountClosed: (_, event) => {
        meddling.fold?.(event)
        return null
      },
    },
  })
  const owners = defineView({
    name: 'owners',
    version: 1,
    describe: 'What people deposited, in any account',
    document: z.object({ deposits: z.int() }),
    aggregates: [account],
    on: {
      Deposited: {
        key: ({ data }) => (data.owner === 'nobody' ? null : data.owner),
        fold: (document, { data }) => ({ deposits: (document?.deposits ?? 0) + data.amount }),
      },
    },
  })
  const balances = defineRollup(accounts, {
    name: 'balances',
    version: 1,
    describe: 'Open accounts and what is in them',
    facet: z.object({ owner: z.string() }),
    series: z.object({ of: z.enum(['accounts', 'amounts']) }),
    measures: z.object({ count: z.int(), sum: z.bigint(), bySize: z.record(z.string(), z.int()) }),
    entries: document => {
      meddling.entries?.(document)
      const { owner, openedOn, amounts } = document
      const none = { count: 1, sum: 0n, bySize: {} }
      return [
        ...during(openedOn, null, { owner }, { of: 'accounts' as const }, none),
        ...amounts.flatMap(({ on, amount }) =>
          during(
            on,
            null,
            { owner },
            { of: 'amounts' as const },
            { count: 1, sum: BigInt(amount), bySize: { [Math.abs(amount) % 4]: 1 } },
          ),
        ),
      ]
    },
  })
  return { accounts, owners, balances, views: [accounts, owners], rollups: [balances] }
}

export interface Happening {
  readonly account: number
  readonly day: string
  readonly event: NewEvent
}

export const idOf = (account: number) => `00000000-0000-4000-8000-${String(account).padStart(12, '0')}`
const codec = createCodec(accountEvents)
let written = 0
export const storedEvent = ({ day, event }: Happening, data?: StoredEvent['data']): StoredEvent => {
  const envelope = {
    occurredAt: `${day}T00:00:00.000Z`,
    occurredOn: day,
    recordedAt: `${day}T00:00:00.000Z`,
    commandId: 'c',
    correlationId: 'c',
    causationId: 'c',
    actor: 'a',
    source: 's',
  }
  const stored = codec.encode(event, `11111111-0000-4000-8000-${String(written++).padStart(12, '0')}`, envelope, 'p')
  return data ? { ...stored, data } : stored
}

/** Appends to the account's stream, whatever its revision. */
export const append = async (
  events: EventStore,
  happening: Happening,
  data?: StoredEvent['data'],
): Promise<Position> => {
  const stream = streamName('crm', 'account', idOf(happening.account))
  let revision = -1
  for await (const last of events.readStream(stream, { direction: 'backwards', limit: 1 })) revision = last.revision
  return (await events.append(stream, revision === -1 ? 'noStream' : revision, [storedEvent(happening, data)])).position
}

export const deposit = (account: number, amount: number, owner = 'An', day = '2026-01-31'): Happening => ({
  account,
  day,
  event: accountEvents.Deposited({ owner, amount }),
})
export const opening = (account: number, owner = 'An', day = '2026-01-01'): Happening => ({
  account,
  day,
  event: accountEvents.AccountOpened({ owner }),
})

export const logOf = async (happenings: readonly Happening[]): Promise<EventStore> => {
  const events = createMemoryEventStore()
  for (const happening of happenings) await append(events, happening)
  return events
}

const owner = fc.constantFrom('An', 'Bình', 'nobody')
const day = fc.nat(70).map(n => new Date(Date.UTC(2026, 0, 20) + n * 86_400_000).toISOString().slice(0, 10))
const event = fc.oneof(
  { weight: 2, arbitrary: owner.map(owner => accountEvents.AccountOpened({ owner })) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(owner, fc.integer({ min: -3, max: 3 }))
      .map(([owner, amount]) => accountEvents.Deposited({ owner, amount })),
  },
  { weight: 1, arbitrary: fc.constant(accountEvents.AccountClosed({})) },
  { weight: 1, arbitrary: fc.constant(accountEvents.Audited({})) },
)
export const histories = (minLength: number, maxLength: number): fc.Arbitrary<readonly Happening[]> =>
  fc.array(fc.record({ account: fc.nat(4), day, event }), { minLength, maxLength, size: 'max' })

export const projectorOf = (
  events: EventStore,
  documents: DocumentStore,
  { views, rollups }: { readonly views: readonly AnyView[]; readonly rollups: readonly AnyRollup[] } = readModel(),
  options: Partial<ProjectorOptions> = {},
): Projector => createProjector({ events, documents, views, rollups, ...options })

export type Everything = Readonly<Record<string, Readonly<Record<string, Document>>>>
const collections = ['accounts__v1', 'owners__v1', 'balances__v1', 'balancesDays__v1']
export const everything = async (documents: DocumentStore): Promise<Everything> => {
  await documents.ensure(collections.map(name => ({ name, indexes: [] })))
  const found = await documents.query(collections.map(find => ({ find })))
  return Object.fromEntries(
    collections.map((name, i) => [
      name,
      Object.fromEntries((found[i]?.documents ?? []).map(({ key, document }) => [key, document])),
    ]),
  )
}

/** What the views and the rollup must hold, by a plain loop. */
export const expected = (history: readonly Happening[]): Everything => {
  const accounts: Record<string, { owner: string; openedOn: string; amounts: { on: string; amount: number }[] }> = {}
  const owners: Record<string, { deposits: number }> = {}
  for (const { account, day, event } of history) {
    const id = idOf(account)
    const { owner = '', amount = 0 } = event.data as { readonly owner?: string; readonly amount?: number }
    if (event.type === 'AccountOpened') accounts[id] = { owner, openedOn: day, amounts: [] }
    if (event.type === 'Deposited') {
      accounts[id]?.amounts.push({ on: day, amount })
      if (owner !== 'nobody') owners[owner] = { deposits: (owners[owner]?.deposits ?? 0) + amount }
    }
    if (event.type === 'AccountClosed') Reflect.deleteProperty(accounts, id)
  }
  const rows: Record<
    string,
    { facet: Document; series: Document; month: string; total: Sums; days: Record<string, Sums> }
  > = {}
  const book = (owner: string, of: string, day: string, sum: number, size: number | null) => {
    const month = day.slice(0, 7)
    const key = `[["owner","${owner}"]][["of","${of}"]]${month}`
    const row = (rows[key] ??= { facet: { owner }, series: { of }, month, total: nothing(), days: {} })
    for (const sums of [row.total, (row.days[day] ??= nothing())]) {
      sums.count++
      sums.sum += sum
      if (size !== null) sums.bySize[size] = (sums.bySize[size] ?? 0) + 1
    }
  }
  for (const { owner, openedOn, amounts } of Object.values(accounts)) {
    book(owner, 'accounts', openedOn, 0, null)
    for (const { on, amount } of amounts) book(owner, 'amounts', on, amount, Math.abs(amount) % 4)
  }
  const months: Record<string, Document> = {}
  const balanceDays: Record<string, Document> = {}
  for (const [key, { total, days, ...row }] of Object.entries(rows)) {
    const sums = shown(total)
    if (Object.keys(sums).length > 0) months[key] = { ...row, total: sums }
    const shownDays: Record<string, Document> = {}
    for (const [day, sums] of Object.entries(days)) shownDays[day] = shown(sums)
    balanceDays[key] = { ...row, days: shownDays }
  }
  return { accounts__v1: accounts, owners__v1: owners, balances__v1: months, balancesDays__v1: balanceDays }
}
interface Sums {
  count: number
  sum: number
  bySize: Record<string, number>
}
const nothing = (): Sums => ({ count: 0, sum: 0, bySize: {} })
/** Nothing that is zero is stored. */
const shown = ({ count, sum, bySize }: Sums): Document => ({
  ...(count === 0 ? {} : { count }),
  ...(sum === 0 ? {} : { sum: String(sum) }),
  ...(Object.keys(bySize).length === 0 ? {} : { bySize }),
})

export const built = async (history: readonly Happening[]): Promise<DocumentStore> => {
  const documents = createMemoryDocumentStore()
  await projectorOf(await logOf(history), documents).catchUp()
  return documents
}
