// How errors name what came from outside. What stands where a field's name is expected may be anything, a telephone number or a whole
// file too: it is repeated only where it looks like a name.
import { closestMatch } from 'leven'

const fieldName = /^[A-Za-z][A-Za-z0-9]{0,39}$/

/** Whether it looks like a field's name: a letter, then at most 39 letters and digits. */
export const isFieldName = (name: string): boolean => fieldName.test(name)

const index = /^\d{1,6}$/

/**
 * Where in the input: a dotted path, in which what is no name stands as '…'.
 * @example shownPath(['expectedRevenue', 'currency']) // 'expectedRevenue.currency'
 */
export const shownPath = (path: readonly PropertyKey[]): string =>
  path.map(key => (isFieldName(String(key)) || index.test(String(key)) ? String(key) : '…')).join('.')

/** The known name that an unknown one probably stands for: it takes the fewest changes, if they are few. */
export const nearestName = (given: string, known: readonly string[]): string | undefined => {
  if (!isFieldName(given)) return undefined
  const byFolded = new Map(known.map(name => [name.toLowerCase(), name]))
  const maxDistance = Math.max(1, Math.floor(given.length * 0.4))
  const closest = closestMatch(given.toLowerCase(), [...byFolded.keys()], { maxDistance })
  return closest === undefined ? undefined : byFolded.get(closest)
}
