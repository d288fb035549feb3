import { createMemoryDocumentStore, createProjector } from '@eventcrm/projection'
import { rounds } from '@eventcrm/testkit'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { withFates, type Fate } from '../../projection/test/faulty-stores.ts'
import { opportunities, pipelines } from '../src/index.ts'
import { dayAt, daysWorthAsking, histories, lastDay, Reached, subjectOf, type Happening } from './histories.ts'
import { ask, everything, logOf, projected, projectorOf, write } from './stores.ts'

const reached = new Reached()
const some = histories({ minLength: 20, maxLength: 60 })
const fates = fc.array(fc.constantFrom<Fate>('fine', 'before', 'after'), { maxLength: 30 })

describe('the same documents and totals', () => {
  it('whatever the batches', async () => {
    await fc.assert(
      fc.asyncProperty(some, fc.integer({ min: 1, max: 60 }), fc.nat(60), async (history, batchSize, pause) => {
        reached.history(history)
        const events = await logOf(history.slice(0, pause))
        const documents = createMemoryDocumentStore()
        const projector = projectorOf(events, documents, batchSize)
        await projector.catchUp() // what is there is booked from documents, and the rest event by event
        if (pause < history.length) reached.count('went on after the first booking')
        await write(events, history, undefined, pause)
        await projector.catchUp()
        expect(await everything(documents)).toEqual(await everything(await projected(history)))
      }),
      { numRuns: rounds(60, 1_000) },
    )
  })

  it('whatever crashes lie between', async () => {
    await fc.assert(
      fc.asyncProperty(
        some,
        fc.integer({ min: 1, max: 20 }),
        fates,
        fc.nat(60),
        async (history, batchSize, fates, pause) => {
          const events = await logOf(history.slice(0, pause))
          const documents = createMemoryDocumentStore()
          const faulty = withFates(documents, fates)
          const catchUp = async () => {
            for (;;) {
              try {
                await projectorOf(events, faulty, batchSize).catchUp() // a new process each time
                return
              } catch {
                reached.count('crashed')
              }
            }
          }
          await catchUp()
          await write(events, history, undefined, pause)
          await catchUp()
          expect(await everything(documents)).toEqual(await everything(await projected(history)))
        },
      ),
      { numRuns: rounds(60, 1_000) },
    )
  })

  it('however many project at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        some,
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 2, maxLength: 3 }),
        async (history, sizes) => {
          const half = history.length >> 1
          const events = await logOf(history.slice(0, half))
          const documents = createMemoryDocumentStore()
          const projectors = sizes.map(batchSize => projectorOf(events, documents, batchSize))
          for (const projector of projectors) projector.start()
          await write(events, history, undefined, half)
          await Promise.all(projectors.map(projector => projector.catchUp()))
          await Promise.all(projectors.map(projector => projector.close()))
          expect(await everything(documents)).toEqual(await everything(await projected(history)))
        },
      ),
      { numRuns: rounds(30, 1_000) },
    )
  })

  it('when they are rebuilt, and when only the totals are booked anew from documents', async () => {
    await fc.assert(
      fc.asyncProperty(some, fc.integer({ min: 1, max: 20 }), async (history, batchSize) => {
        const events = await logOf(history.slice(0, 10))
        const documents = createMemoryDocumentStore()
        const live = projectorOf(events, documents, batchSize)
        await live.catchUp()
        await write(events, history, undefined, 10)
        await live.catchUp()
        const built = await everything(documents)

        await live.rebuild()
        expect(await everything(documents)).toEqual(built)

        // an older version of the program, without the totals, folds the rest; then this one is back
        const older = createProjector({ events, documents, views: [opportunities, pipelines], rollups: [] })
        const opening = history.find(({ event }) => event.type === 'OpportunityOpened')
        if (opening) await write(events, [{ ...opening, id: '00000001-0000-4000-8000-000000000099' }])
        await older.catchUp()
        await projectorOf(events, documents, batchSize).catchUp()
        const again = await everything(documents)
        await projectorOf(events, documents, batchSize).rebuild()
        expect(again).toEqual(await everything(documents))
      }),
      { numRuns: rounds(40, 1_000) },
    )
  })

  it('with any persons erased, but for titles', async () => {
    await fc.assert(
      fc.asyncProperty(some, fc.func(fc.boolean()), async (history, isErased) => {
        const whole = await everything(await projected(history))
        const erased = await everything(
          await projected(history, event => ({
            ...event,
            personal: Object.fromEntries(Object.entries(event.personal).filter(([person]) => !isErased(person))),
          })),
        )
        const titles = Object.entries(erased[opportunities.collection] ?? {})
        for (const [id, { title }] of titles) expect(title === null).toBe(isErased(id))
        reached.count('erased', titles.filter(([id]) => isErased(id)).length)
        const untitled = (all: typeof whole) => ({
          ...all,
          [opportunities.collection]: Object.entries(all[opportunities.collection] ?? {}).map(([id, document]) => [
            id,
            { ...document, title: null, titleWords: [] },
          ]),
        })
        expect(untitled(erased)).toEqual(untitled(whole))
      }),
      { numRuns: rounds(30, 1_000) },
    )
  })
})

describe('a past report', () => {
  it('is not changed by anything that happens later, stages renamed and reordered among it', async () => {
    await fc.assert(
      fc.asyncProperty(
        some.chain(history => fc.tuple(fc.constant(history), daysWorthAsking(history))),
        histories({ minLength: 10, maxLength: 30 }),
        async ([history, asOf], later) => {
          const events = await logOf(history)
          const documents = createMemoryDocumentStore()
          const projector = projectorOf(events, documents)
          await projector.catchUp()
          const { position: _, read: __, ...before } = await ask(documents, { asOf })
          const opened = new Map(history.map(happening => [subjectOf(happening), happening.on] as const).reverse())
          const voided = new Set(history.flatMap(({ id, event }) => (event.type === 'OpportunityVoided' ? [id] : [])))
          const after = later.flatMap((happening): Happening[] => {
            const { category, event } = happening
            // that one was entered by mistake is all that may change the past
            if (event.type === 'OpportunityVoided' || voided.has(happening.id)) return []
            const id = subjectOf(happening)
            const on = laterThan(asOf, happening.on)
            const openedOn = opened.get(id)
            // events of those that are open already, and openings of the others
            if (/Opened|StageAdded|ReasonAdded|Created/.test(event.type) === (openedOn !== undefined)) return []
            // what a pipeline has only later may have been used by then, and is named as at the end of its first day
            if (category === 'salesPipeline' && (openedOn === undefined || openedOn > asOf)) return []
            opened.set(id, openedOn ?? on)
            return [{ ...happening, on: openedOn !== undefined && openedOn > on ? openedOn : on }]
          })
          await write(events, [...history, ...after], undefined, history.length)
          await projector.catchUp()
          const { position: ___, read: ____, ...now } = await ask(documents, { asOf })
          expect(now).toEqual(before)
          reached.count('later', after.length)
        },
      ),
      { numRuns: rounds(60, 1_000) },
    )
  })

  it('answers for one position, whatever is folded while it reads', async () => {
    await fc.assert(
      fc.asyncProperty(some, fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 10 }), async (history, folded) => {
        const half = history.length >> 1
        const events = await logOf(history.slice(0, half))
        const documents = createMemoryDocumentStore()
        const projector = projectorOf(events, documents)
        await projector.catchUp()
        const question = { asOf: dayAt(lastDay), source: 'documents' } as const
        const before = await ask(documents, question)
        let at = half
        const pages = folded[Symbol.iterator]()
        const busy = {
          ...documents,
          // between any two pages some more is folded; small pages
          query: (async (queries: Parameters<typeof documents.query>[0]) => {
            const asked = queries.map(query =>
              'find' in query && query.limit !== undefined ? { ...query, limit: 2 } : query,
            )
            const answer = await documents.query(asked)
            const more = pages.next().value ?? 0
            await write(events, history.slice(0, at + more), undefined, at)
            at = Math.min(at + more, history.length)
            await projector.catchUp()
            if (more > 0) reached.count('folded while read')
            return answer
          }) as typeof documents.query,
        }
        const { read: _, ...meanwhile } = await ask(busy, question)
        const { read: __, ...whole } = before
        expect(meanwhile).toEqual(whole)
      }),
      { numRuns: rounds(60, 1_000) },
    )
  })
})

const laterThan = (day: string, other: string) =>
  new Date(Date.parse(day) + (1 + ((Date.parse(other) / 86_400_000) % 60)) * 86_400_000).toISOString().slice(0, 10)

afterAll(() => {
  for (const what of ['late', 'crashed', 'went on after the first booking', 'erased', 'later', 'folded while read'])
    expect(reached.of(what), what).toBeGreaterThan(25)
})
