import { createMemoryDocumentStore, type DocumentStore, type Query } from '@eventcrm/projection'
import { pooled } from '@eventcrm/testkit'
import { expect, it } from 'vitest'
import { opportunities, opportunitiesList } from '../src/index.ts'

const me = pooled('staff member', 0)
const teamId = pooled('sales team', 0)

/** What the store is asked for a page. */
const queriesFor = async (scope: 'all' | 'mine' | 'team' | 'department'): Promise<readonly Query[]> => {
  const store = createMemoryDocumentStore()
  await store.ensure([{ name: opportunities.collection, indexes: opportunities.indexes }])
  const asked: Query[] = []
  const documents: DocumentStore = {
    ...store,
    query: queries => {
      asked.push(...queries)
      return store.query(queries)
    },
  }
  const colleagues = { teamId, department: 'Sales', ofTeam: [], ofDepartment: [] }
  await opportunitiesList
    .answer(
      {
        documents,
        names: () => Promise.resolve(new Map()),
        colleagues: () => Promise.resolve(colleagues),
        today: () => '2026-01-01',
      },
      { scope, me },
    )
    .catch(() => undefined) // nothing is folded yet
  return asked
}

it.each(['all', 'mine', 'team', 'department'] as const)('the list of %s stands in an index', async scope => {
  const find = (await queriesFor(scope)).find(query => 'find' in query)
  if (!find || !('find' in find) || !find.where || !('and' in find.where)) throw new Error('no page was asked for')
  const equal = find.where.and.flatMap(condition => ('equals' in condition ? [condition.field] : []))
  const index = [...equal, ...(find.sort ?? []).map(({ field }) => field)]
  expect(opportunities.indexes).toContainEqual(index)
})
