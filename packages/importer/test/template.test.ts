import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  importFile,
  readMapping,
  templateNames,
  writeTemplate,
  type RowOutcome,
  type TemplateName,
} from '../src/index.ts'
import { kinds } from '../src/form.ts'
import { templates } from '../src/templates/index.ts'
import { start, temporaryFolder, told } from './start.ts'

const written = async (name: TemplateName, language: 'en' | 'vi', format: 'csv' | 'xlsx') => {
  const folder = await temporaryFolder()
  const [file, mappingFile] = [join(folder, `sample.${format}`), join(folder, 'sample.mapping.json')]
  await writeTemplate(name, { file, mappingFile, language })
  return { folder, file, mappingFile }
}

const imported = async (crm: Parameters<typeof importFile>[0], files: { file: string; mappingFile: string }) => {
  const outcomes: RowOutcome[] = []
  await importFile(crm, files.file, await readMapping(files.mappingFile), { onRow: row => void outcomes.push(row) })
  return outcomes
}

it('there is a template of everything that a row can become', () => {
  expect(new Set(Object.values(templates).map(({ becomes }) => becomes))).toEqual(new Set(kinds))
})

describe.each(templateNames)('the template %s', name => {
  it.each([
    ['en', 'csv'],
    ['en', 'xlsx'],
    ['vi', 'csv'],
    ['vi', 'xlsx'],
  ] as const)(
    'in %s as %s goes into an empty company as it is, and changes nothing a second time',
    async (language, format) => {
      const files = await written(name, language, format)
      const { crm } = await start({ company: {} })
      const first = await imported(crm, files)
      expect(told(first).filter(row => row.includes('rejected'))).toEqual([])
      const notices = first.flatMap(({ notices }) => notices.map(({ code }) => code))
      expect(notices).toEqual(name === 'pipeline' ? ['SAME_KEY', 'SAME_KEY'] : []) // a pipeline has a row for each stage
      expect(first.length).toBeGreaterThanOrEqual(2)
      expect((await imported(crm, files)).map(({ outcome }) => outcome)).toEqual(first.map(() => 'unchanged'))
    },
  )

  it('says the same in a text file and in an Excel file', async () => {
    for (const language of ['en', 'vi'] as const) {
      const logs = []
      for (const format of ['csv', 'xlsx'] as const) {
        const { crm, log } = await start({ company: {} })
        await imported(crm, await written(name, language, format))
        logs.push(await log())
      }
      expect(logs[0]).toEqual(logs[1])
    }
  })
})

describe('a template', () => {
  it('is written over nothing, neither its file nor its mapping', async () => {
    const { folder, file, mappingFile } = await written('product', 'en', 'csv')
    await writeFile(file, 'mine')
    const [other, otherMapping] = [join(folder, 'other.csv'), join(folder, 'other.mapping.json')]
    await expect(writeTemplate('product', { file, mappingFile: otherMapping, language: 'en' })).rejects.toMatchObject({
      code: 'FileIsThere',
      file,
    })
    await writeFile(mappingFile, 'mine too')
    await expect(writeTemplate('product', { file: other, mappingFile, language: 'en' })).rejects.toMatchObject({
      code: 'FileIsThere',
      file: mappingFile,
    })
    expect(await readFile(file, 'utf8')).toBe('mine')
    expect(await readFile(mappingFile, 'utf8')).toBe('mine too')
    expect((await readdir(folder)).sort()).toEqual(['sample.csv', 'sample.mapping.json'])
  })
})
