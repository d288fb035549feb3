// What a caller says of a conversion.
import { z } from 'zod'
import { expected } from '../kernel/expected.ts'
import { externalIds } from '../kernel/external-ids.ts'
import { moneyGiven } from '../kernel/money.ts'
import { code, dayGiven, id, line } from '../kernel/values.ts'
import { leadId } from './rules.ts'

const into = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('newOpportunity').describe('An opportunity is opened'),
    title: line(300).optional().describe('Its title; the lead’s title, else its name, when left out'),
    pipelineId: id('pipeline').optional().describe('Its pipeline; the standard one when left out'),
    stageId: id('stage').optional().describe('Its stage; the first when left out'),
    ownerId: id('staff member').nullish().describe('Its salesperson; the lead’s when left out; null nobody'),
    teamId: id('sales team')
      .nullish()
      .describe('Its sales team; the lead’s, or the main one of the salesperson given, when left out; null none'),
    expectedRevenue: moneyGiven.optional().describe('Expected revenue; the sum of the lines when left out'),
    expectedCloseOn: dayGiven.optional().describe('Day on which it is expected to close'),
    externalIds: externalIds.optional().describe('What other systems call it'),
  }),
  z.strictObject({
    mode: z.literal('intoOpportunity').describe('An open opportunity takes the lead'),
    opportunityId: id('opportunity'),
  }),
  z.strictObject({ mode: z.literal('customerOnly').describe('The lead becomes a customer without an opportunity') }),
])

const becomesCustomer = z
  .boolean()
  .optional()
  .describe('Whether it becomes a customer, if it is not one; without an opportunity it always does')
const customerCode = code
  .optional()
  .describe('Customer code, unique in the company whatever its case; the company’s next when left out')

const customer = z.discriminatedUnion('choice', [
  z.strictObject({
    choice: z.literal('create').describe('A contact is made of the lead'),
    accountManagerId: id('staff member')
      .nullish()
      .describe('Account manager; the salesperson of the opportunity, else of the lead, when left out; null nobody'),
    becomesCustomer,
    code: customerCode,
    externalIds: externalIds.optional().describe('What other systems call the contact'),
  }),
  z.strictObject({
    choice: z.literal('link').describe('A contact that is there'),
    contactId: id('contact'),
    becomesCustomer,
    code: customerCode,
  }),
  z.strictObject({ choice: z.literal('none').describe('Nobody is said') }),
])

const asked = z.strictObject({
  leadId,
  into: into.describe('What it becomes'),
  customer: customer.describe('Whom that is for'),
})
export type Conversion = z.output<typeof asked>

const whom = expected({
  en: 'expected a contact, or that one is made: without an opportunity it becomes a customer',
  vi: 'cần một liên hệ, hoặc tạo liên hệ mới: không có cơ hội thì nó trở thành khách hàng',
})
const whose = expected({
  en: 'expected no customer code: a contact has one once it becomes a customer, which becomesCustomer says',
  vi: 'không cần mã khách hàng: liên hệ chỉ có mã khi trở thành khách hàng, mà becomesCustomer cho biết',
})

/** Whether the contact of a conversion is to become a customer. */
export const wantsCustomer = ({ into, customer }: Pick<Conversion, 'into' | 'customer'>): boolean =>
  customer.choice !== 'none' && (into.mode === 'customerOnly' || (customer.becomesCustomer ?? false))

export const conversion = asked
  .refine(({ into, customer }) => into.mode !== 'customerOnly' || customer.choice !== 'none', {
    error: whom,
    path: ['customer', 'choice'],
  })
  .refine(given => given.customer.choice === 'none' || given.customer.code === undefined || wantsCustomer(given), {
    error: whose,
    path: ['customer', 'code'],
  })
