import { z } from 'zod'
import { describe, expect, it } from 'vitest'
import { createMemoryDocumentStore, createProjector, defineFeed, defineView, ViewStopped } from '../src/index.ts'
import { BoxFilled, BoxMade, BoxPut, boxes, idOf, logOf, type Told } from './boxes.ts'

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
    mayGive: key => [key],
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

const made: readonly Told[] = ['a', 'b', 'c'].map(id => [id, BoxMade({})])

const weightsOf = async (told: readonly Told[], batchSize: number, view = boxes()) => {
  const documents = createMemoryDocumentStore()
  await createProjector({ events: await logOf(told), documents, views: [view], rollups: [], batchSize }).catchUp()
  const [{ documents: found }] = await documents.query([{ find: view.collection }])
  return found.map(({ document }) => document['weight'])
}

describe.each([1, 2, 100])('what sources give one another, in batches of %i', batchSize => {
  it('goes on to whatever they give something in turn, and is taken back', async () => {
    const put: readonly Told[] = [
      ...made,
      ['b', BoxPut({ into: idOf('c') })],
      ['a', BoxPut({ into: idOf('b') })],
      ['a', BoxFilled({ weight: 3 })],
      ['b', BoxFilled({ weight: 4 })],
    ]
    expect(await weightsOf(put, batchSize)).toEqual([3, 7, 7])
    expect(
      await weightsOf([...put, ['b', BoxPut({ into: null })], ['a', BoxFilled({ weight: 1 })]], batchSize),
    ).toEqual([1, 5, 0])
  })

  it('ends where it goes round in a circle', async () => {
    const round: readonly Told[] = [
      ...made,
      ['a', BoxPut({ into: idOf('b') })],
      ['b', BoxPut({ into: idOf('a') })],
      ['a', BoxFilled({ weight: 3 })],
    ]
    expect(await weightsOf(round, batchSize)).toEqual([3, 3, 0])
  })

  it('stops where an event names nobody that its document gives something', async () => {
    const put: readonly Told[] = [...made, ['a', BoxPut({ into: idOf('b') })]]
    await expect(weightsOf(put, batchSize, boxes({ named: false }))).rejects.toThrow(ViewStopped)
  })

  it('stops where something is given to a document that the feed does not name', async () => {
    const filled: readonly Told[] = [...made, ['a', BoxFilled({ weight: 1 })]]
    await expect(weightsOf(filled, batchSize, boxes({ mayGive: false }))).rejects.toThrow(ViewStopped)
  })
})
