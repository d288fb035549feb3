import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { createMemoryDocumentStore } from '../src/index.ts'
import { append, expected, everything, histories, logOf, projectorOf, readModel } from './accounts.ts'
import { withFates, withLatency, withPauses, type Fate } from './faulty-stores.ts'
import { rounds } from '../../testkit/src/campaign.ts'

const counts = { removed: 0, crashes: 0, conflicts: 0, live: 0 }
const lost = () => counts.conflicts++
const batchSizes = fc.integer({ min: 1, max: 40 })
const fates = fc.array(fc.constantFrom<Fate>('fine', 'fine', 'before', 'after'), { maxLength: 40 })

describe('each event takes effect once', () => {
  it('in batches of any size, some of it there at first and some coming later', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories(0, 40),
        histories(0, 40),
        batchSizes,
        fc.boolean(),
        async (first, later, batchSize, late) => {
          const events = await logOf(first)
          const documents = createMemoryDocumentStore()
          const projector = projectorOf(events, late ? withLatency(documents) : documents, readModel(), { batchSize })
          await projector.catchUp()
          for (const happening of later) await append(events, happening)
          await projector.catchUp()
          counts.live += later.length
          counts.removed += [...first, ...later].filter(({ event }) => event.type === 'AccountClosed').length
          expect(await everything(documents)).toEqual(expected([...first, ...later]))
        },
      ),
      { numRuns: rounds(200, 5_000) },
    )
  })

  it('whatever commit a process dies at, before or behind it', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories(1, 40),
        histories(0, 40),
        batchSizes,
        fates,
        fc.boolean(),
        async (first, later, batchSize, fates, late) => {
          const events = await logOf(first)
          const documents = createMemoryDocumentStore()
          const dying = late ? withLatency(withFates(documents, fates)) : withFates(documents, fates)
          const catchUp = async () => {
            for (;;) {
              try {
                await projectorOf(events, dying, readModel(), { batchSize }).catchUp()
                return
              } catch {
                counts.crashes++
              }
            }
          }
          await catchUp()
          for (const happening of later) await append(events, happening)
          await catchUp()
          expect(await everything(documents)).toEqual(expected([...first, ...later]))
        },
      ),
      { numRuns: rounds(200, 5_000) },
    )
  })

  it('however many projectors race, each held up before its commits', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        histories(1, 30),
        histories(0, 20),
        fc.array(batchSizes, { minLength: 2, maxLength: 3 }),
        async (scheduler, first, later, sizes) => {
          const events = await logOf(first)
          const documents = createMemoryDocumentStore()
          const projectors = sizes.map((batchSize, i) => {
            const held = withPauses(
              documents,
              () => scheduler.schedule(Promise.resolve(), `commit of ${String(i)}`),
              lost,
            )
            return projectorOf(events, held, readModel(), { batchSize })
          })
          const catchUp = () => scheduler.waitFor(Promise.all(projectors.map(projector => projector.catchUp())))
          await catchUp()
          for (const happening of later) await append(events, happening)
          await catchUp()
          expect(await everything(documents)).toEqual(expected([...first, ...later]))
        },
      ),
      { numRuns: rounds(100, 5_000) },
    )
  })

  it('when everything, or one view, is folded anew, also in the middle of a race', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        histories(1, 40),
        batchSizes,
        fc.boolean(),
        fates,
        async (scheduler, history, batchSize, one, fates) => {
          const events = await logOf(history)
          const documents = createMemoryDocumentStore()
          await projectorOf(events, documents).catchUp()
          const held = withPauses(documents, () => scheduler.schedule(Promise.resolve()), lost)
          const model = readModel()
          const projector = projectorOf(events, held, model, { batchSize })
          const racing = projectorOf(events, held, readModel(), { batchSize })
          await scheduler.waitFor(
            Promise.all([projector.rebuild(one ? [model.accounts] : undefined), racing.catchUp(), racing.rebuild()]),
          )
          expect(await everything(documents)).toEqual(expected(history))

          const dying = withLatency(withFates(documents, fates))
          const again = readModel()
          for (let asked = false; ;) {
            const projector = projectorOf(events, dying, again, { batchSize })
            try {
              if (asked) await projector.catchUp()
              else await projector.rebuild([again.accounts])
              break
            } catch {
              asked = true // a rebuild that was not begun leaves all as it was; one that was, goes on
            }
          }
          expect(await everything(documents)).toEqual(expected(history))
        },
      ),
      { numRuns: rounds(100, 5_000) },
    )
  })
})

afterAll(() => {
  expect(counts.removed).toBeGreaterThan(300)
  expect(counts.live).toBeGreaterThan(1000)
  expect(counts.crashes).toBeGreaterThan(300)
  expect(counts.conflicts).toBeGreaterThan(300)
})
