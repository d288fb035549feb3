import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  salesTeam,
  staffMember,
  product,
  contact,
  createCrm,
  createMemoryStores,
  type Crm,
  type CrmOptions,
} from '@eventcrm/crm'
import { onTestFinished } from 'vitest'
import { importRows, parseMapping, type ImportOptions, type RowOutcome } from '../src/index.ts'

/** The same secret everywhere: two companies that import the same have the same ids. */
const keys = { secret: () => Promise.resolve(new Uint8Array(32).fill(7)) }

/** What an event says, without what differs from run to run. */
export interface Said {
  readonly type: string
  readonly on: string
  readonly data: unknown
}

const isOfRun = (stream: string): boolean => stream.includes('.importRun-')

export const start = async (options: Partial<CrmOptions> = {}) => {
  const stores = createMemoryStores(keys)
  const crm = await createCrm({
    stores,
    actor: 'lan',
    clock: () => new Date('2026-06-30T05:00:00Z'),
    company: { currency: 'USD', language: 'en' },
    project: false,
    ...options,
  })
  onTestFinished(() => stores.close())
  onTestFinished(() => crm.close())
  // the first command starts the library's processes, also one that changes nothing
  await crm.company.setLanguage({ language: options.company?.language ?? 'en' })
  const outcomes = async (mapping: unknown, ...rows: readonly string[]): Promise<RowOutcome[]> =>
    all(importRows(crm, bytes(rows.join('\n')), parseMapping(mapping)))
  /** Every event by stream, in order, but for the runs of imports. */
  const log = async (): Promise<Record<string, Said[]>> => {
    const streams: Record<string, Said[]> = {}
    for await (const { stream, type, data, metadata } of stores.events.readAll()) {
      if (isOfRun(stream)) continue
      ;(streams[stream] ??= []).push({ type, on: metadata.occurredOn, data })
    }
    return streams
  }
  /** The position of the last event, but for the runs of imports. */
  const head = async (): Promise<string | null> => {
    let last: string | null = null
    for await (const { stream, position } of stores.events.readAll()) if (!isOfRun(stream)) last = position
    return last
  }
  return { crm, stores, outcomes, log, head }
}

export const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

export type Started = Awaited<ReturnType<typeof start>>

export async function* bytes(text: string, size = text.length): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(text)
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size)
}

export const importText = (crm: Crm, mapping: unknown, text: string, options?: ImportOptions) =>
  importRows(crm, bytes(text), parseMapping(mapping), options)

export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** What is said of rows, short: `2 created`, `3 rejected: price INVALID`. */
export const told = (outcomes: readonly RowOutcome[]): string[] =>
  outcomes.map(({ row, outcome, reasons }) =>
    [
      `${String(row)} ${outcome}`,
      reasons.map(({ column, field, code }) => `${column ?? field ?? 'row'} ${code}`).join(', '),
    ]
      .filter(part => part !== '')
      .join(': '),
  )

/** A product, a staff member in a team, and a customer, for rows to refer to. */
export const furnish = async ({ crm }: Pick<Started, 'crm'>) => {
  const ids = {
    product: await crm.idFor('product', 'P1'),
    staff: await crm.idFor('staffMember', 'Lan'),
    team: await crm.idFor('salesTeam', 'North'),
    customer: await crm.idFor('contact', 'ACME'),
  }
  await crm.send(
    [
      product.list({
        productId: ids.product,
        code: 'P1',
        name: 'Printer',
        listPrice: { amount: 550, currency: 'USD' },
      }),
      salesTeam.create({ teamId: ids.team, name: 'North' }),
      staffMember.register({
        staffMemberId: ids.staff,
        name: 'Nguyễn Thị Lan',
        department: 'Sales',
        mainTeamId: ids.team,
      }),
      salesTeam.addMember({ teamId: ids.team, staffMemberId: ids.staff }),
      contact.register({ contactId: ids.customer, kind: 'organisation', name: 'Acme' }),
    ],
    { at: '2026-01-01' },
  )
  return ids
}
