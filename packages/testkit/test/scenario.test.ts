import {
  commandOf,
  currencyCode,
  custom,
  day,
  defineAggregate,
  defineEvents,
  defineRejections,
  defineState,
  externalIds,
  id,
  percent,
  set,
  storedMoney,
  text,
  unopened,
  type Dated,
} from '@eventcrm/domain'
import { moneyGiven, phoneGiven } from '@eventcrm/domain/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { dayOf } from '../src/histories.ts'
import { arbitraryOf, givenWith, histories, live, past, plans, pooled } from '../src/index.ts'

const drawn = (schema: z.ZodType, generators = {}) =>
  fc.sample(arbitraryOf(schema, generators), { numRuns: 200, seed: 1 })

describe('values for a schema', () => {
  const schemas = {
    'an id': id('stage'),
    text: text(),
    'a percentage': percent,
    'a day': day,
    'a currency': currencyCode,
    'stored money': storedMoney,
    'money given': moneyGiven,
    'a phone number given': phoneGiven,
    'fields of the company’s own': custom,
    'ids elsewhere': externalIds,
    'an e-mail address': z.string().trim().pipe(z.email()),
    'a number by E.164': z
      .string()
      .transform(value => value.replaceAll(' ', ''))
      .pipe(z.e164()),
    'a time zone': z.string().refine(value => value.includes('/')),
    'a preprocessed text': z.preprocess(value => value, text()),
    thousandths: z.number().positive().multipleOf(0.001),
    'one of two': z.union([z.literal('a'), z.int().min(5)]),
    'a default': z.enum(['en', 'vi']).default('en'),
    'maybe nothing': z.strictObject({ a: text().optional(), b: text().exactOptional(), c: text().nullable() }),
    'two that differ': z.strictObject({ a: id('x'), b: id('x') }).refine(({ a, b }) => a !== b),
  }
  for (const [name, schema] of Object.entries(schemas)) {
    it(`fit: ${name}`, () => {
      for (const value of drawn(schema)) expect(schema.safeParse(value).error).toBeUndefined()
    })
  }
  it('leave optional keys out rather than undefined', () => {
    const keys = drawn(schemas['maybe nothing']).map(value => Object.entries(value as object))
    expect(keys.flat().filter(([, value]) => value === undefined)).toEqual([])
    expect(new Set(keys.map(entries => entries.length)).size).toBeGreaterThan(1)
  })
  it('come from the caller’s generator for their kind', () => {
    expect(new Set(drawn(z.array(id('stage')).min(1), { stage: fc.constant(pooled('stage', 7)) }).flat())).toEqual(
      new Set([pooled('stage', 7)]),
    )
  })
  it('are refused for a kind of schema that has no generator, by its name', () => {
    expect(() => arbitraryOf(z.object({ at: z.date() }))).toThrow(/date/)
    expect(() =>
      arbitraryOf(
        z
          .string()
          .regex(/^never$/)
          .meta({ kind: 'spell' }),
      ),
    ).toThrow(/'spell'/)
    expect(() => arbitraryOf(z.int().refine(() => false))).toThrow(/number/)
  })
})

interface DoorState extends Dated {
  readonly open: boolean
}
const events = defineEvents({ DoorOpened: z.object({}), DoorShut: z.object({}) })
const shut: DoorState = { ...unopened, open: false }
const doorState = defineState({
  category: 'door',
  idField: 'doorId',
  events,
  initialState: shut,
  bounds: {},
  evolve: { DoorOpened: (s, _, on) => set(s, on, { open: true }), DoorShut: (s, _, on) => set(s, on, { open: false }) },
})
const reject = defineRejections({ SHUT: 'It is shut' })
const command = commandOf(doorState)
const schema = z.strictObject({ doorId: id('door') })
const door = defineAggregate({
  state: doorState,
  rejections: reject,
  commands: {
    open: command({
      describe: '',
      creates: true,
      schema,
      decide: (_, state) => (state.open ? [] : [events.DoorOpened({})]),
    }),
    shut: command({
      describe: '',
      creates: true,
      rejects: ['SHUT'],
      schema,
      decide: (_, state) => (state.open ? [events.DoorShut({})] : reject('SHUT', { field: 'doorId' })),
    }),
  },
})
const given = givenWith(door)
const input = { doorId: pooled('door') }
const opened = past(doorState.of(input.doorId), ['2026-01-02', events.DoorOpened({})])

describe('given, when', () => {
  it('knows the events decided', () => {
    given().when(door.open(input), '2026-01-01').decides(events.DoorOpened({}))
    expect(() => given(opened).when(door.open(input), '2026-01-02').decides(events.DoorOpened({}))).toThrow()
  })
  it('knows that nothing is decided', () => {
    given(opened).when(door.open(input), '2026-01-02').nothing()
    expect(() => given().when(door.open(input), '2026-01-02').nothing()).toThrow()
  })
  it('knows a rejection with its details', () => {
    given().when(door.shut(input), '2026-01-01').rejected('SHUT', { field: 'doorId' })
    given(opened).when(door.shut(input), '2026-01-01').rejected('DATED_TOO_EARLY')
    expect(() => given(opened).when(door.shut(input), '2026-01-03').rejected('SHUT')).toThrow()
  })
  it('holds a command to the rejections that it declares', () => {
    const silent = { ...door, commands: { ...door.commands, shut: { ...door.commands.shut, rejects: [] } } }
    expect(() => givenWith(silent)().when(door.shut(input), '2026-01-01').outcome).toThrow('does not declare SHUT')
  })
  it('knows the field that an input gets wrong', () => {
    given()
      .when(door.open({ doorId: 'x' }), '2026-01-01')
      .invalid('doorId')
    expect(() => given().when(door.open(input), '2026-01-01').invalid('doorId')).toThrow()
  })
})

describe('histories', () => {
  it('reach every event, some of them late', () => {
    const worlds = fc.sample(histories([door]), { numRuns: 20, seed: 1 })
    const facts = worlds.flatMap(world => [...world.streams.values()].flatMap(stream => stream.facts))
    expect(new Set(facts.map(({ type }) => type))).toEqual(new Set(['DoorOpened', 'DoorShut']))
    const days = worlds.flatMap(world => world.runs.map(({ on }) => on))
    expect(days.some((on, i) => on < (days[i - 1] ?? on))).toBe(true)
  })
  it('begin with what they are told to, and leave out what weighs nothing', () => {
    const first = [door.open(input)]
    for (const plan of fc.sample(plans([door], { first, weights: { 'door.open': 0 } }), { numRuns: 5, seed: 1 })) {
      expect(plan[0]).toEqual({ message: first[0], on: dayOf(0) })
      expect(new Set(plan.slice(1).map(({ message }) => message.name))).toEqual(new Set(['shut']))
      let seen = 0
      live(plan, () => seen++, [door])
      expect(seen).toBe(plan.length)
    }
  })
  it('know the commands that they weigh', () => {
    expect(() => plans([door], { weights: { open: 2 } })).toThrow("No command is called 'open'")
  })
})
