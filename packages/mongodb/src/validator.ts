// A collection's schema as MongoDB's own JSON Schema, which refuses every word that it does not know. Types, fields, lengths, bounds and lists of
// values go over; patterns do not, since three of them made a commit half as slow again.
import { jsonSchemaOf, sumFormat, type Collection, type JsonSchema } from '@eventcrm/projection/store'
import { storedKey } from './document-codec.ts'

type Words = Record<string, unknown>

const kept = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems'] as const

const typeOf = ({ type, format }: JsonSchema): Words => {
  if (format === sumFormat) return { bsonType: ['decimal', 'string'] }
  if (format === 'date-time') return { bsonType: ['date', 'string'] }
  if (type === 'integer') return { type: 'number', multipleOf: 1 }
  return type === undefined ? {} : { type }
}

const valuesOf = ({ const: value, enum: values }: JsonSchema): Words => {
  const all = values ?? (value === undefined ? [] : [value])
  return all.length > 0 ? { enum: [...new Set(all)] } : {}
}

const boundsOf = (schema: JsonSchema): Words => {
  const { exclusiveMinimum, exclusiveMaximum } = schema
  return {
    ...Object.fromEntries(kept.flatMap(word => (schema[word] === undefined ? [] : [[word, schema[word]]]))),
    ...(exclusiveMinimum === undefined ? {} : { minimum: exclusiveMinimum, exclusiveMinimum: true }),
    ...(exclusiveMaximum === undefined ? {} : { maximum: exclusiveMaximum, exclusiveMaximum: true }),
  }
}

const converted = (schema: JsonSchema, root: JsonSchema, within: readonly JsonSchema[]): Words => {
  // a schema that is its own part has no words here: what stands so deep may be anything
  if (within.includes(schema)) return {}
  const convert = (part: JsonSchema) => converted(part, root, [...within, schema])
  const { $ref, anyOf, oneOf, allOf, properties, additionalProperties, required = [], items, prefixItems } = schema
  if ($ref !== undefined) return convert($ref === '#' ? root : (root.$defs?.[$ref.replace('#/$defs/', '')] ?? {}))
  const unions = Object.entries({ anyOf: anyOf ?? oneOf, allOf }).flatMap(([word, all]) =>
    all && all.length > 0 ? [[word, all.map(convert)] as const] : [],
  )
  const parts = Object.entries(properties ?? {}).map(([key, part]) => [storedKey(key), convert(part)] as const)
  return {
    ...typeOf(schema),
    ...valuesOf(schema),
    ...boundsOf(schema),
    ...Object.fromEntries<unknown>(unions),
    ...(properties ? { properties: Object.fromEntries<unknown>(parts) } : {}),
    ...(required.length > 0 ? { required: required.map(storedKey) } : {}),
    ...(additionalProperties === undefined
      ? {}
      : {
          additionalProperties:
            typeof additionalProperties === 'boolean' ? additionalProperties : convert(additionalProperties),
        }),
    ...(prefixItems ? { items: prefixItems.map(convert) } : items ? { items: convert(items) } : {}),
  }
}

const isList = (given: unknown): given is readonly Words[] => Array.isArray(given)

/** With the document's key, which no schema names. */
const withKey = (words: Words): Words => {
  const { properties } = words
  const anyOf: unknown = words['anyOf']
  return {
    ...words,
    ...(typeof properties === 'object' ? { properties: { _id: { type: 'string' }, ...properties } } : {}),
    ...(isList(anyOf) ? { anyOf: anyOf.map(withKey) } : {}),
  }
}

/** What the server is to check documents by. */
export const validatorOf = (schema: NonNullable<Collection['schema']>): object => {
  const json = jsonSchemaOf(schema)
  return withKey(converted(json, json, []))
}
