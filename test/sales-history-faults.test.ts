// The accounts of the sales history with a column of catalogue values and three planted faults.
import { catalogueId, createCrm, createMemoryStores, searchKeyOf } from '@eventcrm/crm'
import { importFile, parseMapping, type RowOutcome } from '@eventcrm/importer'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fromSalesFiles, noSalesFiles, salesFiles } from './sales-files.ts'

const sectors = [
  'Technology',
  'Medical',
  'Retail',
  'Software',
  'Entertainment',
  'Marketing',
  'Telecommunications',
  'Finance',
  'Employment',
  'Services',
]

describe.skipIf(noSalesFiles)(fromSalesFiles('the accounts of the sales history'), () => {
  it('with three planted faults have just those rows rejected, and once mended come in, nothing twice', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
    const stores = createMemoryStores()
    const crm = await createCrm({
      stores,
      actor: 'importer',
      company: { currency: 'USD', language: 'en' },
      project: false,
    })
    try {
      const accounts = salesFiles.find(({ name }) => name === 'accounts')
      const [heading = '', ...rows] = (await readFile(accounts?.csv ?? '', 'utf8')).trimEnd().split(/\r?\n/)
      const columns = heading.split(',')
      const put = (row: number, column: string, value: string) => {
        const cells = (rows[row - 2] ?? '').split(',')
        cells[columns.indexOf(column)] = value
        rows[row - 2] = cells.join(',')
      }
      put(10, 'sector', 'retial')
      put(20, 'year_established', 'nineteen')
      put(30, 'account', '')
      const file = join(folder, 'accounts.csv')
      const rejectedFile = join(folder, 'rejected.csv')
      await writeFile(file, [heading, ...rows].join('\n'))
      const known = [...(await crm.state('catalogues', catalogueId('industry'))).entries.values()]
      const missing = sectors.filter(sector => !known.some(({ label }) => label.toLowerCase() === sector.toLowerCase()))
      for (const label of missing)
        await crm.catalogues.addEntry({ catalogue: 'industry', entryId: await crm.idFor('sector', label), label })
      const { fields, ...rest } = z
        .looseObject({ fields: z.record(z.string(), z.unknown()) })
        .parse(JSON.parse(await readFile(accounts?.mapping ?? '', 'utf8')))
      const mapping = parseMapping({
        ...rest,
        fields: { ...fields, industry: { column: 'sector', values: { technolgy: 'technology' } } },
      })
      const importing = async (from: string) => {
        const rejected: RowOutcome[] = []
        const summary = await importFile(crm, from, mapping, {
          rejectedFile,
          onRow: row => {
            if (row.outcome === 'rejected') rejected.push(row)
          },
        })
        return {
          ...summary,
          reasons: rejected.flatMap(({ row, reasons }) => reasons.map(reason => ({ row, ...reason }))),
        }
      }

      const first = await importing(file)
      expect(first).toMatchObject({ rows: 85, created: 82, rejected: 3 })
      expect(first.reasons).toMatchObject([
        { row: 10, column: 'sector', value: 'retial', code: 'ENTRY_UNKNOWN' },
        { row: 20, column: 'year_established', value: 'nineteen', code: 'INVALID' },
        { row: 30, column: 'account', value: '', code: 'KEY_MISSING' },
      ])
      const [sector, year, account] = first.reasons.map(({ message }) => message)
      expect(sector).toContain('the nearest is "Retail"')
      expect(year).toContain('expected a number')
      expect(account).toContain('expected a value')

      const mended = join(folder, 'mended.csv')
      const text = await readFile(rejectedFile, 'utf8')
      const [top = '', one = '', two = '', three = ''] = text.split('\r\n')
      await writeFile(
        mended,
        [
          top,
          one.replace('retial', 'retail'),
          two.replace('nineteen', '1990'),
          three.replace(/,,/, ',Mended Ltd,'),
        ].join('\r\n'),
      )
      const second = await importing(mended)
      expect({ ...second, reasons: second.reasons.map(({ message }) => message) }).toMatchObject({
        rows: 3,
        created: 3,
        rejected: 0,
        reasons: [],
      })
      await crm.catchUp()
      const contacts = await crm.search('contact', '', 1000)
      expect(contacts).toHaveLength(85)
      expect(new Set(contacts.map(({ name }) => searchKeyOf(name ?? ''))).size).toBe(85)
    } finally {
      await crm.close()
      await stores.close()
      await rm(folder, { recursive: true, force: true })
    }
  })
})
