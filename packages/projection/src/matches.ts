import { compareCodePoints } from './code-points.ts'
import type { Bound, Condition } from './condition.ts'
import type { Document, Scalar } from './filter.ts'
import { isList, valueAt } from './order.ts'

const holds = ({ compare, value: bound }: Bound, value: unknown): boolean => {
  let compared: number
  if (typeof value === 'string' && typeof bound === 'string') compared = compareCodePoints(value, bound)
  else if (typeof value === 'number' && typeof bound === 'number') compared = value - bound
  else return false
  switch (compare) {
    case '>=':
      return compared >= 0
    case '<=':
      return compared <= 0
    case '>':
      return compared > 0
    case '<':
      return compared < 0
  }
}

/** A filter as a function of a document. */
export const matching = (condition: Condition): ((document: Document) => boolean) => {
  switch (condition.is) {
    case 'one of': {
      const values: ReadonlySet<unknown> = new Set<Scalar>(condition.values)
      return document => values.has(valueAt(document, condition.path) ?? null)
    }
    case 'within':
      return document => {
        const value = valueAt(document, condition.path)
        return condition.bounds.every(bound => holds(bound, value))
      }
    case 'prefixed':
      return document => {
        const value = valueAt(document, condition.path)
        return typeof value === 'string' && value.startsWith(condition.prefix)
      }
    case 'containing':
      return document => {
        const value = valueAt(document, condition.path)
        return isList(value) && value.includes(condition.value)
      }
    case 'containing within':
      return document => {
        const value = valueAt(document, condition.path)
        return isList(value) && value.some(one => condition.bounds.every(bound => holds(bound, one)))
      }
    case 'all': {
      const all = condition.of.map(matching)
      return document => all.every(one => one(document))
    }
    case 'any': {
      const any = condition.of.map(matching)
      return document => any.some(one => one(document))
    }
    case 'not': {
      const one = matching(condition.of)
      return document => !one(document)
    }
  }
}
