// A log is folded in parts that hold no more than they may, and come to what it folds to at once.
import type { EventStore } from '@eventcrm/event-store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { FoldInParts } from '../src/fold-in-parts.ts'
import type { Document } from '../src/index.ts'
import { BoxFilled, BoxMade, BoxPut, boxes, idOf, logOf, type Told } from './boxes.ts'

type Folded = readonly (readonly [key: string, document: Document])[]

const sorted = (folded: Folded): Folded => folded.toSorted(([a], [b]) => (a < b ? -1 : 1))

/** What a log folds to, and how much of it was held, at most, whenever an event was read. */
const foldedOf = async (log: EventStore, foldedAtOnce: number) => {
  let most = 0
  let parts = 0
  const counting: Pick<EventStore, 'readAll'> = {
    async *readAll(options) {
      for await (const event of log.readAll(options)) {
        most = Math.max(most, folding.held)
        yield event
      }
    },
  }
  const folding = new FoldInParts({
    ...{ events: counting, views: new Set([boxes()]), foldedAtOnce, categories: undefined },
    upTo: (await log.head()) ?? '',
    reading: () => () => undefined,
    onUnfoldable: (_, error) => {
      throw error
    },
    turn: () => undefined,
  })
  const documents: (readonly [string, Document])[] = []
  const sources: (readonly [string, Document])[] = []
  for await (const part of folding.parts()) {
    parts++
    documents.push(...part.documents)
    sources.push(...part.sources())
  }
  return { documents: sorted(documents), sources: sorted(sources), most, parts }
}

const name = (n: number) => n.toString(16)
const box = fc.nat(11).map(name)
const history: fc.Arbitrary<readonly Told[]> = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: box.map((id): Told => [id, BoxMade({})]) },
    { weight: 3, arbitrary: fc.tuple(box, fc.nat(9)).map(([id, weight]): Told => [id, BoxFilled({ weight })]) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(box, fc.option(box, { freq: 5 }))
        .map(([id, into]): Told => [id, BoxPut({ into: into === null || into === id ? null : idOf(into) })]),
    },
  ),
  { maxLength: 50, size: 'max' },
)

describe('a log that is folded in parts', () => {
  it('comes to the documents and sources that it folds to at once, each in one part', async () => {
    let parted = 0
    await fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 1, max: 12 }), async (told, foldedAtOnce) => {
        const log = await logOf(told)
        const { documents, sources } = await foldedOf(log, Infinity)
        const inParts = await foldedOf(log, foldedAtOnce)
        expect(inParts).toMatchObject({ documents, sources })
        if (inParts.parts > 1) parted++
      }),
      { numRuns: rounds(25, 5_000) },
    )
    expect(parted).toBeGreaterThan(5)
  })

  it('holds no more at once than it may, four sources counting as a document, however many there are and give one another something', async () => {
    // chains of four, each put into the next before or after it is filled
    const told = Array.from({ length: 200 }, (_, n): readonly Told[] => {
      const [a, b, c, d] = [4 * n, 4 * n + 1, 4 * n + 2, 4 * n + 3].map(name)
      if (!a || !b || !c || !d) return []
      const put: readonly Told[] = [
        [b, BoxPut({ into: idOf(c) })],
        [a, BoxPut({ into: idOf(b) })],
        [c, BoxPut({ into: idOf(d) })],
      ]
      return [[d, BoxMade({})], ...(n % 2 === 0 ? put : put.toReversed()), [a, BoxFilled({ weight: n })]]
    }).flat()
    const log = await logOf(told)
    const { documents, sources, most } = await foldedOf(log, Infinity)
    expect([documents.length, sources.length, most]).toEqual([200, 800, 200 + 800 / 4])
    const inParts = await foldedOf(log, 50)
    expect(inParts).toMatchObject({ documents, sources })
    expect(inParts.most).toBeLessThanOrEqual(50)
  })

  it('holds all that gives something to one document, and does not part the rest for it', async () => {
    const into = 'abc'
    const told: readonly Told[] = [
      [into, BoxMade({})],
      ...Array.from({ length: 300 }, (_, n): readonly Told[] => [
        [name(n), BoxFilled({ weight: 1 })],
        [name(n), BoxPut({ into: idOf(into) })],
      ]).flat(),
    ]
    const log = await logOf(told)
    const { documents, sources } = await foldedOf(log, Infinity)
    expect(documents).toEqual([[idOf(into), { weight: 300 }]])
    const inParts = await foldedOf(log, 25)
    expect(inParts).toMatchObject({ documents, sources })
    expect(inParts.parts).toBeLessThan(40)
  })
})
