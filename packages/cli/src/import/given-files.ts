import type { Words } from '@eventcrm/domain'
import { isSameFile } from '@eventcrm/importer'
import { resolve } from 'node:path'
import { checkFile, checkNoFolder } from '../given-file.ts'
import { usageFault } from '../fault.ts'
import { quotedFile } from '../quoted.ts'

/** The files on the command line of an import, as the user named them. */
export interface GivenFiles {
  readonly file: string
  readonly mapping: string
  /** Undefined where it is none. */
  readonly database: string | undefined
  readonly rejected: string | undefined
}

/**
 * @param folder where relative paths start from
 * @throws Fault when one is missing, is a folder, or would be written over by the rejected rows
 */
export const checkFiles = (folder: string, { file, mapping, database, rejected }: GivenFiles): void => {
  const given = (name: string, expected: Words) => ({ file: name, path: resolve(folder, name), expected })
  const source = given(file, {
    en: 'the CSV or Excel file to import: `eventcrm import FILE`',
    vi: 'tệp CSV hoặc Excel cần nhập: `eventcrm import FILE`',
  })
  const map = given(mapping, {
    en: 'a JSON file that says what the columns mean: --mapping FILE',
    vi: 'tệp JSON cho biết các cột nghĩa là gì: --mapping FILE',
  })
  const expected = {
    en: 'a SQLite file, or the name of a new one: --database FILE',
    vi: 'một tệp SQLite, hoặc tên một tệp mới: --database FILE',
  }
  const company = database === undefined ? undefined : given(database, expected)
  checkFile(source)
  checkFile(map)
  if (company) checkNoFolder(company)
  if (rejected === undefined) return
  const over = [source, map, ...(company ? [company] : [])].find(({ path }) =>
    isSameFile(path, resolve(folder, rejected)),
  )
  if (over) {
    throw usageFault(
      {
        en: `--rejected: the rejected rows would be written over ${quotedFile(over.file)}`,
        vi: `--rejected: các dòng bị từ chối sẽ ghi đè lên ${quotedFile(over.file)}`,
      },
      { en: 'give the name of another file: --rejected FILE', vi: 'hãy đặt tên một tệp khác: --rejected FILE' },
    )
  }
}
