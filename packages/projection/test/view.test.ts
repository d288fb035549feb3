import { defineEvents } from '@eventcrm/domain'
import { positionOf } from '@eventcrm/event-store'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineRollup, defineView, type ViewEvent } from '../src/index.ts'

const events = defineEvents({
  ThingMade: z.object({ name: z.string() }).describe('made'),
  ThingGone: z.object({}).describe('gone'),
})
const thing = { category: 'thing', events }
const part = z.object({ n: z.int() })
const document = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('a'),
    parts: z.array(part),
    either: z.union([part, part.extend({ more: z.boolean() })]).nullable(),
    byName: z.record(z.string(), part),
    note: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal('b'), name: z.string() }),
])
const definition = { name: 'things', version: 1, describe: 'Things', document, aggregates: [thing] } as const
const view = defineView({
  ...definition,
  on: {
    // results are inferred as the documents they are, without `as const`
    ThingMade: (_, { data }) => ({ kind: 'b', name: data.name }),
    ThingGone: { key: event => event.streamId, fold: document => (document?.kind === 'a' ? document : null) },
  },
})

describe('a view', () => {
  it('refuses an event that none of its aggregates has, and names that are none', () => {
    // @ts-expect-error -- misspelt
    expect(() => defineView({ ...definition, on: { ThingMad: () => null } })).toThrow('ThingMad')
    for (const name of ['', 'my things', 'things__v1', 'a'.repeat(61), '1things'])
      expect(() => defineView({ ...definition, name, on: {} })).toThrow(TypeError)
    expect(() => defineView({ ...definition, version: 0, on: {} })).toThrow(TypeError)
    const rollup = {
      name: 'a b',
      version: 1,
      describe: '',
      facet: z.object({}),
      series: z.object({}),
      measures: z.object({}),
    }
    expect(() => defineRollup(view, { ...rollup, entries: () => [] })).toThrow(TypeError)
  })

  it('says which fields its documents have', () => {
    expect(view.fields).toEqual(['kind', 'parts', 'either', 'byName', 'note', 'name'])
  })

  it('knows an event of its aggregates that this version does not know', () => {
    const unknown = (category: string, type: string) =>
      view.isUnknown({ stream: `crm.${category}-00000000-0000-4000-8000-000000000000`, type })
    expect(unknown('thing', 'ThingPainted')).toBe(true)
    expect(unknown('thing', 'ThingMade')).toBe(false)
    expect(unknown('things', 'ThingPainted')).toBe(false)
    expect(unknown('thing', 'toString')).toBe(true)
  })

  it('gives folds an event with its own data', () => {
    const event: ViewEvent<{ readonly name: string }> = {
      id: 'e',
      type: 'ThingMade',
      data: { name: 'x' },
      stream: 'crm.thing-1',
      streamId: '1',
      revision: 0,
      position: positionOf(1),
      ...{
        occurredAt: '',
        occurredOn: '2026-01-31',
        recordedAt: '',
        commandId: '',
        correlationId: '',
        causationId: '',
      },
      ...{ actor: '', source: '' },
    }
    expect(view.fold(undefined, event)).toEqual({ kind: 'b', name: 'x' })
    expect(view.keysOf(event)).toEqual(['1'])
  })
})

describe('a document', () => {
  const fits = {
    kind: 'a',
    parts: [{ n: 1 }],
    either: { n: 1, more: true },
    byName: { x: { n: 1 } },
    note: 'x',
  } as const
  /** Where it does not fit. */
  const fault = (wrong: object): unknown => {
    try {
      view.check({ ...fits, ...wrong } as never)
      return null
    } catch (error) {
      expect(error).toMatchObject({ code: 'DocumentInvalid' })
      expect(String(error)).toContain('things')
      expect(String(error)).not.toContain('secret')
      return (error as { readonly field: unknown }).field
    }
  }

  it('is taken as it is', () => {
    const given = structuredClone(fits)
    expect(fault(given)).toBe(null)
    expect(given).toEqual(fits)
    expect(fault({ either: null, byName: {} })).toBe(null)
  })

  it('is refused with a field that the schema has not, at any depth, which is named', () => {
    expect(fault({ extra: 'secret' })).toBe('extra')
    expect(fault({ parts: [{ n: 1 }, { n: 2, extra: 'secret' }] })).toBe('parts.1.extra')
    expect(fault({ byName: { x: { n: 1, extra: 'secret' } } })).toBe('byName.x.extra')
    expect(fault({ either: { n: 1, extra: 'secret' } })).toBe('either.extra')
  })

  it('is refused with a value of another type or none, which is named', () => {
    expect(fault({ parts: [{ n: 'secret' }] })).toBe('parts.0.n')
    expect(fault({ parts: [{}] })).toBe('parts.0.n')
    expect(fault({ either: { n: 1, more: 'secret' } })).toBe('either.more')
    expect(fault({ kind: 'secret' })).toBe('kind')
    expect(fault({ parts: [{ n: 1n }] })).toBe('parts.0.n')
  })

  it('is checked alike once the check is compiled', () => {
    for (let i = 0; i < 600; i++) expect(fault({})).toBe(null)
    expect(fault({})).toBe(null)
    expect(fault({ parts: [{ n: 2, extra: 'secret' }] })).toBe('parts.0.extra')
  })

  it('may hold documents of its own kind', () => {
    const tree = z.object({
      name: z.string(),
      get children() {
        return z.array(tree)
      },
    })
    const trees = defineView({ ...definition, document: tree, on: {} })
    expect(() => trees.check({ name: 'a', children: [{ name: 'b', children: [] }] })).not.toThrow()
    const odd = { name: 'a', children: [{ name: 'b', children: [], extra: 1 }] }
    expect(() => trees.check(odd)).toThrow('children.0.extra')
  })
})
