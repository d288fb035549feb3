import type { Language } from '@eventcrm/crm'
import { rm, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { FileIsThere } from './errors.ts'
import { beginSheet, formatOf } from './sheet-writer.ts'
import { templates, type TemplateName } from './templates/index.ts'
import { mappingOf, rowsOf } from './templates/template.ts'

export interface TemplateFiles {
  /** A new name, Excel's file if it ends in .xlsx, else CSV. */
  readonly file: string
  /** A new name for the mapping that reads it. */
  readonly mappingFile: string
  /** Of headings and rows. */
  readonly language: Language
}

const isThere = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST'

/**
 * Writes a file to begin with: headings, a few rows, and the mapping that imports it. Nothing is written over.
 * @throws FileIsThere when one of the two is there already: then nothing was written; what the file system throws
 * @example await writeTemplate('individual', { file: 'people.xlsx', mappingFile: 'people.mapping.json', language: 'vi' })
 */
export const writeTemplate = async (
  name: TemplateName,
  { file, mappingFile, language }: TemplateFiles,
): Promise<void> => {
  const template = templates[name]
  const format = formatOf(file)
  const mapping = `${JSON.stringify(mappingOf(template, language, format), null, 2)}\n`
  const sheet = await beginSheet(dirname(resolve(file)), format, {})
  try {
    for (const row of rowsOf(template, language, format)) await sheet.add(row)
    const written = await sheet.end()
    await writeFile(mappingFile, mapping, { flag: 'wx' }).catch((error: unknown) => {
      throw isThere(error) ? new FileIsThere(mappingFile) : error
    })
    if (await written.appear(file)) return
    await rm(mappingFile)
    throw new FileIsThere(file)
  } finally {
    await sheet.discard()
  }
}
