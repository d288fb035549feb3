import { createCrm, createMemoryStores, type CrmOptions, type Stores } from '@eventcrm/crm'
import { importFile, readMapping } from '@eventcrm/importer'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { exportFile, exportNames, type ExportOptions } from '../src/index.ts'

/** Stores that are let go of when the test is over. */
export const newStores = (keys?: Parameters<typeof createMemoryStores>[0]): Stores => {
  const stores = createMemoryStores(keys)
  onTestFinished(() => stores.close())
  return stores
}

export const start = async (options: Partial<CrmOptions> = {}) => {
  const stores = options.stores ?? newStores()
  const crm = await createCrm({
    actor: 'lan',
    project: false,
    company: {},
    clock: () => new Date('2026-06-30T05:00:00Z'),
    ...options,
    stores,
  })
  onTestFinished(() => crm.close())
  return { crm, stores }
}
export type Crm = Awaited<ReturnType<typeof start>>['crm']

export const newFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** The position of the last event, but for the runs of imports. */
export const headOf = async ({ events }: Pick<Stores, 'events'>): Promise<string | null> => {
  let last: string | null = null
  for await (const { stream, position } of events.readAll()) if (!stream.includes('.importRun-')) last = position
  return last
}

type Trip = Pick<ExportOptions, 'history'> & { readonly format?: 'csv' | 'xlsx' }

export const exportAll = async (
  crm: Crm,
  folder: string,
  prefix: string,
  { format = 'csv', ...options }: Trip = {},
) => {
  const files: Record<string, string> = {}
  for (const name of exportNames) {
    const file = join(folder, `${prefix}-${name}.${format}`)
    await exportFile(crm, name, file, { ...options, mappingFile: `${file}.mapping.json` })
    if (format === 'csv') files[name] = await readFile(file, 'utf8')
  }
  return files
}

export const importAll = async (crm: Crm, folder: string, prefix: string, { format = 'csv' }: Trip = {}) => {
  const told: Record<string, unknown> = {}
  for (const name of exportNames) {
    const file = join(folder, `${prefix}-${name}.${format}`)
    const reasons: string[] = []
    const { created, changed, unchanged } = await importFile(crm, file, await readMapping(`${file}.mapping.json`), {
      onRow: row =>
        void reasons.push(
          ...row.reasons.map(({ field, code, message }) => `${String(row.row)} ${String(field)} ${code}: ${message}`),
        ),
    })
    told[name] = { created, changed, unchanged, reasons }
  }
  return told
}

/** What an import of everything tells that rejected no row, and one that changed nothing. */
export const taken = Object.fromEntries(exportNames.map(name => [name, { reasons: [] }]))
export const unchanged = Object.fromEntries(exportNames.map(name => [name, { created: 0, changed: 0, reasons: [] }]))

/** Ids aside, in an order that does not depend on them. */
export const ofNoIds = (text = '') =>
  text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '#')
    .split('\r\n')
    .sort()
