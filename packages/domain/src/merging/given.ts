// What commands of a merger take, the same for contacts and leads.
import { z } from 'zod'
import { expected } from '../kernel/expected.ts'
import { id, rejectionCode } from '../kernel/values.ts'

/** At once: what people look at together. */
const mostLosers = 20

/** @param fields of which somebody may choose whose value it is to have */
export const mergingGiven = <const Kind extends string, const Fields extends readonly string[]>(
  kind: Kind,
  fields: Fields,
) => {
  const other = id(kind)
  return {
    merge: {
      mergeId: id('merge').describe('Which merger; a new one'),
      loserIds: z
        .array(other)
        .min(1)
        .max(mostLosers)
        .refine(
          ids => new Set(ids).size === ids.length,
          expected({ en: 'expected each one once', vi: 'cần mỗi mục một lần' }),
        )
        .describe('Those that become part of it: of the first of them that has a value it counts'),
      chosen: z
        .array(
          z.strictObject({
            field: z.enum(fields).describe('The field'),
            fromId: other.describe('Whose value it is to have'),
          }),
        )
        .max(fields.length)
        .default([])
        .describe('Fields of which another value is to count than the first that there is'),
    },
    ofMerger: { mergeId: id('merge').describe('Which merger') },
    refuse: {
      loserId: other.describe('Which one could not become part of it'),
      code: rejectionCode.describe('Why not'),
    },
    survivor: { survivorId: other.describe('What it becomes part of') },
  }
}

/** A merger has others become part, and chooses among those that it is of. */
export const itsOwn =
  <IdField extends string>(idField: IdField) =>
  ({
    value,
    issues,
  }: z.core.ParsePayload<
    Readonly<Record<IdField, string>> & {
      readonly loserIds: readonly string[]
      readonly chosen: readonly { readonly fromId: string }[]
    }
  >): void => {
    const own: string = value[idField]
    if (value.loserIds.includes(own))
      issues.push({ code: 'custom', input: value, path: ['loserIds'], message: 'expected other ones' })
    for (const [i, { fromId }] of value.chosen.entries())
      if (fromId !== own && !value.loserIds.includes(fromId))
        issues.push({ code: 'custom', input: value, path: ['chosen', i, 'fromId'], message: 'expected one of them' })
  }
