/** Of a thing those of its fields. */
export const pick = <T extends object, K extends keyof T>(of: T, fields: readonly K[]): Partial<Pick<T, K>> => {
  const picked: Partial<Pick<T, K>> = {}
  for (const field of fields) picked[field] = of[field]
  return picked
}
