import { nearestText, searchKeyOf, type Words } from '@eventcrm/crm'

/** A name without what stands in brackets: a branch, a place. */
const bare = (name: string): string => searchKeyOf(name.replaceAll(/\([^()]*\)/g, ' '))

/** Beginnings shorter than this are common to too many names. */
const shortestBeginning = 4

/** Whether one is the other with something added behind, at the end of a word. */
const isBeginning = (one: string, other: string): boolean =>
  one.length >= shortestBeginning && (other === one || other.startsWith(`${one} `))

/** What was probably meant by an unknown name: one that goes on behind the other, else the known name that takes the fewest changes, if they are few. */
export const nearestOf = (given: string, known: readonly string[]): string | undefined => {
  const base = bare(given)
  const begun = known.find(name => {
    const other = bare(name)
    return isBeginning(base, other) || isBeginning(other, base)
  })
  if (begun !== undefined) return begun
  return nearestText(given, known, searchKeyOf)
}

/** Ends a message about something unknown with what was probably meant; '' where nothing is near. */
export const nearestInWords = (nearest: string | undefined): Words =>
  nearest === undefined ? { en: '', vi: '' } : { en: `; the nearest is "${nearest}"`, vi: `; gần nhất là "${nearest}"` }

/** The same of a setting or a column: '' too where it is too long to be meant. */
export const didYouMean = (given: string, known: readonly string[]): Words =>
  nearestInWords(given.length > longestSetting ? undefined : nearestOf(given, known))

/** What a setting or a column is named at in a message, at most: a mapping may hold anything. */
const longestSetting = 40
export const named = (setting: string): string =>
  setting.length > longestSetting ? `${setting.slice(0, longestSetting)}…` : setting
