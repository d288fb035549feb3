// From checked filters to SQL. Names and paths come in only of the strict patterns that were checked; every value is a parameter.
import { behindPrefix, type Condition, type Path, type SortValue, type TextBound } from '@eventcrm/projection/store'

/** A piece of SQL with the values of its question marks, in order. */
export interface Sql {
  readonly text: string
  readonly values: readonly (string | number)[]
}

// A value is compared as what sorts rightly by itself: SQLite orders numbers before texts, by the bytes of UTF-8, which is by
// code point, before blobs. So null is −∞, which JSON can't hold, and false, true and what is no scalar are blobs. Nothing is
// ever NULL, so a condition is true or false, and `not` needs no third case; and no type is taken for another.
const nothing = '-9e999'
const firstText = "''"
const firstBlob = "x''"
const byType = "WHEN 'true' THEN x'01' WHEN 'false' THEN x'00' WHEN 'array' THEN x'02' WHEN 'object' THEN x'02'"

/** What stands at a path, in that form. Written alike wherever it is used, since that is how SQLite knows an index's expression. */
export const fieldSql = (path: Path): string => {
  const place = `'$.${path.join('.')}'`
  return `CASE json_type(document, ${place}) ${byType} ELSE ifnull(json_extract(document, ${place}), ${nothing}) END`
}

/** An element of `json_each`, in that form. */
export const elementSql = `CASE each.type ${byType} ELSE ifnull(each.value, ${nothing}) END`

const constant = (text: string): Sql => ({ text, values: [] })

/** A number goes in as JSON: SQLite then reads the text that stands in the document too, and whatever it makes of it is the same. */
export const valueSql = (value: SortValue): Sql => {
  if (value === null) return constant(nothing)
  if (typeof value === 'string') return { text: '?', values: [value] }
  if (typeof value === 'number') return { text: "json_extract(?, '$')", values: [JSON.stringify(value)] }
  return constant(value === true ? "x'01'" : value === false ? "x'00'" : "x'02'")
}

type Comparison = '=' | '>=' | '<=' | '>' | '<'

export const compareSql = (path: Path, comparison: Comparison, value: SortValue): Sql => {
  const { text, values } = valueSql(value)
  return { text: `${fieldSql(path)} ${comparison} ${text}`, values }
}

/**
 * Pieces joined, as a tree of little depth: SQLite bounds how deep an expression may be.
 * @param empty what none of them comes to
 */
export const joinSql = (pieces: readonly Sql[], by: 'AND' | 'OR', empty: '1' | '0'): Sql => {
  const [first, second] = pieces
  if (!first) return constant(empty)
  if (!second) return first
  const half = pieces.length >> 1
  const left = joinSql(pieces.slice(0, half), by, empty)
  const right = joinSql(pieces.slice(half), by, empty)
  return { text: `(${left.text} ${by} ${right.text})`, values: [...left.values, ...right.values] }
}

/** Bounds on both sides, so that numbers don't run on into texts, nor texts into blobs. */
const between = (path: Path, lowest: readonly Sql[], highest: readonly Sql[]): Sql =>
  joinSql(
    [...lowest, ...highest].map(({ text, values }) => ({ text: `${fieldSql(path)} ${text}`, values })),
    'AND',
    '1',
  )

const within = ({ path, bounds }: Extract<Condition, { readonly is: 'within' }>): Sql => {
  const texts = bounds.some(({ value }) => typeof value === 'string')
  const sql = bounds.map(({ compare, value }) => {
    const { text, values } = valueSql(value)
    return { compare, text: `${compare} ${text}`, values }
  })
  const lower = sql.filter(({ compare }) => compare.startsWith('>'))
  const upper = sql.filter(({ compare }) => compare.startsWith('<'))
  return between(
    path,
    lower.length > 0 ? lower : [constant(texts ? `>= ${firstText}` : `> ${nothing}`)],
    upper.length > 0 ? upper : [constant(texts ? `< ${firstBlob}` : `< ${firstText}`)],
  )
}

const prefixed = (path: Path, prefix: string): Sql => {
  const behind = behindPrefix(prefix)
  const end = behind === null ? constant(`< ${firstBlob}`) : { text: '< ?', values: [behind] }
  return between(path, [{ text: '>= ?', values: [prefix] }], [end])
}

/** The condition on a field's value being one of a list, whose length makes no difference to the text. */
const oneOf = (path: Path, values: readonly SortValue[]): Sql => {
  const [first] = values
  if (first === undefined) return constant('0')
  if (values.length === 1) return compareSql(path, '=', first)
  const list = `SELECT ${elementSql} FROM json_each(?) AS each`
  return { text: `${fieldSql(path)} IN (${list})`, values: [JSON.stringify(values)] }
}

/** Where the elements of lists are kept apart, for those fields that have an index. */
export interface ElementIndex {
  readonly table: string
  /** The index's number, by its field; undefined without an index. */
  readonly numberOf: (field: string) => number | undefined
}

const containing = (path: Path, value: SortValue, { table, numberOf }: ElementIndex): Sql => {
  const number = numberOf(path.join('.'))
  const { text, values } = valueSql(value)
  if (number !== undefined) {
    return {
      text: `id IN (SELECT document FROM ${table} WHERE field = ? AND value = ${text})`,
      values: [number, ...values],
    }
  }
  const place = `'$.${path.join('.')}'`
  const has = `EXISTS (SELECT 1 FROM json_each(document, ${place}) AS each WHERE ${elementSql} = ${text})`
  return { text: `(json_type(document, ${place}) IS 'array' AND ${has})`, values }
}

/** Bounds of texts on a piece of SQL, on both sides: numbers come before texts, and blobs behind them. */
const textsWithin = (piece: string, bounds: readonly TextBound[]): Sql =>
  joinSql(
    [
      ...bounds.map(({ compare, value }) => ({ text: `${piece} ${compare} ?`, values: [value] })),
      ...(bounds.some(({ compare }) => compare.startsWith('>')) ? [] : [constant(`${piece} >= ${firstText}`)]),
      ...(bounds.some(({ compare }) => compare.startsWith('<')) ? [] : [constant(`${piece} < ${firstBlob}`)]),
    ],
    'AND',
    '1',
  )

/** Rows of the elements that have a text within the bounds, once for each such text of a document. */
export const elementsWithin = (field: number, bounds: readonly TextBound[], table: string): Sql => {
  const { text, values } = textsWithin('value', bounds)
  return { text: `SELECT document FROM ${table} WHERE field = ? AND ${text}`, values: [field, ...values] }
}

const containingWithin = (path: Path, bounds: readonly TextBound[], { table, numberOf }: ElementIndex): Sql => {
  const number = numberOf(path.join('.'))
  if (number !== undefined) {
    const { text, values } = elementsWithin(number, bounds, table)
    return { text: `id IN (${text})`, values }
  }
  const place = `'$.${path.join('.')}'`
  const { text, values } = textsWithin(elementSql, bounds)
  const has = `EXISTS (SELECT 1 FROM json_each(document, ${place}) AS each WHERE ${text})`
  return { text: `(json_type(document, ${place}) IS 'array' AND ${has})`, values }
}

/** A condition on a row of a collection's table. */
export const conditionSql = (condition: Condition, elements: ElementIndex): Sql => {
  switch (condition.is) {
    case 'one of':
      return oneOf(condition.path, condition.values)
    case 'within':
      return within(condition)
    case 'prefixed':
      return prefixed(condition.path, condition.prefix)
    case 'containing':
      return containing(condition.path, condition.value, elements)
    case 'containing within':
      return containingWithin(condition.path, condition.bounds, elements)
    case 'all':
    case 'any': {
      const all = condition.is === 'all'
      return joinSql(
        condition.of.map(one => conditionSql(one, elements)),
        all ? 'AND' : 'OR',
        all ? '1' : '0',
      )
    }
    case 'not': {
      const { text, values } = conditionSql(condition.of, elements)
      return { text: `NOT (${text})`, values }
    }
  }
}
