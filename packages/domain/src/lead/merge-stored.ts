// What a lead takes over from another one: a storage contract, like the events themselves.
import { z } from 'zod'
import { customStored } from '../kernel/custom-fields.ts'
import { externalIdsStored } from '../kernel/external-ids.ts'
import { assignmentStored } from '../sales-team/assignment.ts'
import { address, answer, lostReason, names, need, note, profile, rating, reach, remark, tag } from './stored.ts'

const values = z
  .object({
    ...names,
    ...reach,
    address,
    ...profile,
    need: need.describe('What is wanted; null unknown'),
    assignment: assignmentStored.describe('Who is in charge'),
    rating: rating.describe('Rating; null none'),
    qualification: z
      .object({
        outcome: z.enum(['qualified', 'disqualified']).describe('What was found'),
        reason: lostReason,
        note: remark,
      })
      .nullable()
      .describe('Whether it is worth an opportunity; null while nobody has decided'),
    status: z.enum(['open', 'converting', 'converted', 'lost', 'void']).describe('How it stands'),
    lost: z.object({ reason: lostReason, note: remark }).nullable().describe('Why it is lost; null unless it is'),
  })
  .exactPartial()

/** What a lead gets from another one, or has again. */
export const leadValues = z.object({
  ...values.shape,
  answers: z
    .array(z.object({ question: z.string().describe('The question'), answer }))
    .describe('Questions that were asked, with their answers'),
  tags: z.array(tag).describe('Tags'),
  notes: z.array(z.object(note)).describe('Notes'),
  externalIds: externalIdsStored.describe('What other systems call it'),
  custom: customStored.describe('The company’s own fields'),
})
const keys = (what: string) => z.array(z.string()).describe(what)
/** What it has no longer, by what tells each apart. */
export const leadPartsGone = z.object({
  answers: keys('Questions'),
  tags: keys('Tags, by entry or label'),
  notes: keys('Notes, by id'),
  externalIds: keys('Other systems'),
  custom: keys('Names of the company’s own fields'),
})
