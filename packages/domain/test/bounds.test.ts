// What commands take, so that no total outgrows what can be counted and no event what stores take.
import { given, pooled } from '@eventcrm/testkit'
import { describe, expect, it } from 'vitest'
import {
  company,
  contact,
  contactEvents,
  contactState,
  isRejection,
  largestAmount,
  money,
  opportunity,
  opportunityEvents,
  product,
  salesPipeline,
  salesPipelineState,
  type AnyCommand,
} from '../src/index.ts'
import { business, opened, opportunityId } from './opportunity-past.ts'

const contactId = pooled('contact')
const lineId = pooled('line')
const productId = pooled('product')
const stageId = pooled('stage')
const day = '2026-01-12'

/** The fields at fault; none when a command takes the wish. */
const faults = (command: Pick<AnyCommand, 'schema'>, wish: object): readonly string[] =>
  command.schema.safeParse(wish).error?.issues.map(({ path }) => path.join('.')) ?? []

const { commands } = opportunity
const contactWish = { contactId, kind: 'individual', name: 'Lê Bình' }
const opportunityWish = { opportunityId, title: 'Cranes' }

describe('money in a command', () => {
  const places: readonly [string, Pick<AnyCommand, 'schema'>, object][] = [
    ['expectedRevenue', commands.openOpportunity, opportunityWish],
    ['revenue', commands.setOpportunityRevenue, { opportunityId }],
    ['revenue', commands.markWon, { opportunityId }],
    ['unitPrice', commands.addOpportunityLine, { opportunityId, lineId, productId }],
    ['unitPrice', commands.changeOpportunityLine, { opportunityId, lineId }],
    ['listPrice', product.commands.listProduct, { productId, code: 'C', name: 'Crane' }],
    ['listPrice', product.commands.changeProductPrice, { productId }],
  ]
  const of = (field: string, amount: number, currency = 'VND') => ({ [field]: { amount, currency } })

  it('is at most ten million million minor units', () => {
    for (const [field, command, wish] of places) {
      expect(faults(command, { ...wish, ...of(field, largestAmount) })).toEqual([])
      expect(faults(command, { ...wish, ...of(field, largestAmount + 1) })).toEqual([`${field}.amount`])
    }
  })
  it('is in a currency that exists', () => {
    for (const [field, command, wish] of places)
      expect(faults(command, { ...wish, ...of(field, 1, 'QQQ') })).toEqual([`${field}.currency`])
    expect(faults(commands.openOpportunity, { ...opportunityWish, currency: 'QQQ' })).toEqual(['currency'])
    expect(faults(company.commands.setCompanyCurrency, { currency: 'QQQ' })).toEqual(['currency'])
  })
  it('of an event may be more, and in a currency that is no more', () => {
    expect(money.safeParse({ amount: Number.MAX_SAFE_INTEGER, currency: 'QQQ' }).success).toBe(true)
  })
})

describe('a day in a command', () => {
  it('is of the years 1900 to 2199, and says so otherwise', () => {
    const { schema } = commands.setOpportunityExpectedClose
    const faultsOf = (expectedCloseOn: string) =>
      schema.safeParse({ opportunityId, expectedCloseOn }).error?.issues.map(({ message }) => message)
    for (const on of ['1900-01-01', '2026-02-28', '2199-12-31']) expect(faultsOf(on)).toBeUndefined()
    for (const on of ['1899-12-31', '0026-03-31', '2200-01-01', '9999-12-31', '2026-02-30', 'soon'])
      expect(faultsOf(on)).toEqual(['expected a day like 2026-03-31, of 1900 or later'])
    expect(faults(commands.openOpportunity, { ...opportunityWish, expectedCloseOn: '0202-06-03' })).toEqual([
      'expectedCloseOn',
    ])
  })
  it('may be any in an event', () => {
    const { schema } = opportunityEvents.OpportunityExpectedCloseSet
    expect(schema.safeParse({ from: null, to: '0026-03-31' }).success).toBe(true)
  })
})

const many = <T>(length: number, one: (i: number) => T) => Array.from({ length }, (_, i) => one(i))
const fields = (length: number, value: unknown) => Object.fromEntries(many(length, i => [`field${String(i)}`, value]))
const systems = (length: number) => many(length, i => ({ system: `system ${String(i)}`, id: '1' }))
const uuid = (i: number) => pooled('any', i)

describe('a list in a command', () => {
  it('has at most as many entries as anybody needs', () => {
    const limits: readonly [string, number, (length: number) => unknown, Pick<AnyCommand, 'schema'>, object][] = [
      ['custom', 100, n => fields(n, 1), contact.commands.registerContact, contactWish],
      ['custom', 100, n => fields(n, null), contact.commands.setContactCustomFields, { contactId }],
      ['custom', 100, n => fields(n, true), commands.openOpportunity, opportunityWish],
      ['custom', 100, n => fields(n, null), commands.setOpportunityCustomFields, { opportunityId }],
      ['externalIds', 50, systems, contact.commands.registerContact, contactWish],
      ['externalIds', 50, systems, commands.openOpportunity, opportunityWish],
      ['tags', 50, n => many(n, i => `tag ${String(i)}`), commands.openOpportunity, opportunityWish],
      [
        'addresses',
        50,
        n => many(n, i => ({ addressId: uuid(i), ward: 'Bến Nghé' })),
        contact.commands.registerContact,
        contactWish,
      ],
      ['teamIds', 200, n => many(n, uuid), salesPipeline.commands.createPipeline, { name: 'Sales' }],
      ['teamIds', 200, n => many(n, uuid), salesPipeline.commands.setPipelineTeams, {}],
      ['teamIds', 200, n => many(n, uuid), salesPipeline.commands.addStage, { stageId, name: 'New' }],
      ['teamIds', 200, n => many(n, uuid), salesPipeline.commands.setStageTeams, { stageId }],
      ['requirements', 50, n => many(n, () => 'Call'), salesPipeline.commands.addStage, { stageId, name: 'New' }],
      ['requirements', 50, n => many(n, () => 'Call'), salesPipeline.commands.setStageRequirements, { stageId }],
    ]
    for (const [field, limit, of, command, wish] of limits) {
      expect(faults(command, { ...wish, [field]: of(limit) }), field).toEqual([])
      expect(faults(command, { ...wish, [field]: of(limit + 1) }), field).toEqual([field])
    }
  })
  it('of the company’s own fields has at most so much text in all', () => {
    expect(
      faults(commands.setOpportunityCustomFields, { opportunityId, custom: fields(50, 'ế'.repeat(2000)) }),
    ).toEqual([])
    expect(
      faults(commands.setOpportunityCustomFields, { opportunityId, custom: fields(51, 'ế'.repeat(2000)) }),
    ).toEqual(['custom'])
  })
  it('at its fullest makes no event as large as a megabyte', () => {
    const worst = 'ế' // three bytes, the most that a character of text takes
    const custom = Object.fromEntries(many(50, i => [`f${String(i)}`.padEnd(63, 'x'), worst.repeat(2000)]))
    const externalIds = many(50, i => ({ system: String(i).padEnd(60, worst), id: worst.repeat(200) }))
    const { registerContact } = contact.commands
    const registered = registerContact.decide(
      registerContact.schema.parse({ ...contactWish, name: worst.repeat(200), externalIds, custom }),
      contactState.initialState,
      {},
      day,
    )
    const { setStageRequirements } = salesPipeline.commands
    const requirements = many(50, () => worst.repeat(300))
    const stage = {
      stageId,
      name: 'New',
      order: 0,
      probability: 10,
      isWon: false,
      folded: false,
      requirements: requirements.toReversed().map(line => line.slice(1)),
      rottingDays: null,
      teamIds: [],
      retired: false,
    }
    const required = setStageRequirements.decide(
      setStageRequirements.schema.parse({ stageId, requirements }),
      { ...salesPipelineState.initialState, status: 'created', stages: { [stageId]: stage } },
      {},
      day,
    )
    for (const decision of [registered, required]) {
      if (isRejection(decision)) expect.fail(decision.code)
      expect(decision).toHaveLength(1)
      for (const event of decision) expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(500_000)
    }
  })
})

describe('a word that objects know', () => {
  const known = ['constructor', 'toString', 'hasOwnProperty', 'valueOf']
  it('is refused as a tag or another system where it would change the object itself', () => {
    given(business, opened).when(opportunity, 'tagOpportunity', { opportunityId, tag: '__proto__' }, day).invalid('tag')
    given(business, opened)
      .when(opportunity, 'setOpportunityExternalId', { opportunityId, system: ' __proto__ ', id: '1' }, day)
      .invalid('system')
    expect(faults(commands.openOpportunity, { ...opportunityWish, tags: ['__proto__'] })).toEqual(['tags.0'])
    expect(
      faults(contact.commands.registerContact, { ...contactWish, externalIds: [{ system: '__proto__', id: '1' }] }),
    ).toEqual(['externalIds.0.system'])
  })
  it('is refused as a field of the company’s own', () => {
    for (const field of known) {
      const custom = { [field]: 1 }
      expect(faults(contact.commands.registerContact, { ...contactWish, custom }), field).not.toEqual([])
      expect(faults(contact.commands.setContactCustomFields, { contactId, custom }), field).not.toEqual([])
      expect(faults(commands.openOpportunity, { ...opportunityWish, custom }), field).not.toEqual([])
    }
  })
  it('is no field at all where it would change the object itself', () => {
    const custom: unknown = JSON.parse('{ "__proto__": { "polluted": true }, "deep": 4 }')
    const { custom: kept } = contact.commands.setContactCustomFields.schema.parse({ contactId, custom })
    expect(Object.entries(kept)).toEqual([['deep', 4]])
    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype)
  })
  it('changes no object, even if an event brings it', () => {
    const state = contactState.evolve(contactState.initialState, {
      ...contactEvents.ContactExternalIdSet({ personId: contactId, system: '__proto__', id: '1' }),
      occurredOn: day,
    })
    expect(Object.entries(state.externalIds)).toEqual([['__proto__', { id: '1' }]])
    expect(Object.getPrototypeOf(state.externalIds)).toBe(Object.prototype)
  })
})
