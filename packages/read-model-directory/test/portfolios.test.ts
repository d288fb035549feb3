import { expect, it } from 'vitest'
import { contacts, isAccount } from '../src/index.ts'

it('somebody’s accounts are counted by an index alone, however many customers there are', () => {
  const [fields] = 'and' in isAccount ? [isAccount.and] : [[]]
  const counted = fields.flatMap(each => ('field' in each ? each.field : []))
  expect(counted).toHaveLength(fields.length)
  expect(contacts.indexes.map(index => index.toSorted())).toContainEqual(['ownerId', ...counted].toSorted())
})
