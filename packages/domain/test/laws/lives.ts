// What people may do in a small company, in any order and some of it late: the histories that the laws are tried on.
import fc from 'fast-check'
import { plans, pooled, type Generators, type PlannedCommand, type World } from '../../../testkit/src/index.ts'
import {
  aggregates,
  assignmentRequestIdOf,
  conversionIdOf,
  everyAggregate,
  invoiceSeries,
  standardLostReasons,
  standardStages,
  theStandardPipeline,
  type CommandMessage,
  type Fact,
} from '../../src/index.ts'

const {
  leads,
  opportunities,
  pipelines,
  teams,
  staff,
  products,
  company,
  contacts,
  invoices,
  catalogues,
  savedViews,
  assignmentRules,
  payments,
} = aggregates

const mostly = (one: string, ...others: readonly string[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(one) }, { weight: 1, arbitrary: fc.constantFrom(...others) })

// Ids that hit: mostly the standard pipeline with its preset stages, and one that may be added.
const { won, ...open } = standardStages
const generators: Generators = {
  pipeline: mostly(theStandardPipeline, pooled('pipeline')),
  stage: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...Object.values(open)) },
    fc.constantFrom(won, pooled('stage')),
  ),
  'lost reason': fc.constantFrom(standardLostReasons.noNeed, pooled('lost reason')),
  'catalogue name': fc.constantFrom('territory', 'size'),
  'catalogue entry': fc.constantFrom(...[0, 1, 2, 3].map(n => pooled('catalogue entry', n))),
  band: fc.constantFrom({ from: 1, to: 9 }, { from: 5, to: 20 }, { from: 21, to: null }),
  conversion: fc
    .tuple(fc.constantFrom(0, 0, 0, 1, 2), fc.nat(1))
    .map(([n, lead]) => conversionIdOf(pooled('lead', lead), n)),
  month: fc.constantFrom('2026-02', '2026-03'),
  'assignment request': fc
    .tuple(fc.constantFrom(0, 0, 0, 1, 2), fc.nat(1))
    .map(([n, lead]) => assignmentRequestIdOf(pooled('lead', lead), n)),
  'list filter': fc.constantFrom('{}', '{"name":{"contains":"an"}}', '{"owner":{"is":null}}'),
  'required field': fc.constantFrom('phone', 'tags', 'custom.one', 'shoeSize'),
}

const [an, binh] = [pooled('staff member', 0), pooled('staff member', 1)]
const [north, south] = [pooled('sales team', 0), pooled('sales team', 1)]
const [crane, hoist] = [pooled('product', 0), pooled('product', 1)]

// So that opportunities can be opened, assigned and given lines from the first random command on.
const first: readonly CommandMessage[] = [
  company.found({ timeZone: 'Asia/Ho_Chi_Minh', currency: 'VND', language: 'en' }),
  teams.create({ teamId: north, name: 'North' }),
  staff.register({ staffMemberId: an, name: 'An', mainTeamId: north }),
  staff.register({ staffMemberId: binh, name: 'Bình' }),
  teams.create({ teamId: south, name: 'South', leaderId: binh }),
  products.list({ productId: crane, code: 'C', name: 'Crane', listPrice: { amount: 500, currency: 'VND' } }),
  products.list({ productId: hoist, code: 'H', name: 'Hoist' }),
  contacts.register({ contactId: pooled('contact'), kind: 'organisation', name: 'Việt Tiến' }),
  contacts.register({ contactId: pooled('contact', 1), kind: 'individual', name: 'Lê Bình' }),
  pipelines.create({ name: 'Sales' }),
  savedViews.save({ savedViewId: pooled('saved view'), list: 'contacts', ownerId: an, name: 'mine' }),
  opportunities.open({ opportunityId: pooled('opportunity'), title: 'one' }),
  opportunities.open({ opportunityId: pooled('opportunity', 1), title: 'two' }),
  leads.create({ leadId: pooled('lead'), title: 'one', name: 'one', organisationName: 'one' }),
  leads.create({ leadId: pooled('lead', 1), title: 'two', name: 'two' }),
]

// Where commands depend on one another most. One opportunity is tried most of the time, so that it is lost, won and reopened
// several times in a history, with room between for what only an open one allows; now and then its surroundings change.
export const selling = plans([opportunities, pipelines, teams, staff, products], {
  first,
  generators: { ...generators, opportunity: mostly(pooled('opportunity', 0), pooled('opportunity', 1)) },
  minLength: 100,
  maxLength: 250,
  weights: {
    'opportunity.open': 8,
    'opportunity.changeStage': 150,
    'opportunity.setProbability': 40,
    'opportunity.setRevenue': 60,
    'opportunity.setExpectedClose': 60,
    'opportunity.setPriority': 20,
    'opportunity.addLine': 140,
    'opportunity.changeLine': 120,
    'opportunity.removeLine': 40,
    'opportunity.markWon': 15,
    'opportunity.markLost': 25,
    'opportunity.reopen': 120,
    'opportunity.reassign': 40,
    'opportunity.linkCustomer': 20,
    'opportunity.retitle': 20,
    'opportunity.setCustomFields': 20,
    'opportunity.setExternalId': 20,
    'opportunity.addPerson': 40,
    'opportunity.setPersonRole': 30,
    'opportunity.removePerson': 20,
    'opportunity.setMainPerson': 30,
    'opportunity.tag': 40,
    'opportunity.untag': 40,
    'opportunity.takeLead': 2,
    'opportunity.releaseLead': 1,
    'opportunity.void': 1,
    'salesPipeline.setStageTeams': 4,
    'salesPipeline.retireStage': 4,
    'salesPipeline.restoreStage': 8,
    'salesPipeline.restoreLostReason': 8,
    'staffMember.recordReturned': 4,
    'product.restore': 4,
  },
})

// The lists that the company keeps.
const listed = [0, 1, 2].map(n => pooled('catalogue entry', n))
const keepingLists = plans([catalogues, assignmentRules], {
  first: [
    ...first,
    ...(['territory', 'size'] as const).flatMap(catalogue =>
      listed.map((entryId, n) => catalogues.addEntry({ catalogue, entryId, label: `entry ${String(n)}` })),
    ),
  ],
  generators,
  minLength: 100,
  maxLength: 200,
  weights: {
    'catalogue.addEntry': 12,
    'catalogue.addReadyMade': 1,
    'catalogue.moveEntry': 16,
    'catalogue.setEntryBand': 8,
    'catalogue.setEntryCode': 4,
    'catalogue.renameEntry': 4,
    'catalogue.reorderEntry': 4,
    'catalogue.retireEntry': 4,
    'catalogue.reinstateEntry': 12,
    'assignmentRules.setRule': 6,
    'assignmentRules.setDefault': 4,
    'assignmentRules.setLimits': 6,
  },
})

// What comes before: two leads, so that they are lost, restored and converted in a history.
const finding = plans([leads, opportunities, contacts, staff, teams, assignmentRules], {
  first: [...first, assignmentRules.setDefault({ staffMemberId: an })],
  generators,
  minLength: 80,
  maxLength: 200,
  weights: {
    'lead.create': 4,
    'lead.rename': 20,
    'lead.setContactDetails': 20,
    'lead.setProfile': 20,
    'lead.setNeed': 10,
    'lead.answerQuestions': 10,
    'lead.tag': 50,
    'lead.untag': 80,
    'lead.addNote': 30,
    'lead.changeNote': 40,
    'lead.removeNote': 30,
    'lead.setCustomFields': 10,
    'lead.setExternalId': 10,
    'lead.assign': 30,
    'lead.assignByRules': 30,
    'lead.completeAssignment': 40,
    'lead.refuseAssignment': 40,
    'lead.qualify': 20,
    'lead.disqualify': 25,
    'lead.rate': 20,
    'lead.markLost': 30,
    'lead.restore': 90,
    'lead.convert': 80,
    'lead.completeConversion': 110,
    'lead.refuseConversion': 150,
    'lead.void': 6,
    'opportunity.takeLead': 20,
    'opportunity.releaseLead': 100,
    'opportunity.void': 10,
  },
})

// Money that comes in, in a few payments whose parts pay invoices and come back.
const paying = plans([payments, contacts], {
  first: [
    ...first,
    company.setCustomerTriggers({ payment: true }),
    ...[0, 1].map(n =>
      invoices.record({
        ...{ invoiceId: pooled('invoice', n), customerId: pooled('contact'), number: String(n) },
        lines: [{ unitPrice: { amount: 5000, currency: 'VND' } }],
      }),
    ),
    ...[0, 1].map(n =>
      payments.receive({
        ...{ paymentId: pooled('payment', n), customerId: pooled('contact') },
        amount: { amount: 1500, currency: 'VND' },
      }),
    ),
  ],
  generators: {
    ...generators,
    payment: fc.oneof(
      { weight: 7, arbitrary: fc.constant(pooled('payment')) },
      fc.nat(5).map(n => pooled('payment', n)),
    ),
    allocation: fc.constantFrom(...[0, 1, 2, 3, 4, 5].map(n => pooled('allocation', n))),
  },
  minLength: 80,
  maxLength: 200,
  weights: {
    'payment.receive': 6,
    'payment.make': 30,
    'payment.allocate': 60,
    'payment.completeAllocation': 50,
    'payment.refuseAllocation': 10,
    'payment.undoAllocation': 25,
    'payment.completeUndo': 40,
    'payment.release': 20,
    'payment.completeRelease': 4,
    'payment.bounce': 3,
    'payment.completeBounce': 4,
    'payment.completeCustomer': 6,
    'payment.refuseCustomer': 6,
  },
})

// The rest of the company.
const running = plans(
  everyAggregate.filter(
    ({ category }) =>
      ![leads, opportunities, catalogues, assignmentRules, invoices, payments].some(
        other => other.category === category,
      ),
  ),
  {
    first,
    generators,
    minLength: 100,
    maxLength: 250,
    weights: {
      'salesPipeline.retireStage': 6,
      'salesPipeline.restoreStage': 4,
      'salesPipeline.foldStage': 4,
      'salesPipeline.unfoldStage': 6,
      'salesPipeline.addStage': 3,
      'salesTeam.addMember': 3,
      'salesTeam.removeMember': 5,
      'staffMember.recordLeft': 3,
      'staffMember.recordReturned': 4,
      'salesPipeline.retireLostReason': 3,
      'salesPipeline.restoreLostReason': 6,
      'salesTeam.setTerritory': 2,
      'contact.setKind': 2,
      'staffMember.move': 3,
      'staffMember.setMainTeam': 3,
      'product.retire': 3,
      'product.restore': 4,
      'product.changePrice': 4,
      'purchase.record': 4,
      'purchase.void': 5,
      'purchase.completeCustomer': 20,
      'purchase.refuseCustomer': 20,
      'company.setCustomerTriggers': 2,
      'contact.addAddress': 6,
      'contact.changeAddress': 5,
      'contact.removeAddress': 4,
      'contact.setAccountManager': 4,
      'contact.setProfile': 2,
      'contact.setCustomFields': 2,
      'contact.setExternalId': 2,
      'contact.rename': 2,
      'contact.setPhone': 2,
      'contact.setEmail': 2,
      'contact.becomeCustomer': 3,
      'customerCodeSeries.take': 2,
      // a series goes on by ones, which nobody draws
      'invoiceSeries.take': 0,
      'savedView.rename': 3,
      'savedView.change': 3,
      'savedView.share': 3,
      'savedView.remove': 1,
      'company.setCurrency': 2,
      'company.setLanguage': 2,
      'company.setCountry': 2,
      'company.rename': 2,
      'company.setCustomerCodes': 2,
      'company.setLeadQualification': 2,
      'company.setMargin': 2,
      'company.setRequiredFields': 4,
      'assignmentTurns.take': 6,
      'assignmentTurns.keep': 4,
      'assignmentTurns.giveBack': 8,
      'customerCode.claim': 3,
      'customerCode.release': 5,
      'invoiceNumber.claim': 3,
      'invoiceNumber.release': 5,
      'importRun.finish': 5,
      'importRun.breakOff': 4,
    },
  },
)

// What is to be paid: invoices that are issued or drafted from the start, paid in parts, credited and written off, back and forth.
const [issuedOne, draftedOne] = [pooled('invoice', 0), pooled('invoice', 1)]
/** Those that less happens to, so that some can be cancelled. */
const others = [2, 3, 4, 5, 6, 7].map(n => pooled('invoice', n))
const toPay = (invoiceId: string) => ({
  invoiceId,
  customerId: pooled('contact'),
  lines: [
    { unitPrice: { amount: 1001, currency: 'VND' }, quantity: 3, taxRate: 10 },
    { unitPrice: { amount: 333, currency: 'VND' }, taxRate: 8 },
  ],
  discount: { amount: 100, currency: 'VND' },
  terms: { instalments: [3, 7, 12, 18, 23, 27, 31, 36, 40, 44].map(count => ({ portion: 10, count })) },
})
const few = (kind: string, count: number) => fc.integer({ min: 0, max: count - 1 }).map(n => pooled(kind, n))
const billing = plans([invoices, contacts, opportunities], {
  first: [
    ...first,
    invoices.record({ ...toPay(issuedOne), number: 'one' }),
    invoices.draft(toPay(draftedOne)),
    ...others.map((invoiceId, n) => invoices.record({ ...toPay(invoiceId), number: String(n) })),
    invoiceSeries.take({
      ...{ seriesId: pooled('invoice series'), number: 1, ownerId: issuedOne, invoiceId: issuedOne },
      ...{ symbol: 'one', year: 2026 },
    }),
  ],
  generators: {
    ...generators,
    invoice: fc.oneof(
      { weight: 12, arbitrary: fc.constant(issuedOne) },
      { weight: 5, arbitrary: fc.constant(draftedOne) },
      { weight: 3, arbitrary: fc.constantFrom(...others) },
      few('invoice', 10),
    ),
    allocation: few('allocation', 30),
    'credit note': few('credit note', 8),
    'write-off': few('write-off', 8),
  },
  minLength: 100,
  maxLength: 250,
  weights: {
    'invoice.draft': 20,
    'invoice.changeDraft': 80,
    'invoice.discardDraft': 5,
    'invoice.issue': 7,
    'invoice.completeIssue': 20,
    'invoice.record': 10,
    'invoice.cancel': 20,
    'invoice.allocate': 90,
    'invoice.undoAllocation': 60,
    'invoice.credit': 20,
    'invoice.completeCredit': 40,
    'invoice.writeOff': 12,
    'invoice.undoWriteOff': 40,
    'invoice.raiseOverdue': 60,
  },
})

// Whom a company knows: one person and one organisation, tried most of the time, so that a person takes and leaves positions.
const [organisation, individual] = [pooled('contact', 0), pooled('contact', 1)]
const knowing = plans([contacts, staff], {
  first,
  generators: {
    ...generators,
    contact: fc.constantFrom(organisation, individual, individual, individual),
    'assignment request': fc.constantFrom(0, 0, 0, 1, 2).map(n => assignmentRequestIdOf(individual, n)),
  },
  minLength: 100,
  maxLength: 250,
  weights: {
    'contact.register': 1,
    'contact.setKind': 1,
    'contact.addPhone': 6,
    'contact.changePhone': 12,
    'contact.removePhone': 4,
    'contact.makePhoneMain': 5,
    'contact.setPhone': 3,
    'contact.addEmail': 6,
    'contact.changeEmail': 8,
    'contact.removeEmail': 4,
    'contact.makeEmailMain': 5,
    'contact.setEmail': 3,
    'contact.addAddress': 4,
    'contact.makeAddressMain': 4,
    'contact.setDemographics': 3,
    'contact.takePosition': 12,
    'contact.changePosition': 9,
    'contact.leavePosition': 4,
    'contact.tag': 6,
    'contact.untag': 8,
    'contact.addNote': 3,
    'contact.changeNote': 3,
    'contact.removeNote': 2,
    'contact.setTerm': 2,
    'contact.archive': 3,
    'contact.unarchive': 3,
    'contact.setProfile': 3,
    'contact.becomeCustomer': 3,
    'contact.setAccountManager': 4,
    'contact.assignByRules': 10,
    'contact.completeAssignment': 6,
    'contact.refuseAssignment': 10,
  },
})

// Who turns out to be the same: three persons and three leads, merged and parted again, with what is said of them meanwhile.
const three = [0, 1, 2]
export const merging = plans([contacts, leads], {
  first: [
    ...first.filter(({ aggregate }) => aggregate !== 'contact' && aggregate !== 'lead'),
    ...three.map(n => contacts.register({ contactId: pooled('contact', n), kind: 'individual', name: 'one' })),
    ...three.map(n => leads.create({ leadId: pooled('lead', n), title: 'one' })),
    assignmentRules.setDefault({ staffMemberId: an }),
  ],
  generators: {
    ...generators,
    contact: fc.constantFrom(...three.map(n => pooled('contact', n))),
    lead: fc.constantFrom(...three.map(n => pooled('lead', n))),
    merge: fc.constantFrom(...[0, 1, 2, 3, 4, 5].map(n => pooled('merge', n))),
  },
  minLength: 150,
  maxLength: 300,
  weights: Object.fromEntries(
    ['contact', 'lead'].flatMap(kind => [
      [`${kind}.merge`, 12],
      [`${kind}.unmerge`, 40],
    ]),
  ),
}).map(plan =>
  plan.flatMap(planned =>
    // no process refuses a merger before those that joined stand for themselves again; of one merger that is among its steps
    planned.message.name === 'refuseMerge' ? [] : [planned, ...stepsBehind(planned)],
  ),
)

/** What a process has done behind a request, on its day; where the request was refused, all of it is. */
export function stepsBehind({ message: { aggregate, name, input }, on }: PlannedCommand): PlannedCommand[] {
  const idField = `${aggregate}Id`
  const [mergeId, survivorId]: readonly unknown[] = [
    Reflect.get(Object(input), 'mergeId'),
    Reflect.get(Object(input), idField),
  ]
  const ids = three.map(n => pooled(aggregate, n))
  const step = (name: string, rest: object): PlannedCommand => ({ message: { aggregate, name, input: rest }, on })
  const each = (name: string) =>
    ids.filter(id => id !== survivorId).map(id => step(name, { [idField]: id, survivorId, mergeId }))
  const loserId = ids.find(id => id !== survivorId)
  // one of the mergers is refused
  if (name === 'merge' && mergeId === pooled('merge', 5))
    return [
      ...each('mergeInto'),
      ...each('setApart'),
      step('refuseMerge', { [idField]: survivorId, mergeId, loserId, code: 'VND' }),
    ]
  if (name === 'merge') return [...each('mergeInto'), step('completeMerge', { [idField]: survivorId, mergeId })]
  if (name === 'unmerge') return [...each('setApart'), step('completeUnmerge', { [idField]: survivorId, mergeId })]
  return []
}

/** Plans of what people of a small company try. */
export const lives = fc.oneof(
  { weight: 9, arbitrary: selling },
  { weight: 7, arbitrary: finding },
  { weight: 6, arbitrary: running },
  { weight: 2, arbitrary: keepingLists },
  { weight: 4, arbitrary: knowing },
  { weight: 3, arbitrary: paying },
  { weight: 3, arbitrary: merging },
  { weight: 5, arbitrary: billing },
)

const aggregateOf = new Map(everyAggregate.map(aggregate => [aggregate.state.category, aggregate]))

/** A stream of a world with the aggregate whose it is. */
export const histories = (world: World) =>
  [...world.streams.values()].map(({ fold: { category }, id, facts, state, history }) => {
    const aggregate = aggregateOf.get(category)
    if (!aggregate) throw new TypeError(`No aggregate has the category ${category}`)
    return { of: aggregate.state, id, facts, state, history }
  })

/** The order that reports go by: the day, then the order recorded. */
export const byDay = (facts: readonly Fact[]): readonly Fact[] =>
  facts.toSorted((a, b) => (a.occurredOn < b.occurredOn ? -1 : a.occurredOn > b.occurredOn ? 1 : 0))
