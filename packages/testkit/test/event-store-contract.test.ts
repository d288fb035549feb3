import type { EventStore } from '@eventcrm/event-store'
import { describe, expect, it } from 'vitest'
import { runCase } from '../src/contract.ts'
import { eventStoreCases } from '../src/event-store-contract.ts'

/** Accepts everything, keeps nothing, refuses nothing. */
const doNothing = (namespace = 'crm'): EventStore => {
  const none = async function* (): AsyncGenerator<never> {}
  return {
    namespace,
    append: async (_, expected, events) => ({
      revision: (expected === 'noStream' ? -1 : expected) + events.length,
      position: '0'.repeat(20),
    }),
    readStream: none,
    readAll: none,
    subscribe: none,
    head: async () => null,
    close: async () => {},
  }
}

describe('the contract of event stores', () => {
  for (const contract of eventStoreCases) {
    it(`fails a store that does nothing, where one ${contract.name}`, async () => {
      await expect(
        runCase(contract, async () => ({ store: doNothing(), again: async namespace => doNothing(namespace) })),
      ).rejects.toThrow()
    })
  }
})
