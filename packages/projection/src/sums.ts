// Whole numbers added up by name, and histograms bin by bin.

/** Counts by a whole number, such as days: what medians are read from. */
export type Histogram = Readonly<Record<string, number>>
export type Measures = Readonly<Record<string, number | Histogram>>

export type Sums = Record<string, number | Record<string, number>>

/**
 * Adds to sums in place.
 * @throws RangeError when a sum is no longer exact
 */
export const addTo = (sums: Sums, add: Partial<Measures>, sign: 1 | -1): void => {
  for (const name in add) {
    const value = add[name]
    if (value === undefined) continue
    const was = sums[name]
    if (typeof value === 'number') {
      const sum = (typeof was === 'number' ? was : 0) + sign * value
      if (!Number.isSafeInteger(sum)) throw new RangeError(`${name} is no longer a whole number below 2^53`)
      sums[name] = sum
    } else {
      const bins = typeof was === 'object' ? was : {}
      addTo(bins, value, sign)
      sums[name] = bins
    }
  }
}

/** Whether they come to nothing. */
export const isNothing = (sums: Sums): boolean => {
  for (const name in sums) {
    const value = sums[name]
    if (typeof value === 'object' ? !isNothing(value) : value !== 0) return false
  }
  return true
}

/** A copy without what comes to nothing, so that equal totals are equal documents. */
export const withoutZeros = (sums: Partial<Measures>): Sums => {
  const kept: Sums = {}
  for (const name in sums) {
    const value = sums[name]
    if (value === undefined || value === 0) continue
    if (typeof value === 'number') kept[name] = value
    else {
      const bins: Record<string, number> = {}
      for (const bin in value) {
        const count = value[bin]
        if (count) bins[bin] = count
      }
      if (!isNothing(bins)) kept[name] = bins
    }
  }
  return kept
}
