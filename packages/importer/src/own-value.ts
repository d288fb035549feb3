import type { Custom } from './form.ts'
import { foldedText } from './reading/index.ts'

/**
 * Whether a field of the company's own has what a row says. A column of texts has numbers and truths too, where not everything in it is of one kind: they stay
 * what they are.
 */
export const hasOwnValue = (there: unknown, given: Custom[string] | null): boolean => {
  if (typeof given !== 'string') return (there ?? null) === given
  // 0912 is no number
  if (typeof there === 'number') return !/^-?0\d/.test(given) && Number(given) === there
  return typeof there === 'boolean' ? foldedText(given) === String(there) : there === given
}
