import { createMemoryDocumentStore, type DocumentStore, type Query } from '@eventcrm/projection'
import { describe, expect, it } from 'vitest'
import { leads, leadsList } from '../src/index.ts'

const me = '00000000-0000-4000-8000-000000000001'
const teamId = '00000000-0000-4000-8000-000000000002'

/** What the store is asked for a page. */
const queriesFor = async (question: Parameters<typeof leadsList.answer>[1]): Promise<readonly Query[]> => {
  const store = createMemoryDocumentStore()
  await store.ensure([{ name: leads.collection, indexes: leads.indexes }])
  const asked: Query[] = []
  const documents: DocumentStore = {
    ...store,
    query: queries => {
      asked.push(...queries)
      return store.query(queries)
    },
  }
  const colleagues = { teamId, department: 'Sales', ofTeam: [], ofDepartment: [] }
  const context = {
    documents,
    names: () => Promise.resolve(new Map()),
    colleagues: () => Promise.resolve(colleagues),
    today: () => '2026-03-01',
  }
  await leadsList.answer(context, question).catch(() => undefined) // nothing is folded yet
  return asked
}
const findFor = async (question: Parameters<typeof leadsList.answer>[1]) => {
  const find = (await queriesFor(question)).find(query => 'find' in query)
  if (!find || !('find' in find) || !find.where || !('and' in find.where)) throw new Error('no page was asked for')
  return { where: find.where.and, sort: find.sort ?? [] }
}

describe('the list of leads', () => {
  it.each(['all', 'mine', 'team', 'department'] as const)('of %s stands in an index', async scope => {
    const { where, sort } = await findFor({ scope, me })
    const equal = where.flatMap(condition => ('equals' in condition ? [condition.field] : []))
    expect(leads.indexes).toContainEqual([...equal, ...sort.map(({ field }) => field)])
  })

  it('counts the days of neglect back from today', async () => {
    const { where } = await findFor({ filter: { neglected: { days: 14 } } })
    expect(where).toContainEqual({
      or: [
        { field: 'ownerId', equals: null },
        { field: 'touchedOn', to: '2026-02-15' },
      ],
    })
  })
})
