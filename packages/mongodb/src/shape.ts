// What a collection's schema says of the values at a path, as far as MongoDB has a type of its own for them.
import { jsonSchemaOf, sumFormat, type Collection, type JsonSchema, type Path } from '@eventcrm/projection/store'

/** How a scalar is kept where the plain way would say less: an instant as a date, a whole number as a long, a sum as a decimal. */
export type Kind = 'instant' | 'long' | 'sum'

const sample = '2026-03-31T02:00:00'
/** Whether a schema's texts are instants in the one form in which a date is written again: of UTC, with three decimals. */
const isInstant = ({ format, pattern }: JsonSchema): boolean => {
  if (format !== 'date-time' || pattern === undefined) return false
  const matches = new RegExp(pattern)
  const others = ['Z', '.0000Z', '.00Z', '.000+07:00', '.000'].map(end => sample + end)
  return matches.test(`${sample}.000Z`) && !others.some(other => matches.test(other))
}

const [least, most] = [-(2 ** 31), 2 ** 31 - 1]
const fitsInt = ({ minimum = -Infinity, maximum = Infinity }: JsonSchema) => minimum >= least && maximum <= most

const isText = ({ type, enum: values = [], const: value }: JsonSchema) =>
  type === 'string' || typeof value === 'string' || values.some(one => typeof one === 'string')
const isNumber = ({ type }: JsonSchema) => type === 'number' || type === 'integer'
const isAnything = (schema: JsonSchema) =>
  (['type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', '$ref'] as const).every(word => schema[word] === undefined)

const isNull = ({ type, enum: values = [], const: value }: JsonSchema) =>
  type === 'null' || value === null || values.includes(null)

const kindOf = (options: readonly JsonSchema[]): Kind | undefined => {
  if (options.some(isAnything)) return undefined
  const texts = options.filter(isText)
  if (texts.length > 0) {
    if (texts.every(isInstant)) return 'instant'
    return texts.every(({ format }) => format === sumFormat) ? 'sum' : undefined
  }
  const numbers = options.filter(isNumber)
  const whole = numbers.length > 0 && numbers.every(({ type }) => type === 'integer')
  return whole && !numbers.every(fitsInt) ? 'long' : undefined
}

/** The options of a schema's unions, each by itself and of one type, references followed. */
const optionsOf = (schemas: readonly JsonSchema[], root: JsonSchema): readonly JsonSchema[] => {
  const options = new Set<JsonSchema>()
  const seen = new Set<JsonSchema>()
  const add = (schema: JsonSchema): void => {
    if (seen.has(schema)) return
    seen.add(schema)
    const { anyOf, oneOf, allOf, $ref } = schema
    for (const one of [...(anyOf ?? []), ...(oneOf ?? []), ...(allOf ?? [])]) add(one)
    if ($ref === '#') add(root)
    else if ($ref !== undefined) add(root.$defs?.[$ref.replace('#/$defs/', '')] ?? {})
    if (anyOf || oneOf || allOf || $ref !== undefined) return
    const { type } = schema
    for (const one of typeof type === 'object' ? type.map(type => ({ ...schema, type })) : [schema]) options.add(one)
  }
  for (const schema of schemas) add(schema)
  return [...options]
}

/** The shape of a value, worked out as far as it is asked for: a schema may be its own part. */
export class Shape {
  readonly kind: Kind | undefined
  readonly #options: readonly JsonSchema[]
  readonly #root: JsonSchema
  readonly #parts = new Map<string, Shape>()
  #items: Shape | undefined

  private constructor(schemas: readonly JsonSchema[], root: JsonSchema) {
    this.#options = optionsOf(schemas, root)
    this.#root = root
    this.kind = kindOf(this.#options)
  }

  static of(schema: Collection['schema']): Shape {
    const json = schema ? jsonSchemaOf(schema) : {}
    return new Shape([json], json)
  }

  /** The value under a key. */
  at(key: string): Shape {
    let part = this.#parts.get(key)
    if (part === undefined) {
      const schemas = this.#options.flatMap(({ type, properties = {}, additionalProperties }) => {
        if (Object.hasOwn(properties, key)) return [properties[key] ?? {}]
        if (typeof additionalProperties === 'object') return [additionalProperties]
        return type === 'object' && additionalProperties !== false ? [{}] : []
      })
      part = new Shape(schemas, this.#root)
      // keys of a record are data, and may be without end
      if (this.#parts.size < 1000) this.#parts.set(key, part)
    }
    return part
  }

  /** The elements of a list. */
  get items(): Shape {
    return (this.#items ??= new Shape(
      this.#options.flatMap(({ items, prefixItems = [] }) => [...(items ? [items] : []), ...prefixItems]),
      this.#root,
    ))
  }

  along(path: Path): Shape {
    return path.reduce<Shape>((shape, key) => shape.at(key), this)
  }

  /** Whether one document may have null at a path and another nothing. */
  isNullOrMissing(path: Path): boolean {
    return this.#mayMiss(path) && this.#mayBeNull(path)
  }

  #mayMiss([key, ...rest]: Path): boolean {
    if (key === undefined) return false
    return this.#options.some(({ required = [] }) => !required.includes(key)) || this.at(key).#mayMiss(rest)
  }

  #mayBeNull([key, ...rest]: Path): boolean {
    if (this.#options.some(isAnything)) return true
    return key === undefined ? this.#options.some(isNull) : this.at(key).#mayBeNull(rest)
  }
}
