// Whole numbers added up by name, and histograms bin by bin.

/** Counts by a whole number, such as days: what medians are read from. */
export type Histogram = Readonly<Record<string, number>>
export type Measures = Readonly<Record<string, number | Histogram>>

export type Sums = Record<string, number | Record<string, number>>

export const isEmpty = (record: object): boolean => {
  for (const _ in record) return false
  return true
}

/**
 * Adds to sums in place and leaves no zero behind, so that equal totals are equal documents.
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
      if (sum === 0) Reflect.deleteProperty(sums, name)
      else sums[name] = sum
    } else {
      const bins = typeof was === 'object' ? was : {}
      addTo(bins, value, sign)
      if (isEmpty(bins)) Reflect.deleteProperty(sums, name)
      else sums[name] = bins
    }
  }
}

export const copyOf = (sums: Partial<Measures>): Sums => {
  const copy: Sums = {}
  addTo(copy, sums, 1)
  return copy
}
