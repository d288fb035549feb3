// Where rejected rows go. Known before the first row, not after the last: rejected rows that cannot be written are lost.
import type { Words } from '@eventcrm/crm'
import { constants } from 'node:fs'
import { access, open, realpath, rm, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { FileUnreadable } from './errors.ts'
import type { NewFile } from './new-file.ts'
import { isRejectedFile } from './is-rejected-file.ts'
import { removedAtExit } from './removed-at-exit.ts'
import { isSameFile } from './same-file.ts'

export interface RejectedPlace {
  readonly folder: string
  /** The name that it will have, unless that is taken. */
  readonly name: string
  /**
   * Gives the file its name, and tells it. Nothing is ever written over but the rejected rows that were there at the beginning.
   * @param over whether those may be
   */
  appear(file: NewFile, over: boolean): Promise<string>
  /** No row was rejected: takes away those that were there at the beginning. */
  clear(): Promise<void>
}

const noPlace = (words: Words, cause?: unknown): FileUnreadable =>
  new FileUnreadable('NoPlaceForRejected', words, { cause })

export const noFolder = (folder: string, cause?: unknown): FileUnreadable =>
  noPlace(
    {
      en: `Rejected rows cannot be written into ${folder}: expected a folder that is there and may be written to; give the rejected file another place`,
      vi: `Không ghi được các dòng bị từ chối vào ${folder}: cần một thư mục có sẵn và được phép ghi; hãy chọn nơi khác cho tệp này`,
    },
    cause,
  )

const overItself: Words = {
  en: 'The rejected rows cannot be written over the file that they are read from: choose another name',
  vi: 'Không thể ghi các dòng bị từ chối đè lên chính tệp đang nhập: hãy chọn tên khác',
}

/** A file as it is now; undefined where there is none. */
const seen = async (file: string) => {
  const stats = await stat(file, { bigint: true }).catch(() => undefined)
  return stats && [stats.dev, stats.ino, stats.size, stats.mtimeNs].join(' ')
}

/** The names beside a file: orders.rejected.csv, orders.rejected-2.csv … */
function* names(file: string): Generator<string> {
  const extension = extname(file)
  const base = join(dirname(file), basename(file, extension).replace(/\.rejected(?:-\d+)?$/, ''))
  yield `${base}.rejected${extension}`
  for (let n = 2; ; n++) yield `${base}.rejected-${String(n)}${extension}`
}

/** By name, the files of rejected rows that stand beside a file. */
const standingBeside = async (file: string): Promise<ReadonlyMap<string, string>> => {
  const standing = new Map<string, string>()
  for (const name of names(file)) {
    const there = await seen(name)
    if (there === undefined) break
    if (!isSameFile(name, file)) standing.set(name, there)
  }
  return standing
}

/**
 * @param before what stood there at the beginning: one of those that has the same rows, rejected for the same reasons, needs no further file. What
 *   another import writes meanwhile is that one's
 */
const appearBeside = async (file: NewFile, beside: string, before: ReadonlyMap<string, string>): Promise<string> => {
  for (const name of names(beside)) {
    if (await file.appear(name)) return name
    const there = before.get(name)
    if (there === undefined || there !== (await seen(name))) continue
    if (!(await file.isSameAs(name).catch(() => false))) continue
    await file.discard()
    return name
  }
  return beside // there is always a further name
}

/** Runs something while no other import does the same to a file; false when another does. */
const alone = async (file: string, run: () => Promise<boolean>): Promise<boolean> => {
  const lock = join(dirname(file), `.${basename(file)}.lock`)
  const handle = await open(lock, 'wx', 0o600).catch(() => undefined)
  if (!handle) return false
  const gone = removedAtExit(lock)
  try {
    return await run()
  } finally {
    await handle.close()
    await rm(lock, { force: true })
    gone()
  }
}

/** @throws FileUnreadable when there is something else than rejected rows, or the file itself */
const checkOver = async (rejectedFile: string, file: string): Promise<void> => {
  if (isSameFile(rejectedFile, file)) throw new FileUnreadable('SameFile', overItself)
  const there = await stat(rejectedFile).catch(() => undefined)
  if (!there) return
  if (!there.isFile()) {
    const [en, vi] = there.isDirectory() ? ['a folder', 'một thư mục'] : ['a device', 'một thiết bị']
    throw noPlace({
      en: `${rejectedFile} is ${en}: expected the name of a file for the rejected rows`,
      vi: `${rejectedFile} là ${vi}: cần tên một tệp cho các dòng bị từ chối`,
    })
  }
  if (await isRejectedFile(rejectedFile)) return
  throw noPlace({
    en: `${rejectedFile} is there already, and holds something else than rejected rows: give the rejected file another name`,
    vi: `${rejectedFile} đã có và không phải là tệp các dòng bị từ chối: hãy đặt tên khác cho tệp này`,
  })
}

/** @throws FileUnreadable when the file of rejected rows cannot appear there */
const checkFolder = async (folder: string): Promise<void> => {
  if (!(await stat(folder).catch(() => undefined))?.isDirectory()) throw noFolder(folder)
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw noFolder(folder, cause)
  })
}

/**
 * @param file that the rows come from
 * @param given where its rejected rows are to go; undefined for a free name beside it, or that of the same rejected rows
 */
export const placeForRejected = async (file: string, given: string | undefined): Promise<RejectedPlace> => {
  if (given === undefined) {
    const standing = await standingBeside(file)
    return {
      folder: dirname(resolve(file)),
      name: file,
      appear: rejected => appearBeside(rejected, file, standing),
      clear: () => Promise.resolve(),
    }
  }
  await checkOver(given, file)
  await checkFolder(dirname(resolve(given)))
  // What a link leads to is written, not the link.
  const target = await realpath(given).catch(() => given)
  const before = await seen(target)
  const isAsBefore = async () => (await seen(target)) === before
  return {
    folder: dirname(resolve(target)),
    name: given,
    async appear(rejected, over) {
      const appeared =
        before === undefined
          ? await rejected.appear(target)
          : over &&
            (await alone(target, async () => {
              if (!(await isAsBefore())) return false
              await rejected.replace(target)
              return true
            }))
      return appeared ? given : appearBeside(rejected, given, new Map())
    },
    async clear() {
      if (before === undefined) return
      await alone(target, async () => {
        if (await isAsBefore()) await rm(target, { force: true })
        return true
      })
    },
  }
}
