// A copy of a schema that takes no unknown fields: zod has that for one object only, not for those inside it.
import { z } from 'zod'

const isSchema = (value: unknown): value is z.core.$ZodType =>
  typeof value === 'object' && value !== null && '_zod' in value

type Definition = Record<string, unknown> & { shape?: object; getter?: () => unknown }

const copy = (schema: z.core.$ZodType, copies: Map<z.core.$ZodType, z.core.$ZodType>): z.core.$ZodType => {
  const known = copies.get(schema)
  if (known) return known
  const strict = (part: unknown): unknown =>
    isSchema(part) ? copy(part, copies) : Array.isArray(part) ? part.map(strict) : part
  const strictParts = (parts: object) =>
    Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, strict(part)]))
  const { shape, getter, ...rest } = { ...schema._zod.def } as unknown as Definition
  const definition: Definition = strictParts(rest)
  if (getter) definition.getter = () => strict(getter())
  if (shape) {
    definition['catchall'] ??= z.never()
    // made when asked for, since a schema may hold itself
    let made: object | undefined
    Object.defineProperty(definition, 'shape', { enumerable: true, get: () => (made ??= strictParts(shape)) })
  }
  const made = z.core.clone(schema, definition as unknown as z.core.$ZodTypeDef)
  copies.set(schema, made)
  return made
}

/** The same schema, in which objects at every depth take no fields but their own. */
export const strictly = <T>(schema: z.ZodType<T>): z.ZodType<T> => copy(schema, new Map()) as z.ZodType<T>
