// A process of the tests' own: a transfer between two accounts, booked in a third.
import { randomUUID } from 'node:crypto'
import {
  commandOf,
  defineAggregate,
  defineEvents,
  defineProcess,
  defineRejections,
  defineState,
  id,
  leg,
  set,
  unopened,
  type Dated,
  type Process,
} from '@eventcrm/domain'
import type { EventStore } from '@eventcrm/event-store'
import { z } from 'zod'
import { createCrm, type CrmOptions, type CrmStatus, type Stores } from '../src/index.ts'

const transferId = z.uuid()
const events = defineEvents({
  AccountOpened: z.object({}),
  AccountClosed: z.object({}),
  AccountReopened: z.object({}),
  TransferRequested: z.object({ transferId, toId: z.uuid(), amount: z.number().int() }),
  TransferReceived: z.object({ transferId, amount: z.number().int() }),
  TransferBooked: z.object({ transferId }),
  TransferDone: z.object({ transferId }),
  TransferRefused: z.object({ transferId, code: z.string() }),
})

interface AccountState extends Dated {
  readonly status: 'unknown' | 'open' | 'closed'
  readonly transfer: string | null
  readonly received: number
}
const initialState: AccountState = { ...unopened, status: 'unknown', transfer: null, received: 0 }
const state = defineState({
  category: 'account',
  idField: 'accountId',
  events,
  initialState,
  bounds: {},
  evolve: {
    AccountOpened: (s, _, on) => set(s, on, { status: 'open' }),
    AccountClosed: (s, _, on) => set(s, on, { status: 'closed' }),
    AccountReopened: (s, _, on) => set(s, on, { status: 'open' }),
    TransferRequested: (s, { transferId }, on) => set(s, on, { transfer: transferId }),
    TransferReceived: (s, { amount }, on) => set(s, on, { received: s.received + amount }),
    TransferBooked: s => s,
    TransferDone: (s, _, on) => set(s, on, { transfer: null }),
    TransferRefused: (s, _, on) => set(s, on, { transfer: null }),
  },
})
const reject = defineRejections({
  ACCOUNT_UNKNOWN: 'There is no such account',
  ACCOUNT_CLOSED: { en: 'The account is closed', vi: 'Tài khoản đã đóng' },
})
const command = commandOf(state)
const accountId = id('account')

export const account = defineAggregate({
  state,
  rejections: reject,
  unknown: 'ACCOUNT_UNKNOWN',
  commands: {
    open: command({
      describe: 'Opens it',
      creates: true,
      schema: z.strictObject({ accountId }),
      decide: (_, { status }) => (status === 'unknown' ? [events.AccountOpened({})] : []),
    }),
    shut: command({
      describe: 'Closes it',
      schema: z.strictObject({ accountId }),
      decide: (_, { status }) => (status === 'open' ? [events.AccountClosed({})] : []),
    }),
    reopen: command({
      describe: 'Opens it again',
      schema: z.strictObject({ accountId }),
      decide: (_, { status }) => (status === 'closed' ? [events.AccountReopened({})] : []),
    }),
    request: command({
      describe: 'Begins a transfer',
      schema: z.strictObject({ accountId, transferId, toId: z.uuid(), amount: z.number().int() }),
      decide: ({ accountId: _, ...transfer }) => [events.TransferRequested(transfer)],
    }),
    receive: command({
      describe: 'Receives a transfer',
      rejects: ['ACCOUNT_CLOSED'],
      schema: z.strictObject({ accountId, transferId, amount: z.number().int() }),
      dependsOn: ['status'],
      decide: ({ transferId, amount }, { status }) =>
        status === 'closed' ? reject('ACCOUNT_CLOSED') : [events.TransferReceived({ transferId, amount })],
    }),
    book: command({
      describe: 'Books a transfer',
      creates: true,
      schema: z.strictObject({ accountId, transferId, amount: z.number().int().max(1000) }),
      decide: ({ transferId }) => [events.TransferBooked({ transferId })],
    }),
    complete: command({
      describe: 'Ends a transfer',
      schema: z.strictObject({ accountId, transferId }),
      decide: ({ transferId }) => [events.TransferDone({ transferId })],
    }),
    refuse: command({
      describe: 'Refuses a transfer',
      schema: z.strictObject({ accountId, transferId, code: z.string() }),
      decide: ({ transferId, code }) => [events.TransferRefused({ transferId, code })],
    }),
  },
})

export const theLedger = '00000000-0000-4000-8000-00000000a11c'

/** More than 1000 can't be booked: version 1 does not know that. */
export const transferring = (version = 1, mostBooked = Infinity): Process =>
  defineProcess({
    name: 'transferring',
    version,
    describe: 'Carries transfers out',
    aggregates: [account],
    requests: {
      TransferRequested: {
        key: ({ data }) => data.transferId,
        *steps({ streamId, data: { transferId, toId, amount } }) {
          const received = yield leg('receive', account.receive({ accountId: toId, transferId, amount }))
          if (!received.accepted) {
            const { code } = received.rejection
            yield leg('outcome', account.refuse({ accountId: streamId, transferId, code }))
            return
          }
          const booked = Math.min(mostBooked, amount)
          yield leg('book', account.book({ accountId: theLedger, transferId, amount: booked }))
          yield leg('outcome', account.complete({ accountId: streamId, transferId }))
        },
      },
    },
    outcomes: {
      TransferDone: ({ data }) => data.transferId,
      TransferRefused: { key: ({ data }) => data.transferId, refusal: ({ data }) => data.code },
    },
  })

export const clock = () => new Date('2026-06-30T05:00:00Z')

type Options = Pick<CrmOptions, 'clock' | 'processes' | 'project' | 'runProcesses' | 'onFault' | 'batchSize'>

/** @param founded false: the company is still to be founded */
export const openWith = async (
  stores: Omit<Stores, 'close'>,
  { founded = true, ...options }: Options & { readonly founded?: boolean } = {},
) =>
  createCrm({
    stores,
    actor: 'lan',
    clock,
    ...(founded ? { company: {} } : {}),
    aggregates: { accounts: account },
    processes: [transferring()],
    project: false,
    runProcesses: true,
    ...options,
  })
export type Accounts = Awaited<ReturnType<typeof openWith>>

/** What there is to tell of the tests' own process. */
export const transfersIn = ({ processes }: Pick<CrmStatus, 'processes'>): CrmStatus['processes'] =>
  processes.filter(({ process }) => process === 'transferring')

/** Two accounts to transfer between, and one that is closed. */
export const openAccounts = async (crm: Pick<Accounts, 'accounts'>, at = '2026-01-05') => {
  const [from, to, closed] = [randomUUID(), randomUUID(), randomUUID()]
  for (const accountId of [from, to, closed]) await crm.accounts.open({ accountId }, { at })
  await crm.accounts.shut({ accountId: closed }, { at })
  return { from, to, closed }
}

/** What stands in the accounts: per stream, which command decided what. */
export const accountsIn = async (events: EventStore): Promise<Readonly<Record<string, readonly unknown[]>>> => {
  const streams: Record<string, unknown[]> = {}
  for await (const { stream, type, data, metadata } of events.readAll({ categories: [`${events.namespace}.account`] }))
    (streams[stream] ??= []).push([type, data, metadata.commandId])
  // transfers that are carried out at the same time, or again after an end, come in whichever order
  for (const one of Object.values(streams)) one.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  return streams
}

/**
 * Stores of a process that ends at its n-th write, before or after it is there, and does nothing more.
 * @param onWritten called for each write that is there
 */
export const endingAt = (stores: Stores, n: number, written: boolean, onWritten = () => {}): Stores => {
  let writes = 0
  let ended = false
  const write = async <T>(work: () => Promise<T>): Promise<T> => {
    if (ended || (++writes === n && !written)) {
      ended = true
      throw new Error('ended')
    }
    const done = await work()
    onWritten()
    if (writes === n) {
      ended = true
      throw new Error('ended')
    }
    return done
  }
  return {
    ...stores,
    events: {
      ...stores.events,
      append: (stream, expected, appended) => write(() => stores.events.append(stream, expected, appended)),
    },
    documents: { ...stores.documents, commit: commit => write(() => stores.documents.commit(commit)) },
  }
}
