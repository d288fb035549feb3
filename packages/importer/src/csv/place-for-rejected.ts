// Known before the first row, not after the last: rejected rows that cannot be written are lost.
import { access, constants, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { FileUnreadable } from '../errors.ts'
import { isSameFile } from './same-file.ts'

export const noPlace = (folder: string, cause?: unknown): FileUnreadable =>
  new FileUnreadable(
    'NoPlaceForRejected',
    `Rejected rows cannot be written into ${folder}: expected a folder that is there and may be written to; give the rejected file another place`,
    { cause },
  )

/** @throws FileUnreadable when the file of rejected rows cannot appear there, or would take the place of the file itself */
export const checkPlace = async (rejectedFile: string, file: string): Promise<void> => {
  if (isSameFile(rejectedFile, file)) {
    throw new FileUnreadable(
      'SameFile',
      'The rejected rows cannot be written over the file that they are read from: choose another name',
    )
  }
  const there = await stat(rejectedFile).catch(() => undefined)
  if (there && !there.isFile()) {
    const what = there.isDirectory() ? 'a folder' : 'a device'
    throw new FileUnreadable(
      'NoPlaceForRejected',
      `${rejectedFile} is ${what}: expected the name of a file for the rejected rows`,
    )
  }
  const folder = dirname(resolve(rejectedFile))
  if (!(await stat(folder).catch(() => undefined))?.isDirectory()) throw noPlace(folder)
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw noPlace(folder, cause)
  })
}
