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
  readonly expected: string
}

/** @throws Fault when a folder is there */
export const checkNoFolder = ({ file, path, expected }: GivenFile): void => {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw unavailable(`${quotedFile(file)} is a folder, not a file`, `give ${expected}`)
}

/** @throws Fault when nothing is there, or a folder */
export const checkFile = (given: GivenFile): void => {
  checkNoFolder(given)
  if (!statSync(given.path, { throwIfNoEntry: false }))
    throw unavailable(`${quotedFile(given.file)} is not there`, `give ${given.expected}`)
}
