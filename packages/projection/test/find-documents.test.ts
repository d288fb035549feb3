import { expect, it } from 'vitest'
import { createMemoryDocumentStore, findDocuments, type DocumentStore } from '../src/index.ts'
import { built, deposit, logOf, opening, projectorOf, readModel } from './accounts.ts'

const { accounts } = readModel()
const history = [opening(1), deposit(1, 5), opening(2, 'Bình'), opening(3), deposit(3, 1)]

it('finds documents of a view, typed, page by page, and says what has been folded into them', async () => {
  const store = await built(history)
  const where = { field: 'owner', equals: 'An' } as const
  const first = await findDocuments(store, accounts, { where, sort: [{ field: 'openedOn' }], limit: 1 })
  const amounts: readonly number[] = first.documents.flatMap(({ document }) => document.amounts.map(one => one.amount))
  expect(amounts).toEqual([5])
  expect(first.position).toBe('00000000000000000005')
  const after = first.next ?? ''
  const second = await findDocuments(store, accounts, { where, sort: [{ field: 'openedOn' }], limit: 1, after })
  expect(second.documents.map(({ document }) => document.amounts.length)).toEqual([1])
  expect(second.next).toBe(null)
  expect((await findDocuments(store, accounts)).documents).toHaveLength(3)
})

it('refuses a field that the documents have not, wherever it is named', async () => {
  const store = await built(history)
  const refused = (find: object, at: string) =>
    expect(findDocuments(store, accounts, find)).rejects.toThrow(`${at}: expected a field of accounts: owner`)
  await refused({ where: { field: 'onwer', equals: 'An' } }, 'where.field')
  await refused(
    { where: { and: [{ field: 'owner', equals: 'An' }, { not: { field: 'name.x', from: 1 } }] } },
    'where.and[1].not.field',
  )
  await refused({ where: { or: [{ field: 'toString', equals: 1 }] } }, 'where.or[0].field')
  await refused({ sort: [{ field: 'owner' }, { field: 'since' }] }, 'sort[1].field')
  for (const find of [
    { where: { field: 5, equals: 1 } },
    { where: 'owner' },
    { sort: 'owner' },
    { sort: ['owner'] },
    { limit: 0 },
  ]) {
    // @ts-expect-error -- from outside
    await expect(findDocuments(store, accounts, find)).rejects.toThrow(TypeError)
  }
  // @ts-expect-error -- misspelt
  await expect(findDocuments(store, accounts, { where: { field: 'onwer', equals: 'An' } })).rejects.toThrow(TypeError)
})

it('answers not before the view was folded', async () => {
  const store = createMemoryDocumentStore()
  const projector = projectorOf(await logOf([]), store)
  await projector.prepare()
  await expect(findDocuments(store, accounts)).rejects.toMatchObject({ code: 'ViewBuilding' })
  await projector.catchUp()
  expect(await findDocuments(store, accounts)).toEqual({ documents: [], next: null, position: null })
})

it('refuses what is none of the view’s documents any more', async () => {
  const whole = await built(history)
  for (const damaged of [{ a: 1 }, { owner: 'An', openedOn: '2026-01-01', amounts: 'none' }, { owner: 'An' }]) {
    const store: DocumentStore = {
      ...whole,
      async query(queries) {
        const answers = await whole.query(queries)
        for (const answer of answers as readonly unknown[])
          if (typeof answer === 'object' && answer !== null && 'documents' in answer)
            Object.assign(answer, { documents: [{ key: 'x', document: damaged }] })
        return answers
      },
    }
    await expect(findDocuments(store, accounts)).rejects.toMatchObject({
      code: 'DocumentDamaged',
      view: 'accounts',
      message: 'Documents of accounts are damaged: rebuild the view from the log',
    })
  }
})
