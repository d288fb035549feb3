/** The error for what came from outside and isn't of the documented form. It never repeats what was given: that may be personal. */
export const inputError = (at: string, expected: string): TypeError => new TypeError(`${at}: expected ${expected}`)

/** An object as JSON has them. */
export const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
