// Merged, more said, parted: each is what was said of it, by the name it was said of, as a plain fold has it.
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { rounds } from '../../../testkit/src/campaign.ts'
import { live, pooled, type World } from '../../../testkit/src/index.ts'
import {
  aggregates,
  isErased,
  isRejection,
  type AnyAggregate,
  type ContactState,
  type Dated,
  type Fact,
  type Merging,
} from '../../src/index.ts'
import { plainState, same, type Parts } from '../../src/kernel/index.ts'
import { merging, stepsBehind } from './lives.ts'

vi.setConfig({ testTimeout: 120_000 })

const lastDay = '2027-01-01'
const ids = (category: string) => [0, 1, 2].map(n => pooled(category, n))
const mergingOf = (world: World, { state }: AnyAggregate, id: string) =>
  (world.stateOf(state.of(id)) as Dated & { readonly merging: Merging }).merging

/** Fields that nothing else bears on. */
const compared: Readonly<Record<string, readonly string[]>> = {
  contact: [
    ...[
      'name',
      'kind',
      'term',
      'taxCode',
      'accountManagerId',
      'industry',
      'size',
      'group',
      'territory',
      'prospectiveAs',
    ],
    ...[
      'contactStatus',
      'contactSource',
      'customerSource',
      'gender',
      'occupation',
      'areaOfResidence',
      'supplier',
      'customer',
    ],
    ...['archived', 'tags', 'notes', 'custom', 'externalIds', 'employments', 'addresses'],
  ],
  lead: [
    ...[
      'title',
      'name',
      'organisationName',
      'phone',
      'email',
      'website',
      'address',
      'kind',
      'position',
      'industry',
      'size',
    ],
    ...[
      'group',
      'territory',
      'source',
      'campaign',
      'need',
      'assignment',
      'tags',
      'notes',
      'custom',
      'externalIds',
      'answers',
    ],
  ],
}

const valuesOf = (state: Dated, fields: readonly string[]) => {
  const plain = plainState(state) as Readonly<Record<string, unknown>>
  // of parts what they say, not when that was set
  const said = (value: unknown): unknown =>
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(one => typeof one === 'object' && one !== null && 'days' in one)
      ? Object.fromEntries(
          Object.entries(value).flatMap(([id, { part }]: readonly [string, { part?: unknown }]) =>
            part === undefined ? [] : [[id, part]],
          ),
        )
      : value
  return Object.fromEntries(fields.map(field => [field, said(plain[field])]))
}

const valueIn = (state: Dated, field: string): unknown => {
  const value: unknown = Reflect.get(state, field)
  return isErased(value) ? null : value
}
/** What a survivor had when it was whole, and has no longer, though a part of it has it too. */
const lost = (world: World, aggregate: AnyAggregate, id: string, whole: Dated): readonly string[] => {
  const after = world.stateOf(aggregate.state.of(id))
  const parts = mergingOf(world, aggregate, id).standing.flatMap(({ loserIds }) =>
    loserIds.map(one => world.stateOf(aggregate.state.of(one))),
  )
  return (compared[aggregate.category] ?? []).flatMap(field => {
    const [was, is] = [valueIn(whole, field), valueIn(after, field)]
    if (keyed.has(field))
      return [...keysOf(was)]
        .filter(key => !keysOf(is).has(key) && parts.some(part => keysOf(valueIn(part, field)).has(key)))
        .map(key => `${field} ${key}`)
    return was !== null && is === null && parts.some(part => valueIn(part, field) !== null) ? [field] : []
  })
}
const keyed: ReadonlySet<string> = new Set(['tags', 'custom', 'externalIds', 'answers'])
const keysOf = (parts: unknown): ReadonlySet<string> => new Set((parts as Parts<object>).keys())

/** Survivors that are not customers though a part of theirs is one. */
const customersDenied = (world: World): readonly string[] => {
  const { state } = aggregates.contacts
  const contactOf = (id: string) => world.stateOf(state.of(id)) as ContactState
  return ids(state.category).filter(id => {
    const { merging, customer } = contactOf(id)
    if (customer !== null || merging.requested || merging.unmerging) return false
    return merging.standing.some(({ loserIds }) => loserIds.some(one => contactOf(one).customer !== null))
  })
}

/** Undoes what holds, the outermost first; what is refused (a lead is being converted) stays. */
const partAll = (world: World, aggregate: AnyAggregate): number => {
  const { category, idField } = aggregate
  const tried = new Set<string>()
  for (let parted = 0; ; parted++) {
    const [next] = ids(category).flatMap(id => {
      const { into, standing } = mergingOf(world, aggregate, id)
      return into ? [] : standing.flatMap(({ mergeId }) => (tried.has(mergeId) ? [] : [{ id, mergeId }])).slice(0, 1)
    })
    if (!next) return parted
    const { id, mergeId } = next
    tried.add(mergeId)
    const whole = world.stateOf(aggregate.state.of(id))
    const request = {
      message: { aggregate: category, name: 'unmerge', input: { [idField]: id, mergeId } },
      on: lastDay,
    }
    for (const { message, on } of [request, ...stepsBehind(request)]) world.run(message, on)
    expect(customersDenied(world)).toEqual([])
    if (mergingOf(world, aggregate, id).standing.every(one => one.mergeId !== mergeId))
      expect(lost(world, aggregate, id, whole), `${category} ${id}`).toEqual([])
  }
}
const isWhole = (world: World, aggregate: AnyAggregate) =>
  ids(aggregate.category).every(id => {
    const { into, standing, requested, unmerging } = mergingOf(world, aggregate, id)
    return !into && standing.length === 0 && !requested && !unmerging
  })

/** What follows no pointer, and is no step of a merger. */
const saidOfItself = new Set(['register', 'create', 'completeAssignment', 'refuseAssignment'])

interface Said extends Fact {
  /** Whether it was part of another then, whose stream has it. */
  readonly ofPart: boolean
}

/** What was said by the name of each, as events; nothing of mergers. */
const saidOf = (world: World, { category, idField, commands }: AnyAggregate, id: string): readonly Said[] =>
  world.runs.flatMap(({ message, on, outcome }) => {
    if (message.aggregate !== category || isRejection(outcome)) return []
    if (Reflect.get(Object(message.input), idField) !== id) return []
    if (commands[message.name]?.whenMerged === 'itself' && !saidOfItself.has(message.name)) return []
    const ofPart = outcome.some(({ type }) => type.endsWith('AddressedAs'))
    return outcome
      .filter(({ type }) => !type.endsWith('AddressedAs'))
      .map(({ type, data }) => ({ type, data, occurredOn: on, ofPart }))
  })

/** Whether one was set apart though it was not asked that they be parted, or that was refused: no process does that. */
const isSetApartUnasked = (world: World): boolean => {
  const asked = new Map<unknown, boolean>()
  return world.runs.some(({ message: { name, input }, outcome }) => {
    const mergeId: unknown = Reflect.get(Object(input), 'mergeId')
    if (name === 'unmerge' || name === 'merge') asked.set(mergeId, !isRejection(outcome))
    return name === 'setApart' && !isRejection(outcome) && outcome.length > 0 && asked.get(mergeId) !== true
  })
}

const names = ['title', 'name', 'organisationName']
/** Whether what was said of a lead alone would leave it without a title or a name: what it keeps then has tests of its own. */
const isLeftNameless = (of: AnyAggregate['state'], said: readonly Said[]): boolean => {
  let state = of.initialState
  return said.some(fact => {
    state = of.evolve(state, fact)
    return fact.type === 'LeadRenamed' && names.every(name => Reflect.get(state, name) === null)
  })
}

it('parted, each stands as what was said by its name makes it', () => {
  let parted = 0
  let whole = 0
  fc.assert(
    fc.property(merging, plan => {
      const world = live(plan)
      if (isSetApartUnasked(world)) return
      expect(customersDenied(world)).toEqual([])
      for (const aggregate of [aggregates.contacts, aggregates.leads]) {
        parted += partAll(world, aggregate)
        if (!isWhole(world, aggregate)) continue
        whole += 1
        const { state, category } = aggregate
        const all = compared[category] ?? []
        for (const id of ids(category)) {
          const of = state as AnyAggregate['state']
          const said = saidOf(world, aggregate, id)
          const fields = isLeftNameless(of, said) ? all.filter(field => !names.includes(field)) : all
          const model = said.reduce<Dated>((s, fact) => {
            const next = of.evolve(s, fact)
            // what changed the whole, and would have changed nothing of the part: nothing was said of that
            return fact.ofPart && same(valuesOf(s, fields), valuesOf(next, fields)) ? s : next
          }, of.initialState)
          expect(valuesOf(world.stateOf(state.of(id)), fields), `${category} ${id}`).toEqual(valuesOf(model, fields))
        }
      }
    }),
    { numRuns: rounds(15, 2_000) },
  )
  expect(parted).toBeGreaterThan(5)
  expect(whole).toBeGreaterThan(10)
})
