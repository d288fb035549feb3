// Random lives of opportunities in a small company that changes around them.
import {
  contact as contacts,
  lead as leads,
  invoice as invoices,
  isRejected,
  opportunity as opportunities,
  payment as payments,
  product as products,
  purchase as purchases,
  salesPipeline as pipelines,
  salesTeam as teams,
  staffMember as staff,
  standardLostReasons,
  standardStages,
  theStandardPipeline,
  type CommandMessage,
  type Day,
} from '@eventcrm/crm'
import { plans, pooled, type Generators } from '@eventcrm/testkit'
import fc from 'fast-check'
import type { Crm } from './trip.ts'

const mostly = (value: string, other: string) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(value) }, fc.constant(other))

const { won, ...open } = standardStages
const otherPipeline = pooled('pipeline')
const generators: Generators = {
  pipeline: mostly(theStandardPipeline, otherPipeline),
  stage: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...Object.values(open)) },
    fc.constantFrom(won, pooled('stage', 0), pooled('stage', 1)),
  ),
  'lost reason': fc.constantFrom(standardLostReasons.noNeed, pooled('lost reason')),
}

const [an, binh] = [pooled('staff member', 0), pooled('staff member', 1)]
const [north, south] = [pooled('sales team', 0), pooled('sales team', 1)]
const [crane, hoist] = [pooled('product', 0), pooled('product', 1)]

const first: readonly CommandMessage[] = [
  teams.create({ teamId: north, name: 'North' }),
  staff.register({ staffMemberId: an, name: 'An', mainTeamId: north, department: 'Sales' }),
  staff.register({ staffMemberId: binh, name: 'Bình' }),
  teams.create({ teamId: south, name: 'South', leaderId: binh }),
  products.list({ productId: crane, code: 'C', name: 'Crane', listPrice: { amount: 500, currency: 'VND' } }),
  products.list({ productId: hoist, code: 'H', name: 'Hoist' }),
  contacts.register({ contactId: pooled('contact', 0), kind: 'organisation', name: 'Việt Tiến' }),
  contacts.register({ contactId: pooled('contact', 1), kind: 'individual', name: 'Lan' }),
  pipelines.create({ pipelineId: otherPipeline, name: 'Projects', language: 'vi' }),
  pipelines.addStage({ pipelineId: otherPipeline, stageId: pooled('stage', 0), name: 'Thử nghiệm', order: 5 }),
  opportunities.open({ opportunityId: pooled('opportunity'), title: 'one' }),
  opportunities.open({ opportunityId: pooled('opportunity', 1), title: 'two', pipelineId: otherPipeline }),
]

/** What people try: what is dated on which day. */
export const lives = plans([opportunities, pipelines, teams, staff], {
  first,
  generators,
  minLength: 60,
  maxLength: 150,
  weights: {
    'opportunity.open': 8,
    'opportunity.changeStage': 60,
    'opportunity.setProbability': 30,
    'opportunity.setRevenue': 30,
    'opportunity.setExpectedClose': 30,
    'opportunity.addLine': 40,
    'opportunity.changeLine': 30,
    'opportunity.removeLine': 12,
    'opportunity.markWon': 15,
    'opportunity.markLost': 20,
    'opportunity.reopen': 50,
    'opportunity.reassign': 30,
    'opportunity.linkCustomer': 20,
    'opportunity.tag': 12,
    'opportunity.untag': 12,
    // teams that a stage is for are not written
    'salesPipeline.setTeams': 0,
    'salesPipeline.setStageTeams': 0,
    'salesPipeline.create': 0,
    'staffMember.register': 0,
    'salesTeam.create': 0,
    'salesTeam.rename': 0,
    'salesTeam.setTerritory': 0,
  },
})

/** What people try with contacts, leads, products, purchases, invoices and payments: what is dated on which day. */
export const directories: typeof lives = plans([contacts, leads, products, purchases, invoices, payments], {
  first: first.filter(({ aggregate }) => ['contact', 'product', 'staffMember', 'salesTeam'].includes(aggregate)),
  generators,
  minLength: 40,
  maxLength: 100,
  weights: {
    'contact.register': 5,
    'product.list': 5,
    'contact.addAddress': 40,
    'contact.setExternalId': 30,
    'lead.create': 20,
    // carried out by a process, which an export does not see
    'lead.convert': 0,
    'lead.completeConversion': 0,
    'lead.refuseConversion': 0,
    'purchase.record': 40,
    'invoice.record': 60,
    'invoice.draft': 4,
    'payment.receive': 40,
    'payment.make': 15,
    'payment.allocate': 0,
    // carried out by processes
    'invoice.issue': 0,
    'invoice.completeIssue': 0,
    'invoice.completeCustomer': 0,
    'invoice.refuseCustomer': 0,
    'invoice.allocate': 0,
    'invoice.undoAllocation': 0,
    'invoice.credit': 0,
    'invoice.completeCredit': 0,
    'payment.completeCustomer': 0,
    'payment.refuseCustomer': 0,
    'payment.completeAllocation': 0,
    'payment.refuseAllocation': 0,
    'payment.undoAllocation': 0,
    'payment.completeUndo': 0,
    'payment.release': 0,
    'payment.completeRelease': 0,
    'purchase.completeCustomer': 0,
    'purchase.refuseCustomer': 0,
  },
})
export type Life = typeof lives extends fc.Arbitrary<infer T> ? T : never

const dayAfter = (day: Day): Day => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

/** Lives it, refusals aside. What is around opportunities changes on days of its own, since a file knows days and no hours. */
export const live = async (crm: Crm, plan: Life): Promise<{ readonly last: Day }> => {
  let last = plan[0]?.on ?? ''
  for (const { message, on } of plan) {
    const at = message.aggregate === 'opportunity' || on === plan[0]?.on ? on : dayAfter(last)
    if (at > last) last = at
    try {
      await crm.send([message], { at })
    } catch (error) {
      if (!isRejected(error)) throw error
    }
  }
  return { last }
}
