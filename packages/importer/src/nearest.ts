import { closestMatch } from 'leven'

/** Ends a message about something unknown with what was probably meant: the known name that takes the fewest changes, if they are few. */
export const nearestOf = (given: string, known: readonly string[]): string | undefined => {
  const byFolded = new Map(known.map(name => [name.toLowerCase(), name]))
  // At a third of the letters changed, "Lee" and "Lan" would still be the same; short names get one change.
  const maxDistance = Math.max(2, Math.ceil(given.length / 3) + 1)
  const closest = closestMatch(given.toLowerCase(), [...byFolded.keys()], { maxDistance })
  return closest === undefined ? undefined : byFolded.get(closest)
}

export const didYouMean = (given: string, known: readonly string[]): string => {
  const nearest = nearestOf(given, known)
  return nearest === undefined ? '' : `; the nearest is "${nearest}"`
}
