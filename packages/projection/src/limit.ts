import { inputError } from './input-error.ts'

/**
 * How many are asked for at most; Infinity when left out.
 * @throws TypeError for what is no whole number from 1 on
 */
export const parseLimit = (given: unknown): number => {
  if (given === undefined) return Infinity
  if (!(Number.isSafeInteger(given) && Number(given) >= 1)) throw inputError('limit', 'a whole number, 1 or more')
  return Number(given)
}
