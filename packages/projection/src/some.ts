import { parsePath, parseTextRange, type Path, type TextBound } from './condition.ts'
import { inputError } from './input-error.ts'

/** Which documents any are asked of, checked. */
export interface ParsedSome {
  readonly path: Path
  readonly bounds: readonly TextBound[]
  readonly limit: number
}

/** @throws TypeError naming the place and what was expected there */
export const parseSome = (given: { readonly field?: unknown; readonly limit?: unknown }): ParsedSome => {
  const { field, limit } = given
  if (!(Number.isSafeInteger(limit) && Number(limit) >= 1)) throw inputError('limit', 'a whole number, 1 or more')
  return { path: parsePath(field, 'field'), bounds: parseTextRange({ ...given }, 'some'), limit: Number(limit) }
}
