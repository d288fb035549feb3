// Imports the sales history into a file and prints one line for each row that has an outcome: node import-all.ts FILE
import { createCrm } from '@eventcrm/crm'
import { importFile, readMapping } from '@eventcrm/importer'
import { openSqlite } from '@eventcrm/sqlite'
import { salesFiles } from '../sales-files.ts'

export const rowsInAll = 7 + 35 + 85 + 8800

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
  for (const { csv, mapping } of salesFiles) {
    const { rejected } = await importFile(crm, csv, await readMapping(mapping), {
      onRow: () => void process.stdout.write('.\n'),
    })
    if (rejected > 0) throw new Error(`${csv}: ${String(rejected)} rows were rejected`)
  }
  await close()
}
