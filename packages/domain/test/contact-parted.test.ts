// A contact after one of two mergers is undone: what was said in another's name stands once.
import { did, pooled, World } from '@eventcrm/testkit'
import { expect, it } from 'vitest'
import { contact, contactState } from '../src/index.ts'

it('has a number that it took over and that became its main one since only once', () => {
  const [first, second, survivorId] = [0, 1, 2].map(n => pooled('contact', n)) as [string, string, string]
  const world = new World()
  const merged = (contactId: string, mergeId: string) => [
    contact.merge({ contactId: survivorId, mergeId, loserIds: [contactId] }),
    contact.mergeInto({ contactId, survivorId, mergeId }),
    contact.completeMerge({ contactId: survivorId, mergeId }),
  ]
  const [m, n] = [pooled('merge', 0), pooled('merge', 1)] as const
  const all = [
    ...[first, second, survivorId].map(contactId => contact.register({ contactId, kind: 'individual', name: 'An' })),
    contact.addPhone({ contactId: first, phoneId: pooled('phone number'), phone: '0912 345 678' }),
    contact.setPhone({ contactId: second, phone: '0987 654 321' }),
    ...merged(first, m),
    ...merged(second, n),
    contact.setPhone({ contactId: second, phone: '0987 654 321' }),
    contact.unmerge({ contactId: survivorId, mergeId: m }),
    contact.setApart({ contactId: first, survivorId, mergeId: m }),
    contact.completeUnmerge({ contactId: survivorId, mergeId: m }),
  ]
  for (const message of all) did(message, '2026-01-05')(world)
  const { phone, furtherPhones } = world.stateOf(contactState.of(survivorId)) as typeof contactState.initialState
  expect(phone).toBe('+84987654321')
  expect([...furtherPhones.values()]).toEqual([])
})
