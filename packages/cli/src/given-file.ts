import type { Words } from '@eventcrm/domain'
import { statSync } from 'node:fs'
import { unavailable } from './fault.ts'
import { quotedFile } from './quoted.ts'

/** A file that the user named. */
export interface GivenFile {
  /** As the user named it. */
  readonly file: string
  /** Its whole path. */
  readonly path: string
  /** What to give instead, if it will not do. */
  readonly expected: Words
}

/** For whoever named something else as the database to read. */
export const theWritten: Words = {
  en: 'give the file that `eventcrm import` or `eventcrm demo` wrote to: --database FILE',
  vi: 'hãy chỉ ra tệp mà `eventcrm import` hoặc `eventcrm demo` đã ghi: --database FILE',
}

const give = ({ en, vi }: Words): Words => ({ en: `give ${en}`, vi: `hãy chỉ ra ${vi}` })

/** @throws Fault when a folder is there */
export const checkNoFolder = ({ file, path, expected }: GivenFile): void => {
  const name = quotedFile(file)
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw unavailable(
      { en: `${name} is a folder, not a file`, vi: `${name} là thư mục, không phải tệp` },
      give(expected),
    )
}

/** @throws Fault when nothing is there, or a folder */
export const checkFile = (given: GivenFile): void => {
  checkNoFolder(given)
  const name = quotedFile(given.file)
  if (!statSync(given.path, { throwIfNoEntry: false }))
    throw unavailable({ en: `${name} is not there`, vi: `không có tệp ${name}` }, give(given.expected))
}
