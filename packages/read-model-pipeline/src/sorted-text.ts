// Lists of text in plain order, each once.

const placeOf = (sorted: readonly string[], text: string): number => {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? '') < text) low = middle + 1
    else high = middle
  }
  return low
}

/** Adds it in place, unless it is there. */
export const addSorted = (sorted: string[], text: string): void => {
  const place = placeOf(sorted, text)
  if (sorted[place] !== text) sorted.splice(place, 0, text)
}

/** Removes it in place, if it is there. */
export const removeSorted = (sorted: string[], text: string): void => {
  const place = placeOf(sorted, text)
  if (sorted[place] === text) sorted.splice(place, 1)
}
