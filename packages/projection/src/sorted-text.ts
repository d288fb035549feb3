// Lists of text in plain order, each once: what a document's fold keeps long lists as, since each change then finds its place by halving.

const placeOf = (sorted: readonly string[], text: string): number => {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? '') < text) low = middle + 1
    else high = middle
  }
  return low
}

/** Adds a text to a list in plain order, in place, unless it is there. */
export const addSorted = (sorted: string[], text: string): void => {
  const place = placeOf(sorted, text)
  if (sorted[place] !== text) sorted.splice(place, 0, text)
}

/** Removes a text from a list in plain order, in place, if it is there. */
export const removeSorted = (sorted: string[], text: string): void => {
  const place = placeOf(sorted, text)
  if (sorted[place] === text) sorted.splice(place, 1)
}
