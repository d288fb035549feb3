// What a schema has, field by field, in words: from its JSON Schema, so that zod's own walk over schemas is the only one.
import { z } from 'zod'

export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly format?: string
  readonly kind?: string
  readonly const?: string | number | boolean | null
  readonly enum?: readonly (string | number | boolean | null)[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly maxLength?: number
  readonly maxItems?: number
  readonly minimum?: number
  readonly maximum?: number
}

/** @param io what callers give, before defaults and transforms, or what comes out */
export const jsonSchemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema =>
  z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const { type } = zodSchema._zod.def
      if (type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
      if (type === 'bigint') Object.assign(jsonSchema, { type: 'integer' })
    },
  }) as JsonSchema

/** What a schema may be, one by one: unions inside unions are one union. */
export const optionsOf = (schema: JsonSchema): readonly JsonSchema[] => {
  const options = schema.anyOf ?? schema.oneOf
  if (options) return options.flatMap(optionsOf)
  const { type } = schema
  return Array.isArray(type) ? type.map((one: string) => ({ ...schema, type: one })) : [schema]
}

interface Field {
  readonly path: string
  readonly type: string
  readonly describe: string
  readonly required: boolean
  readonly personal: boolean
}

const formats: Readonly<Record<string, string>> = {
  uuid: 'UUID',
  date: 'day, YYYY-MM-DD',
  'date-time': 'instant, UTC',
}
const isErased = ({ kind }: JsonSchema) => kind === 'erased'

/** What one option takes, in words. */
const inWords = (schema: JsonSchema): string => {
  if (schema.enum) return schema.enum.map(value => `\`${String(value)}\``).join(', ')
  if (schema.const !== undefined) return `\`${String(schema.const)}\``
  if (schema.items) return `list of ${typeOf(schema.items)}`
  if (schema.type === 'object' && !schema.properties && typeof schema.additionalProperties === 'object')
    return `${typeOf(schema.additionalProperties)} by key`
  if (schema.type === 'string') return formats[schema.format ?? ''] ?? 'text'
  return typeof schema.type === 'string' ? schema.type : 'any'
}

const typeOf = (schema: JsonSchema): string => {
  const options = optionsOf(schema).filter(option => !isErased(option))
  const words = new Set(options.filter(({ type }) => type !== 'null').map(inWords))
  return [...words, ...(options.some(({ type }) => type === 'null') ? ['null'] : [])].join(' or ')
}

/** The fields inside a schema, at whatever depth. Of several forms only what all of them require is required. */
const inside = (schema: JsonSchema, path: string): readonly Field[] => {
  const options = optionsOf(schema)
  const forms = options.filter(({ properties }) => properties !== undefined)
  const isRequired = (key: string) => forms.every(({ required }) => required?.includes(key) === true)
  return options.flatMap(({ items, properties, additionalProperties }) => {
    if (items) return inside(items, `${path}[]`)
    if (properties)
      return Object.entries(properties).flatMap(([key, field]) =>
        fieldsOf(field, path === '' ? key : `${path}.${key}`, isRequired(key)),
      )
    return typeof additionalProperties === 'object' ? inside(additionalProperties, `${path}.*`) : []
  })
}

const isPersonal = (schema: JsonSchema): boolean =>
  optionsOf(schema).some(
    option =>
      isErased(option) ||
      (option.items !== undefined && isPersonal(option.items)) ||
      (!option.properties &&
        typeof option.additionalProperties === 'object' &&
        isPersonal(option.additionalProperties)),
  )

/** A description stands on the field, or on what it may be besides null. */
export const descriptionOf = (schema: JsonSchema): string =>
  schema.description ?? optionsOf(schema).find(({ description }) => description !== undefined)?.description ?? ''

const fieldsOf = (schema: JsonSchema, path: string, required: boolean): readonly Field[] => [
  { path, type: typeOf(schema), describe: descriptionOf(schema), required, personal: isPersonal(schema) },
  ...inside(schema, path),
]

/** One row per path: the variants of a union often share fields. */
const merged = (fields: readonly Field[]): readonly Field[] => {
  const rows = new Map<string, Field>()
  for (const field of fields) {
    const was = rows.get(field.path)
    const types = new Set([...(was?.type.split(', ') ?? []), ...field.type.split(', ')])
    rows.set(field.path, {
      ...field,
      type: [...types].join(', '),
      describe: !was || was.describe === field.describe ? field.describe : `${was.describe}; ${field.describe}`,
    })
  }
  return [...rows.values()]
}

/**
 * The fields of an object's schema as a table in Markdown, each with its description.
 * @param io 'input' marks those that must be given, 'output' those that may be absent
 * @throws TypeError when a field has no description
 */
export const fieldTable = (name: string, schema: z.ZodType, io: 'input' | 'output' = 'output'): string[] => {
  const fields = merged(inside(jsonSchemaOf(schema, io), ''))
  if (fields.length === 0) return ['It has no fields.', '']
  const rows = fields.map(({ path, type, describe, required, personal }) => {
    if (describe === '') throw new TypeError(`${name}: ${path} has no description`)
    const mark = io === 'input' && required ? ' **required**' : ''
    const suffix = `${io === 'output' && !required ? ', may be absent' : ''}${personal ? ' **personal**' : ''}`
    return `| \`${path}\`${mark} | ${type}${suffix} | ${describe} |`
  })
  return ['| field | type | |', '| --- | --- | --- |', ...rows, '']
}
