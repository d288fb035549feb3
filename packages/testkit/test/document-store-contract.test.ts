import type { DocumentStore, Query } from '@eventcrm/projection'
import { describe, expect, it } from 'vitest'
import { runCase } from '../src/contract.ts'
import { documentStoreCases } from '../src/document-store-contract.ts'

/** Every question is answered, as if nothing had ever been written. */
const answer = (query: Query) =>
  'progress' in query
    ? null
    : 'load' in query || 'views' in query
      ? new Map()
      : 'servings' in query || 'some' in query || 'group' in query
        ? []
        : 'find' in query
          ? { documents: [], next: null }
          : 0

const createNothing = (): DocumentStore => ({
  ensure: async () => undefined,
  commit: async () => undefined,
  query: async queries => queries.map(answer) as never,
  serve: async () => undefined,
  drop: async () => undefined,
  close: async () => undefined,
})

describe('a document store that does nothing', () => {
  for (const one of documentStoreCases) {
    it(`breaks: ${one.name}`, async () => {
      const open = async () => ({ store: createNothing(), again: async () => createNothing() })
      await expect(runCase(one, open)).rejects.toThrow()
    })
  }
})
