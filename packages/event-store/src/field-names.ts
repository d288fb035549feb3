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

/** Faults that a message tells, which people are to read: the error has all of them. */
const mostShown = 10

/** What was wrong with several fields, in one line. */
export const shownFaults = (faults: readonly { readonly field: string; readonly message: string }[]): string => {
  const shown = faults
    .slice(0, mostShown)
    .map(({ field, message }) => (field === '' ? message : `${field}: ${message}`))
  const more = faults.length - shown.length
  return [...shown, ...(more > 0 ? [`and ${String(more)} more`] : [])].join('; ')
}

/** In how many letters a name may differ from the one that is meant: of three letters in one, of eight in three. */
export const mostChanges = (given: string): number => Math.floor(given.length * 0.4)

/**
 * The known text that an unknown one probably stands for: it takes the fewest changes, if they are few.
 * @param keyOf what of a text is compared
 */
export const nearestText = (
  given: string,
  known: readonly string[],
  keyOf: (text: string) => string = text => text.toLowerCase(),
): string | undefined => {
  const key = keyOf(given)
  const byKey = new Map(known.map(text => [keyOf(text), text]))
  const maxDistance = mostChanges(key)
  // without a bound of at least one change, any text would be the closest
  const closest = maxDistance === 0 ? key : closestMatch(key, [...byKey.keys()], { maxDistance })
  return closest === undefined ? undefined : byKey.get(closest)
}

/** The same for a field's name; undefined where what is given does not look like one. */
export const nearestName = (given: string, known: readonly string[]): string | undefined =>
  isFieldName(given) ? nearestText(given, known) : undefined
