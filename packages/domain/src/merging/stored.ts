// The events of a merger, the same for contacts and leads: a storage contract.
import { z } from 'zod'
import { id } from '../kernel/values.ts'

const mergeId = id('merge').describe('Which merger')

/** @param kind of what is merged: 'contact' or 'lead' */
export const mergingEvents = <const Kind extends string>(kind: Kind) => {
  const loserIds = z.array(id(kind)).describe('Those that become part of it, by rank')
  const survivorId = id(kind).describe('What it is the same as, and what stands for it')
  return {
    requested: z.object({
      mergeId,
      loserIds,
      chosen: z
        .array(
          z.object({ field: z.string().describe('The field'), fromId: id(kind).describe('Whose value it is to have') }),
        )
        .describe('Fields whose value somebody chose; of the others it is the first that there is'),
    }),
    into: z.object({ survivorId, mergeId }),
    merged: <Values extends z.ZodRawShape>(values: z.ZodObject<Values>) =>
      z.object({
        mergeId,
        loserIds,
        taken: z
          .array(
            z.object({
              fromId: id(kind).describe('Whose it is'),
              personId: id('person').describe('Whom the personal values are about'),
              values: values.describe('What it was given'),
            }),
          )
          .describe('What it took over from each'),
      }),
    refused: z.object({
      mergeId,
      loserId: id(kind).describe('Which one could not become part of it'),
      code: z.string().describe('Why not: the code of its rejection'),
    }),
    addressed: z.object({
      path: z
        .array(id(kind))
        .describe('What the command named; where that is part of another that is part of it, each in turn'),
      facts: z.int().describe('How many of the next events come of it'),
    }),
    unmergeRequested: z.object({ mergeId, loserIds }),
    setApart: z.object({ survivorId: id(kind).describe('What it was part of'), mergeId }),
    unmerged: <Values extends z.ZodRawShape, Gone extends z.ZodRawShape>(
      values: z.ZodObject<Values>,
      gone: z.ZodObject<Gone>,
    ) =>
      z.object({
        mergeId,
        loserIds,
        personId: id('person').describe('Whom the personal values are about'),
        values: values.describe('What it has again'),
        gone: gone.describe('What it has no longer'),
      }),
  }
}
