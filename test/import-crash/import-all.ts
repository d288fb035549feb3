// Imports the sales history into a file and prints one line for each row that has an outcome: node import-all.ts FILE
import { join } from 'node:path'
import { createCrm } from '@eventcrm/crm'
import { importFile, readMapping } from '@eventcrm/importer'
import { openSqlite } from '@eventcrm/sqlite'

const files = [
  ['products', 'products.csv'],
  ['teams', 'sales_teams.csv'],
  ['accounts', 'accounts.csv'],
  ['opportunities', 'sales_pipeline.csv'],
] as const
export const rowsInAll = 7 + 35 + 85 + 8800

const data = join(import.meta.dirname, '../../../shared/data/crm-sales-opportunities')
const mappings = join(import.meta.dirname, '../../examples/sales-history')

/** With the same secret in every file, so that two files can be compared id by id. */
export const openFile = async (file: string) => {
  const stores = await openSqlite(file, { secrets: { 'crm/outsideKeys': new Uint8Array(32).fill(7) } })
  const crm = await createCrm({ stores, actor: 'importer', company: { currency: 'USD', language: 'en' } })
  const close = async () => {
    await crm.close()
    await stores.close()
  }
  return { crm, stores, close }
}

const [, script, file] = process.argv
if (script === import.meta.filename && file !== undefined) {
  const { crm, close } = await openFile(file)
  for (const [name, csv] of files) {
    const mapping = await readMapping(join(mappings, `${name}.mapping.json`))
    const { rejected } = await importFile(crm, join(data, csv), mapping, {
      onRow: () => void process.stdout.write('.\n'),
    })
    if (rejected > 0) throw new Error(`${csv}: ${String(rejected)} rows were rejected`)
  }
  await close()
}
