// What comes from outside is taken apart here, once for every store: what a store translates is a Condition, and nothing else
// gets through.
import { isPlain, inputError } from './input-error.ts'
import { behindPrefix } from './code-points.ts'
import type { Scalar } from './filter.ts'

/** A field's place: the keys that lead to it, of [A-Za-z0-9_] each. */
export type Path = readonly string[]

export interface Bound {
  readonly compare: '>=' | '<=' | '>' | '<'
  readonly value: string | number
}

export interface TextBound extends Bound {
  readonly value: string
}

/** A filter, checked, in fewer forms. */
export type Condition =
  | { readonly is: 'one of'; readonly path: Path; readonly values: readonly Scalar[] }
  /** At least one bound, and all of one type. */
  | { readonly is: 'within'; readonly path: Path; readonly bounds: readonly Bound[] }
  | { readonly is: 'prefixed'; readonly path: Path; readonly prefix: string }
  | { readonly is: 'containing'; readonly path: Path; readonly value: Scalar }
  /** A list with a text within all the bounds, of which there is at least one. */
  | { readonly is: 'containing within'; readonly path: Path; readonly bounds: readonly TextBound[] }
  | { readonly is: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly is: 'not'; readonly of: Condition }

/** True of every document. */
export const everything: Condition = { is: 'all', of: [] }

/** More than people build, and few enough for every database's parser. */
const deepest = 32
const most = 1000

const paths = /^[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*$/

/** @throws TypeError when it is no dotted path of letters, digits and underscores */
export const parsePath = (given: unknown, at: string): Path => {
  if (typeof given !== 'string' || given.length > 200 || !paths.test(given)) {
    throw inputError(at, "a field's dotted path of at most 200 letters, digits and underscores, like 'stage.name'")
  }
  return given.split('.')
}

const text = (given: unknown): given is string => typeof given === 'string' && given.isWellFormed()

/** Whether it is a string, a finite number, true, false or null. */
export const isScalar = (given: unknown): given is Scalar =>
  given === null || typeof given === 'boolean' || Number.isFinite(given) || text(given)

const scalar = (given: unknown, at: string): Scalar => {
  if (isScalar(given)) return given
  throw inputError(at, 'a string (of well-formed Unicode), a finite number, true, false or null')
}

const comparisons = [
  ['from', '>='],
  ['to', '<='],
  ['above', '>'],
  ['below', '<'],
] as const
const rangeKeys: ReadonlySet<string> = new Set(comparisons.map(([key]) => key))

/** What begins so, as bounds. */
const prefixBounds = (prefix: string): readonly TextBound[] => {
  const behind = behindPrefix(prefix)
  const end = behind === null ? [] : [{ compare: '<', value: behind } as const]
  return [{ compare: '>=', value: prefix }, ...end]
}

/**
 * Takes bounds of texts apart.
 * @throws TypeError naming the bound at fault, and when there is none
 */
export const parseTextRange = (given: Readonly<Record<string, unknown>>, at: string): readonly TextBound[] => {
  const bounds = comparisons.flatMap(([key, compare]): readonly TextBound[] => {
    if (!Object.hasOwn(given, key)) return []
    const value = given[key]
    if (!text(value)) throw inputError(`${at}.${key}`, 'a string (of well-formed Unicode)')
    return [{ compare, value }]
  })
  if (bounds.length === 0) throw inputError(at, "at least one of the bounds 'from', 'to', 'above' and 'below'")
  return bounds
}

const within = (given: Readonly<Record<string, unknown>>, path: Path, at: string): Condition => {
  const bounds: Bound[] = []
  for (const [key, compare] of comparisons) {
    if (!Object.hasOwn(given, key)) continue
    const value = given[key]
    if (!text(value) && !(typeof value === 'number' && Number.isFinite(value))) {
      throw inputError(`${at}.${key}`, 'a string (of well-formed Unicode) or a finite number')
    }
    const [first] = bounds
    if (first && typeof first.value !== typeof value) throw inputError(at, 'bounds of one type')
    bounds.push({ compare, value })
  }
  return { is: 'within', path, bounds }
}

/**
 * Takes a filter apart.
 * @param given anything: a Filter, or what claims to be one
 * @param at how error messages call it
 * @throws TypeError naming the place and what was expected there; it does not repeat what was given
 */
export const parseFilter = (given: unknown, at = 'where'): Condition => {
  let left = most
  const parse = (given: unknown, at: string, depth: number): Condition => {
    if (!isPlain(given)) throw inputError(at, 'a condition')
    if (depth > deepest) throw inputError(at, `conditions nested at most ${deepest} deep`)
    if (--left < 0) throw inputError(at, `at most ${most} conditions`)
    const { field, ...rest } = given
    const [operator = '', ...others] = Object.keys(rest)
    const nested = operator === 'and' || operator === 'or' || operator === 'not'
    if (nested !== !Object.hasOwn(given, 'field')) throw inputError(at, nested ? `'${operator}' alone` : 'a field')
    if (others.length > 0 && !(rangeKeys.has(operator) && others.every(key => rangeKeys.has(key)))) {
      throw inputError(at, 'one operator, or the bounds of a range')
    }
    const here = `${at}.${operator}`
    const operand = rest[operator]
    switch (operator) {
      case 'and':
      case 'or':
        if (!Array.isArray(operand)) throw inputError(here, 'a list of conditions')
        return {
          is: operator === 'and' ? 'all' : 'any',
          of: Array.from(operand, (one, i) => parse(one, `${here}[${i}]`, depth + 1)),
        }
      case 'not':
        return { is: 'not', of: parse(operand, here, depth + 1) }
      default:
    }
    const path = parsePath(field, `${at}.field`)
    switch (operator) {
      case 'equals':
        return { is: 'one of', path, values: [scalar(operand, here)] }
      case 'in':
        if (!Array.isArray(operand)) throw inputError(here, 'a list of values')
        return { is: 'one of', path, values: Array.from(operand, (one, i) => scalar(one, `${here}[${i}]`)) }
      case 'prefix':
        if (!text(operand)) throw inputError(here, 'a string (of well-formed Unicode)')
        return { is: 'prefixed', path, prefix: operand }
      case 'contains':
        return { is: 'containing', path, value: scalar(operand, here) }
      case 'containsPrefix':
        if (!text(operand)) throw inputError(here, 'a string (of well-formed Unicode)')
        return { is: 'containing within', path, bounds: prefixBounds(operand) }
      default:
        if (rangeKeys.has(operator)) return within(given, path, at)
        throw inputError(
          at,
          "one of the operators 'equals', 'in', 'from', 'to', 'above', 'below', 'prefix', 'contains', 'containsPrefix', 'and', 'or' and 'not'",
        )
    }
  }
  return parse(given, at, 1)
}
