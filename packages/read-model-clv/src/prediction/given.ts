// What the models are given is checked: one absurd number would move what is said of everybody.

const refuse = (what: string, expected: string, given: unknown): never => {
  throw new RangeError(`${what}: expected ${expected}, not ${String(given)}`)
}

export const checkWhole = (what: string, given: number, least: number): void => {
  if (!Number.isSafeInteger(given) || given < least) refuse(what, `a whole number from ${String(least)} on`, given)
}

export const checkNotNegative = (what: string, given: number): void => {
  if (!(given >= 0 && given < Infinity)) refuse(what, 'a number from 0 on', given)
}

export const checkPositive = (parameters: Readonly<Record<string, number>>): void => {
  for (const [name, given] of Object.entries(parameters))
    if (!(given > 0 && given < Infinity)) refuse(`parameter ${name}`, 'a number greater than 0', given)
}

interface History {
  readonly repeats: number
  readonly lastAt: number
  readonly age: number
}

/** @param of which customer: 'customer 3', the first being 0 */
export const checkHistory = ({ repeats, lastAt, age }: History, of = 'customer'): void => {
  checkWhole(`${of}: repeats`, repeats, 0)
  checkNotNegative(`${of}: age`, age)
  if (repeats === 0 && lastAt !== 0) refuse(`${of}: lastAt`, '0, since nothing was bought after the first time', lastAt)
  if (!(lastAt >= 0 && lastAt <= age)) refuse(`${of}: lastAt`, `a number from 0 to the age, ${String(age)}`, lastAt)
}

/** @param of which customer: 'customer 3', the first being 0 */
export const checkSpending = (
  { repeats, mean }: { readonly repeats: number; readonly mean: number },
  of = 'customer',
): void => {
  checkWhole(`${of}: repeats`, repeats, 0)
  checkNotNegative(`${of}: mean`, mean)
}
