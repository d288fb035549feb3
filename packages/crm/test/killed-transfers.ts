// A process to be killed: opens a file, asks for transfers and carries them out, and says on stdout what it has written.
// node killed-transfers.ts FILE TRANSFERS
import { writeSync } from 'node:fs'
import { openSqlite } from '@eventcrm/sqlite'
import { openWith, transfersIn } from './transfers.ts'

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** With the same secret in every file, so that two files can be compared id by id. */
export const openTransfers = async (file: string) => {
  const stores = await openSqlite(file)
  await stores.keys.secret('crm/outsideKeys', new Uint8Array(32).fill(7))
  return stores
}

/** Asks for the transfers, each once however often it is called, and carries out what is open. */
export const liveTransfers = async (stores: Awaited<ReturnType<typeof openTransfers>>, transfers: number) => {
  const crm = await openWith(stores)
  for (const [i, accountId] of [idOf(0), idOf(1), idOf(2)].entries())
    await crm.accounts.open({ accountId }, { at: '2026-01-05', commandId: `open-${String(i)}` })
  await crm.accounts.shut({ accountId: idOf(2) }, { at: '2026-01-05', commandId: 'shut' })
  for (let i = 0; i < transfers; i++)
    await crm.accounts.request(
      { accountId: idOf(i % 2), toId: idOf(i % 3), amount: i + 1, transferId: idOf(100 + i) },
      { at: '2026-02-03', commandId: `transfer-${String(i)}` },
    )
  await crm.processes.settle()
  const processes = transfersIn(await crm.status())
  await crm.close()
  return processes
}

const [, script, file, transfers] = process.argv
if (script === import.meta.filename && file !== undefined) {
  const stores = await openTransfers(file)
  const said = async <T>(work: Promise<T>): Promise<T> => {
    const done = await work
    writeSync(1, '.')
    return done
  }
  const { append } = stores.events
  const { commit } = stores.documents
  await liveTransfers(
    {
      ...stores,
      events: { ...stores.events, append: (...given) => said(append(...given)) },
      documents: { ...stores.documents, commit: given => said(commit(given)) },
    },
    Number(transfers),
  )
  await stores.close()
}
