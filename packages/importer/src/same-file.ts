import { realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** The name without the links on the way to it; a folder that is not there leads nowhere else. */
const placeOf = (file: string): string => {
  const path = resolve(file)
  try {
    return join(realpathSync(dirname(path)), basename(path))
  } catch {
    return path
  }
}

const thereAt = (file: string) => {
  try {
    return statSync(file, { bigint: true })
  } catch {
    return undefined
  }
}

/**
 * Whether two names lead to one file, through links or by two spellings, so that writing to one would harm the other; also of
 * files that are not there yet.
 */
export const isSameFile = (one: string, other: string): boolean => {
  if (placeOf(one) === placeOf(other)) return true
  const [a, b] = [thereAt(one), thereAt(other)]
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino
}
