import type { z } from 'zod'
import { CommandInvalid } from '../errors.ts'
import { faultsOf } from './faults.ts'

/**
 * The value as its schema gives it.
 * @param what whose input it is, for the message
 * @throws CommandInvalid naming each field at fault
 */
export const checked = <T>(
  what: string,
  check: (value: unknown) => z.ZodSafeParseResult<T>,
  value: unknown,
  index?: number,
): T => {
  const result = check(value)
  if (!result.success) throw new CommandInvalid(what, faultsOf(result.error), index)
  return result.data
}
