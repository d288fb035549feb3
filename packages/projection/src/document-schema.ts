// What a view's schema says of its documents: whether one fits, and which fields it has.
import { compiledWhenUsed } from '@eventcrm/event-store'
import type { z } from 'zod'
import { DocumentInvalid } from './errors.ts'
import { jsonSchemaOf, type JsonSchema } from './json-schema-decoder.ts'
import { strictly } from './strict-schema-decoder.ts'

/** The first fault of the option that fits best. */
const firstOf = (
  issues: readonly z.core.$ZodIssue[],
): { readonly path: readonly PropertyKey[]; readonly code: string } => {
  const [issue] = issues
  if (!issue) return { path: [], code: 'invalid' }
  if (issue.code === 'unrecognized_keys') return { path: [...issue.path, issue.keys[0] ?? ''], code: 'unknown field' }
  if (issue.code !== 'invalid_union') return issue
  const best = issue.errors.toSorted((a, b) => a.length - b.length)[0]
  if (!best || best.length === 0) return issue
  const { path, code } = firstOf(best)
  return { path: [...issue.path, ...path], code }
}

/**
 * A check of documents by their schema, which takes them as they are: no field is left out, added or changed.
 * @returns throws DocumentInvalid, naming the first field that does not fit
 */
export const documentCheck = (view: string, schema: z.ZodType): ((document: unknown) => void) => {
  let check: ReturnType<typeof compiledWhenUsed> | undefined
  return document => {
    check ??= compiledWhenUsed(strictly(schema))
    const { error } = check(document)
    if (!error) return
    const { path, code } = firstOf(error.issues)
    throw new DocumentInvalid(view, path.map(String).join('.'), code)
  }
}

const propertiesOf = ({ properties = {}, anyOf = [], oneOf = [], allOf = [] }: JsonSchema): readonly string[] => [
  ...Object.keys(properties),
  ...[...anyOf, ...oneOf, ...allOf].flatMap(propertiesOf),
]

/** The fields of a schema's objects, each once; of a union, those of all its options. */
export const fieldsOf = (schema: z.ZodType): readonly string[] => [...new Set(propertiesOf(jsonSchemaOf(schema)))]

const requiredIn = ({ required = [], anyOf = [], oneOf = [], allOf = [] }: JsonSchema): readonly string[] => {
  const options = [...anyOf, ...oneOf].map(requiredIn)
  const inEach = options[0]?.filter(field => options.every(option => option.includes(field))) ?? []
  return [...required, ...allOf.flatMap(requiredIn), ...inEach]
}

/** The fields that no object of the schema is without. */
export const requiredFieldsOf = (schema: z.ZodType): readonly string[] => requiredIn(jsonSchemaOf(schema))
