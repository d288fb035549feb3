// Conversions of leads, killed behind every write and carried on, and asked for at once.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite } from '@eventcrm/sqlite'
import type { Stores } from '@eventcrm/crm'
import { rounds } from '@eventcrm/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectConvertedOnce } from '../../packages/crm/test/converted-once.ts'
import { convertAtOnce, convertLead, openWith, prepareLead, ways } from '../../packages/crm/test/leads.ts'
import { endingAt } from '../../packages/crm/test/transfers.ts'
import { mongodb, servers, storesOn } from './places.ts'

const secret = new Uint8Array(32).fill(7)
const open = servers()
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A place with a lead that is still to be converted. */
interface Place {
  open(): Promise<Stores>
  /** What a process is told to find it by. */
  readonly told: readonly string[]
}
let places = 0
const prepared = async (stores: Stores): Promise<Stores> => {
  await stores.keys.secret(`${stores.events.namespace}/outsideKeys`, secret)
  await prepareLead(stores)
  return stores
}
const inFile = async (): Promise<Place> => {
  const [template, file] = [join(folder, 'template.sqlite'), join(folder, `${String(++places)}.sqlite`)]
  if (places === 1) await (await prepared(await openSqlite(template))).close()
  await copyFile(template, file)
  return { open: () => openSqlite(file), told: ['sqlite', file] }
}
const onServers = async (): Promise<Place> => {
  const place = await open()
  await (await prepared(await storesOn(place))).close()
  return { open: () => storesOn(place), told: ['servers', place.events, place.documents.url] }
}

/** A process that is killed mostly waits, for its modules and for its stores. */
const atOnce = 4

const script = join(import.meta.dirname, 'converting.ts')
/** Converts the lead in a process that is killed behind so many writes. */
const killBehind = async (place: Place, way: string, writes: number): Promise<void> => {
  const given = [script, String(writes), way, ...place.told]
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...given], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
  })
  await once(child, 'close')
  expect(child.signalCode).toBe('SIGKILL')
}
/** What a new process comes to, and how many writes it makes. */
const endOf = async (place: Place, way: string) => {
  const stores = await place.open()
  let writes = 0
  const came = await convertLead(
    endingAt(stores, Infinity, true, () => writes++),
    way,
  )
  await stores.close()
  return { came, writes }
}

const kinds = { 'on SQLite': inFile, ...(mongodb === null ? {} : { 'on EventStoreDB with MongoDB': onServers }) }

describe.each(Object.entries(kinds))('%s', (_, newPlace) => {
  it(
    'a conversion of any kind, killed behind any write, ends as if it had not been',
    { timeout: 3_600_000 },
    async () => {
      const undisturbed = new Map<string, unknown>()
      const every: { readonly way: string; readonly writes: number }[] = []
      const names = Object.keys(ways)
      // the one that a usual run takes up differs from run to run; any other takes up all
      const kindCount = Math.min(names.length, rounds(1, 10 * names.length))
      const [some = []] = fc.sample(fc.shuffledSubarray(names, { minLength: kindCount, maxLength: kindCount }), 1)
      for (const way of some) {
        const { came, writes } = await endOf(await newPlace(), way)
        undisturbed.set(way, came)
        for (let n = 1; n <= writes; n++) every.push({ way, writes: n })
      }
      const count = Math.min(every.length, rounds(2, every.length))
      const [kills = []] = fc.sample(fc.shuffledSubarray(every, { minLength: count, maxLength: count }), 1)
      const killAndGoOn = async ({ way, writes }: (typeof every)[number]) => {
        const place = await newPlace()
        await killBehind(place, way, writes)
        const { came } = await endOf(place, way)
        expect(came, `${way}, killed behind write ${String(writes)}`).toEqual(undisturbed.get(way))
      }
      for (let n = 0; n < kills.length; n += atOnce)
        await Promise.all(kills.slice(n, n + atOnce).map(kill => killAndGoOn(kill)))
      console.log(`${String(kills.length)} of ${String(every.length)} kills, ${String(undisturbed.size)} kinds`)
    },
  )
})

describe.skipIf(mongodb === null)('on EventStoreDB with MongoDB, leads', () => {
  it('are converted once, whoever else converts them at the same time', { timeout: 600_000 }, async () => {
    const place = await open()
    const stores = [await storesOn(place), await storesOn(place)]
    const crms = await Promise.all(stores.map(each => openWith(each)))
    expectConvertedOnce(await convertAtOnce(crms, rounds(20, 200)))
    for (const crm of crms) await crm.close()
    for (const each of stores) await each.close()
  })
})
