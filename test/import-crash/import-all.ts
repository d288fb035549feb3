// Imports the sales history into a file and prints one line for each row that has an outcome:
// node import-all.ts FILE OPPORTUNITIES
import { createCrm } from '@eventcrm/crm'
import { importFile, readMapping } from '@eventcrm/importer'
import { openSqlite } from '@eventcrm/sqlite'
import { salesFiles } from '../sales-files.ts'

/** Rows of the files before the opportunities, which write several streams each. */
export const rowsBefore = 7 + 35 + 85

/** With the same secret in every file, so that two files can be compared id by id. */
export const openFile = async (file: string) => {
  const stores = await openSqlite(file)
  await stores.keys.secret('crm/outsideKeys', new Uint8Array(32).fill(7))
  const crm = await createCrm({ stores, actor: 'importer', company: { currency: 'USD', language: 'en' } })
  const close = async () => {
    await crm.close()
    await stores.close()
  }
  return { crm, stores, close }
}

const [, script, file, opportunities] = process.argv
if (script === import.meta.filename && file !== undefined) {
  const { crm, close } = await openFile(file)
  for (const { name, csv, mapping } of salesFiles) {
    const rows = name === 'opportunities' ? { rows: { from: 2, to: 1 + Number(opportunities) } } : {}
    const { rejected } = await importFile(
      crm,
      csv,
      { ...(await readMapping(mapping)), ...rows },
      { onRow: () => void process.stdout.write('.\n') },
    )
    if (rejected > 0) throw new Error(`${csv}: ${String(rejected)} rows were rejected`)
  }
  await close()
}
