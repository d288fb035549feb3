// What a command would change. Personal values may have been erased: no value given is the same as an erased one.

/** Whether two values are the same through and through, whatever the order of their keys. */
export const same = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (
    typeof a !== 'object' ||
    typeof b !== 'object' ||
    a === null ||
    b === null ||
    Array.isArray(a) !== Array.isArray(b)
  )
    return false
  const inB = new Map<string, unknown>(Object.entries(b))
  const inA = Object.entries(a)
  return inA.length === inB.size && inA.every(([key, value]) => inB.has(key) && same(value, inB.get(key)))
}

/** The first of the fields given that is not the same there; undefined when nothing would change. What is undefined was not given. */
export const differingField = <T extends object>(
  given: T,
  current: { readonly [K in keyof T]: unknown },
): (keyof T & string) | undefined => {
  for (const field in given) if (given[field] !== undefined && !same(given[field], current[field])) return field
  return undefined
}

/** The values that hold when those given replace the others; what is undefined was not given. */
export const withGiven = <T extends object>(current: T, given: { readonly [K in keyof T]?: T[K] | undefined }): T => ({
  ...current,
  ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
})

/** What changes when the values given replace the others: before and since, of nothing else; what is undefined was not given. */
export const changed = <T extends object>(
  current: T,
  given: { readonly [K in keyof T]?: T[K] | undefined },
): { readonly from: Partial<T>; readonly to: Partial<T> } => {
  const from: Partial<T> = {}
  const to: Partial<T> = {}
  for (const field in current) {
    const value = given[field]
    if (value === undefined || same(value, current[field])) continue
    from[field] = current[field]
    to[field] = value
  }
  return { from, to }
}
