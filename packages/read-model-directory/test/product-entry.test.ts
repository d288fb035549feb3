import { productEvents, type NewEvent } from '@eventcrm/domain'
import { expect, it } from 'vitest'
import { directory, type DirectoryEntry } from '../src/index.ts'

const listed = productEvents.ProductListed({ code: 'CF-01', name: 'Cà phê', group: null, unit: 'kg', listPrice: null })

const entryAfter = (...events: readonly NewEvent[]) =>
  events.reduce<DirectoryEntry | undefined>((entry, { type, data }, revision) => {
    const at = '2026-01-05T00:00:00.000Z'
    const envelope = { commandId: 'c', correlationId: 'c', causationId: 'c', actor: 'lan', source: 'api' }
    const where = { stream: 'crm.product-p', streamId: 'p', revision, position: String(revision) }
    const when = { occurredAt: at, occurredOn: at.slice(0, 10), recordedAt: at }
    return directory.fold(entry, { id: String(revision), type, data, ...envelope, ...where, ...when }) ?? undefined
  }, undefined)

it('a product is found under the code that it has now', () => {
  const recoded = productEvents.ProductCodeChanged({ from: 'CF-01', to: 'CF-1' })
  expect(entryAfter(listed)).toMatchObject({ id: 'p', name: 'Cà phê', code: 'CF-01' })
  expect(entryAfter(listed, recoded)).toMatchObject({ id: 'p', name: 'Cà phê', code: 'CF-1' })
})
