// What commands take, so that no total outgrows what can be counted and no event what stores take.
import { did, given, pooled } from '@eventcrm/testkit'
import { describe, expect, it } from 'vitest'
import {
  company,
  contact,
  contactEvents,
  contactState,
  isRejection,
  opportunity,
  opportunityEvents,
  product,
  salesPipeline,
  storedMoney,
  companyState,
  type AnyCommandDefinition,
} from '../src/index.ts'
import { business, opened, opportunityId } from './opportunity-past.ts'

const contactId = pooled('contact')
const lineId = pooled('line')
const productId = pooled('product')
const stageId = pooled('stage')
const day = '2026-01-12'

/** The fields at fault; none when a command takes the input. */
const faults = (command: Pick<AnyCommandDefinition, 'schema'>, input: object): readonly string[] =>
  command.schema.safeParse(input).error?.issues.map(({ path }) => path.join('.')) ?? []

const messages = (command: Pick<AnyCommandDefinition, 'schema'>, input: object): readonly string[] =>
  command.schema.safeParse(input).error?.issues.map(({ message }) => message) ?? []

const { commands } = opportunity
const contactInput = { contactId, kind: 'individual', name: 'Lê Bình' }
const opportunityInput = { opportunityId, title: 'Cranes' }

describe('money in a command', () => {
  const places: readonly [string, Pick<AnyCommandDefinition, 'schema'>, object][] = [
    ['expectedRevenue', commands.open, opportunityInput],
    ['revenue', commands.setRevenue, { opportunityId }],
    ['revenue', commands.markWon, { opportunityId }],
    ['unitPrice', commands.addLine, { opportunityId, lineId, productId }],
    ['unitPrice', commands.changeLine, { opportunityId, lineId }],
    ['listPrice', product.commands.list, { productId, code: 'C', name: 'Crane' }],
    ['listPrice', product.commands.changePrice, { productId }],
  ]
  const of = (field: string, amount: string | number, currency = 'VND') => ({ [field]: { amount, currency } })

  it('is at most 2^53 − 1 minor units, told in major units', () => {
    for (const [field, command, input] of places) {
      expect(faults(command, { ...input, ...of(field, '9007199254740991') })).toEqual([])
      expect(faults(command, { ...input, ...of(field, '9007199254740992') })).toEqual([`${field}.amount`])
      expect(messages(command, { ...input, ...of(field, '90071992547409.92', 'USD') })).toEqual([
        'expected at most 90071992547409.91 USD',
      ])
    }
  })
  it('has at most as many decimals as its currency', () => {
    for (const [field, command, input] of places) {
      expect(faults(command, { ...input, ...of(field, '1054.00', 'USD') })).toEqual([])
      expect(faults(command, { ...input, ...of(field, 1054.5, 'USD') })).toEqual([])
      expect(faults(command, { ...input, ...of(field, '1054.001', 'USD') })).toEqual([`${field}.amount`])
      expect(faults(command, { ...input, ...of(field, 0.5) })).toEqual([`${field}.amount`])
      for (const amount of ['-1', -1, '1e3', '1,000', 'many', '', Infinity, NaN])
        expect(faults(command, { ...input, ...of(field, amount) })).toEqual([`${field}.amount`])
    }
  })
  it('is text where it has more digits than a number keeps', () => {
    for (const [field, command, input] of places) {
      expect(faults(command, { ...input, ...of(field, 900719925474099) })).toEqual([])
      expect(faults(command, { ...input, ...of(field, 1e15) })).toEqual([])
      expect(messages(command, { ...input, ...of(field, 9007199254740991) })).toEqual([
        'expected at most 15 digits in a number; give a longer amount as text',
      ])
      expect(faults(command, { ...input, ...of(field, 12345678901234.56, 'USD') })).toEqual([`${field}.amount`])
    }
  })
  it('is not taken in its stored form', () => {
    for (const [field, command, input] of places)
      expect(messages(command, { ...input, [field]: { minorUnits: 105400, currency: 'USD' } }).join()).toContain(
        'minorUnits is how money is stored',
      )
  })
  it('is in a currency that exists', () => {
    for (const [field, command, input] of places)
      expect(faults(command, { ...input, ...of(field, 1, 'QQQ') })).toEqual([`${field}.currency`])
    expect(faults(commands.open, { ...opportunityInput, currency: 'QQQ' })).toEqual(['currency'])
    expect(faults(company.commands.setCurrency, { currency: 'QQQ' })).toEqual(['currency'])
  })
  it('of an event may be in a currency that is no more', () => {
    expect(storedMoney.safeParse({ minorUnits: Number.MAX_SAFE_INTEGER, currency: 'QQQ' }).success).toBe(true)
  })
})

describe('a day in a command', () => {
  it('is of the years 1900 to 2199, and says so otherwise', () => {
    const { schema } = commands.setExpectedClose
    const faultsOf = (expectedCloseOn: string) =>
      schema.safeParse({ opportunityId, expectedCloseOn }).error?.issues.map(({ message }) => message)
    for (const on of ['1900-01-01', '2026-02-28', '2199-12-31']) expect(faultsOf(on)).toBeUndefined()
    for (const on of ['1899-12-31', '0026-03-31', '2200-01-01', '9999-12-31', '2026-02-30', 'soon'])
      expect(faultsOf(on)).toEqual(['expected a day like 2026-03-31, of 1900 or later'])
    expect(faults(commands.open, { ...opportunityInput, expectedCloseOn: '0202-06-03' })).toEqual(['expectedCloseOn'])
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
    const limits: readonly [
      string,
      number,
      (length: number) => unknown,
      Pick<AnyCommandDefinition, 'schema'>,
      object,
    ][] = [
      ['custom', 100, n => fields(n, 1), contact.commands.register, contactInput],
      ['custom', 100, n => fields(n, null), contact.commands.setCustomFields, { contactId }],
      ['custom', 100, n => fields(n, true), commands.open, opportunityInput],
      ['custom', 100, n => fields(n, null), commands.setCustomFields, { opportunityId }],
      ['externalIds', 50, systems, contact.commands.register, contactInput],
      ['externalIds', 50, systems, commands.open, opportunityInput],
      ['tags', 100, n => many(n, i => `tag ${String(i)}`), commands.open, opportunityInput],
      [
        'addresses',
        50,
        n => many(n, i => ({ addressId: uuid(i), ward: 'Bến Nghé' })),
        contact.commands.register,
        contactInput,
      ],
      ['teamIds', 200, n => many(n, uuid), salesPipeline.commands.create, { name: 'Sales' }],
      ['teamIds', 200, n => many(n, uuid), salesPipeline.commands.setTeams, {}],
      ['teamIds', 200, n => many(n, uuid), salesPipeline.commands.addStage, { stageId, name: 'New' }],
      ['teamIds', 200, n => many(n, uuid), salesPipeline.commands.setStageTeams, { stageId }],
      ['requirements', 50, n => many(n, () => 'Call'), salesPipeline.commands.addStage, { stageId, name: 'New' }],
      ['requirements', 50, n => many(n, () => 'Call'), salesPipeline.commands.setStageRequirements, { stageId }],
    ]
    for (const [field, limit, of, command, input] of limits) {
      expect(faults(command, { ...input, [field]: of(limit) }), field).toEqual([])
      expect(faults(command, { ...input, [field]: of(limit + 1) }), field).toEqual([field])
    }
  })
  it('of the company’s own fields has at most so much text in all', () => {
    expect(faults(commands.setCustomFields, { opportunityId, custom: fields(50, 'ế'.repeat(2000)) })).toEqual([])
    expect(faults(commands.setCustomFields, { opportunityId, custom: fields(51, 'ế'.repeat(2000)) })).toEqual([
      'custom',
    ])
  })
  it('at its fullest makes no event as large as a megabyte', () => {
    const worst = 'ế' // three bytes, the most that a character of text takes
    const custom = Object.fromEntries(many(50, i => [`f${String(i)}`.padEnd(63, 'x'), worst.repeat(2000)]))
    const externalIds = many(50, i => ({ system: String(i).padEnd(60, worst), id: worst.repeat(200) }))
    const { register } = contact.commands
    const registered = register.decide(
      register.schema.parse({ ...contactInput, name: worst.repeat(200), externalIds, custom }),
      contactState.initialState,
      { company: companyState.initialState },
      day,
    )
    const requirements = many(50, () => worst.repeat(300))
    const required = given(
      did(salesPipeline.create({ name: 'Sales', template: 'empty' }), day),
      did(
        salesPipeline.addStage({ stageId, name: 'New', requirements: requirements.toReversed().map(r => r.slice(1)) }),
        day,
      ),
    ).when(salesPipeline.setStageRequirements({ stageId, requirements }), day).outcome
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
    given(business, opened)
      .when(opportunity.tag({ opportunityId, tag: '__proto__' }), day)
      .invalid('tag')
    given(business, opened)
      .when(opportunity.setExternalId({ opportunityId, system: ' __proto__ ', id: '1' }), day)
      .invalid('system')
    expect(faults(commands.open, { ...opportunityInput, tags: ['__proto__'] })).toEqual(['tags.0'])
    expect(
      faults(contact.commands.register, { ...contactInput, externalIds: [{ system: '__proto__', id: '1' }] }),
    ).toEqual(['externalIds.0.system'])
  })
  it('is refused as a field of the company’s own', () => {
    for (const field of known) {
      const custom = { [field]: 1 }
      expect(faults(contact.commands.register, { ...contactInput, custom }), field).not.toEqual([])
      expect(faults(contact.commands.setCustomFields, { contactId, custom }), field).not.toEqual([])
      expect(faults(commands.open, { ...opportunityInput, custom }), field).not.toEqual([])
    }
  })
  it('is no field at all where it would change the object itself', () => {
    const custom: unknown = JSON.parse('{ "__proto__": { "polluted": true }, "deep": 4 }')
    const { custom: kept } = contact.commands.setCustomFields.schema.parse({ contactId, custom })
    expect(Object.entries(kept as object)).toEqual([['deep', 4]])
    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype)
  })
  it('changes no object, even if an event brings it', () => {
    const state = contactState.evolve(contactState.initialState, {
      ...contactEvents.ContactExternalIdSet({ personId: contactId, system: '__proto__', id: '1' }),
      occurredOn: day,
    })
    expect([...state.externalIds]).toEqual([['__proto__', { id: '1' }]])
  })
})
