// What rollups add up, by name: sums of any size, counts, and histograms bin by bin.

/** Counts by a whole number, such as days: what medians are read from. */
export type Histogram = Readonly<Record<string, number>>
/** A sum is a bigint, since money adds up beyond 2^53; a count is a number. */
export type Measures = Readonly<Record<string, bigint | number | Histogram>>

export type Sums = Record<string, bigint | number | Record<string, number>>

/** As stores give them back: a sum as decimal text. */
export type StoredSums = Readonly<Record<string, string | number | Histogram>>

const mixed = (name: string) =>
  new TypeError(`${name} is added up as a sum, a count and a histogram; it can be one of them`)

/**
 * Adds to sums in place.
 * @throws RangeError when a count is no longer exact; TypeError when a measure is not always of one kind
 */
export const addTo = (sums: Sums, add: Partial<Measures>, sign: 1 | -1): void => {
  for (const name in add) {
    const value = add[name]
    if (value === undefined) continue
    const was = sums[name]
    if (typeof value === 'bigint') {
      const more = sign === 1 ? value : -value
      if (was === undefined) sums[name] = more
      else if (typeof was === 'bigint') sums[name] = was + more
      else throw mixed(name)
    } else if (typeof value === 'number') {
      if (was !== undefined && typeof was !== 'number') throw mixed(name)
      const sum = (was ?? 0) + sign * value
      if (!Number.isSafeInteger(sum))
        throw new RangeError(`${name} is no longer a whole number below 2^53: make it a sum`)
      sums[name] = sum
    } else {
      if (was !== undefined && typeof was !== 'object') throw mixed(name)
      const bins = was ?? {}
      addTo(bins, value, sign)
      sums[name] = bins
    }
  }
}

/** Whether they come to nothing. */
export const isNothing = (sums: Sums): boolean => {
  for (const name in sums) {
    const value = sums[name]
    if (typeof value === 'object' ? !isNothing(value) : value !== 0 && value !== 0n) return false
  }
  return true
}

/** A copy without what comes to nothing, so that equal totals are equal documents. */
export const withoutZeros = (sums: Partial<Measures>): Sums => {
  const kept: Sums = {}
  for (const name in sums) {
    const value = sums[name]
    if (value === undefined || value === 0 || value === 0n) continue
    if (typeof value !== 'object') kept[name] = value
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

/** Sums as a store gave them back; a copy. */
export const sumsIn = (stored: StoredSums | undefined): Sums => {
  const sums: Sums = {}
  for (const name in stored) {
    const value = stored[name]
    if (value !== undefined)
      sums[name] = typeof value === 'string' ? BigInt(value) : typeof value === 'number' ? value : { ...value }
  }
  return sums
}
