// The sales history on servers: the same reports as on a file, to the cent.
import { createCrm, type Crm, type Stores } from '@eventcrm/crm'
import { importFile, readMapping } from '@eventcrm/importer'
import { openSqlite } from '@eventcrm/sqlite'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isThorough } from '../../packages/testkit/src/index.ts'
import { fromSalesFiles, noSalesFiles, salesFiles } from '../sales-files.ts'
import { mongodb, servers, storesOn } from './places.ts'

/** Rows of opportunities: some hundred events in `npm test`, all of them in `npm run test:thorough`. */
const rows = isThorough() ? 8800 : 120
const open = servers()
const closing: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const close of closing.toReversed()) await close()
})

const imported = async (stores: Stores): Promise<Crm> => {
  const crm = await createCrm({
    stores,
    actor: 'importer',
    company: { currency: 'USD', language: 'en' },
    project: false,
  })
  closing.push(() => stores.close())
  for (const { name, csv, mapping } of salesFiles) {
    const some = name === 'opportunities' ? { rows: { from: 2, to: 1 + rows } } : {}
    const { rejected } = await importFile(crm, csv, { ...(await readMapping(mapping)), ...some })
    expect(rejected).toBe(0)
  }
  await crm.catchUp()
  return crm
}

describe.skipIf(noSalesFiles || mongodb === null)(fromSalesFiles('the sales history on servers'), () => {
  it(
    `of ${String(rows)} opportunities prints the same reports as on a file`,
    { timeout: isThorough() ? 900_000 : 120_000 },
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
      closing.push(() => rm(folder, { recursive: true }))
      const file = await openSqlite(join(folder, 'crm.sqlite'))
      const onServers = await storesOn(await open())
      // the same secret, and so the same ids
      await onServers.keys.secret('crm/outsideKeys', await file.keys.secret('crm/outsideKeys'))
      const [expected, actual] = [await imported(file), await imported(onServers)]
      const team = await expected.idFor('salesTeam', 'Central 2')
      for (const question of [{}, { asOf: '2017-03-31' }, { asOf: '2017-06-30' }, { asOf: '2017-09-30', team }])
        expect(await withoutPosition(actual, question)).toEqual(await withoutPosition(expected, question))
      const { currencies } = await actual.reports.pipeline({})
      expect(currencies.map(({ currency }) => currency)).toEqual(['USD'])
      expect(currencies[0]?.won.count).toBeGreaterThan(20)
    },
  )
})

/** Positions are a store's own; all else is the answer. */
const withoutPosition = async (crm: Crm, question: Parameters<Crm['reports']['pipeline']>[0]) => {
  const { position: _, ...answer } = await crm.reports.pipeline(question)
  return answer
}
