import { z } from 'zod'
import { describe, expect, it } from 'vitest'
import { defineFeed, defineView } from '../src/index.ts'

const sources = (name: string, version: number) =>
  defineView({
    name,
    version,
    describe: 'Sources',
    document: z.object({ of: z.string() }),
    aggregates: [],
    on: {},
  })
const fedBy = (name: string, version: number) =>
  defineFeed<{ of: string }, number, { count: number }>(sources(name, version), {
    gives: ({ of }) => new Map([[of, 1]]),
    take: (document, _, was = 0, is = 0) => ({ count: document.count - was + is }),
  })
const viewFedBy = (name: string, version: number) => () =>
  defineView({
    name: 'counts',
    version: 2,
    describe: 'Counts',
    document: z.object({ count: z.int() }),
    aggregates: [],
    fedBy: fedBy(name, version),
    on: {},
  })

describe('a feed', () => {
  it('is named after its view and its version, so that versions stand side by side', () => {
    expect(viewFedBy('countsSources', 2)().fedBy?.source.collection).toBe('countsSources__v2')
    expect(viewFedBy('countsSources', 1)).toThrow(/counts: what feeds it is named countsSources, and has its version/)
    expect(viewFedBy('others', 2)).toThrow(TypeError)
  })
})
