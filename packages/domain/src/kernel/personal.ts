// Personal data is marked where an event declares it, so that the store can keep it apart and one day erase it.
import { z } from 'zod'

/** What a personal field reads as once the person has been erased. Never a decoding failure. */
export interface Erased {
  readonly erased: true
}
export const Erased: Erased = Object.freeze({ erased: true })

/** Whether a personal value was erased. */
export const isErased = (value: unknown): value is Erased =>
  typeof value === 'object' && value !== null && 'erased' in value && value.erased === true

/** A personal value as read: what was written, or `Erased`. */
export type Personal<T> = T | Erased

/** What generators know it by. */
const erased = z.custom<Erased>(isErased, 'expected a value, or Erased').meta({ kind: 'erased' })

const owners = z.registry<{ owner: string }>()

/**
 * Marks a value of an event as personal: it is stored apart, under the person it is about, and can be erased.
 * @param owner the field that holds the person's id: of the same object, or of the nearest one around it that has such a field
 */
export const personal = <T extends z.ZodType>(
  field: T,
  owner = 'personId',
): z.ZodUnion<readonly [T, z.ZodCustom<Erased, Erased>]> => {
  const union = z.union([field, erased])
  owners.add(union, { owner })
  return union
}

/** Where a personal value stands in an event's data, and how far down that path the object lies that holds its owner's id. */
export interface PersonalField {
  /** Keys from the top; `*` stands for every element of an array, or every value of a record. */
  readonly path: readonly string[]
  readonly owner: string
  /** How many keys of `path` lead to the object with the owner's id. */
  readonly ownerDepth: number
}

interface Around {
  readonly depth: number
  readonly keys: readonly string[]
}

/**
 * The personal fields of an event schema.
 * @throws TypeError at definition, when a mark names an owner that no object around it has
 */
export const personalFields = (
  event: string,
  schema: z.ZodType,
  path: readonly string[] = [],
  around: readonly Around[] = [],
): readonly PersonalField[] => {
  const mark = owners.get(schema)
  if (mark) {
    const holder = around.findLast(({ keys }) => keys.includes(mark.owner))
    if (!holder)
      throw new TypeError(`${event}: /${path.join('/')} is personal to '${mark.owner}', which no object around it has`)
    return [{ path, owner: mark.owner, ownerDepth: holder.depth }]
  }
  const into = (field: unknown, key?: string) =>
    personalFields(event, field as z.ZodType, key === undefined ? path : [...path, key], around)
  if (schema instanceof z.ZodObject) {
    const inside = [...around, { depth: path.length, keys: Object.keys(schema.shape) }]
    return Object.entries(schema.shape).flatMap(([key, field]) =>
      personalFields(event, field as z.ZodType, [...path, key], inside),
    )
  }
  if (schema instanceof z.ZodArray) return into(schema.element, '*')
  if (schema instanceof z.ZodRecord) return into(schema.valueType, '*')
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodExactOptional)
    return into(schema.unwrap())
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(option => into(option))
  return []
}
