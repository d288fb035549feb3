import { theCompany, theStandardPipeline } from '@eventcrm/crm'
import { randomUUID } from 'node:crypto'
import { createMemoryKeyStore } from '@eventcrm/event-store'
import { createDemo } from '@eventcrm/demo'
import { describe, expect, it } from 'vitest'
import { rounds } from '@eventcrm/testkit'
import fc from 'fast-check'
import { answersOf, copiedAnswersOf, filtersOf } from './answers.ts'
import { directories, live, lives } from './lives.ts'
import {
  exportAll,
  headOf,
  importAll,
  newFolder,
  newStores,
  ofNoIds,
  start,
  taken,
  unchanged,
  type Crm,
} from './trip.ts'

const daysOf = (year: number, step: number): string[] =>
  Array.from({ length: Math.ceil(372 / step) }, (_, i) =>
    new Date(Date.UTC(year, 0, -2 + i * step)).toISOString().slice(0, 10),
  )

const played = async (seed: number, opportunities: number) => {
  const demo = createDemo({ seed, opportunities })
  const stores = newStores(createMemoryKeyStore(demo.secrets))
  const { crm } = await start(demo.crmOptions(stores))
  await demo.play(crm)
  return start({ stores })
}

const copied = async (crm: Crm, folder: string) => {
  await exportAll(crm, folder, 'a', { history: true })
  const { openedOn } = await crm.state('company', theCompany)
  const { crm: copy, stores } = await start({
    clock: () => new Date('2027-06-30T05:00:00Z'),
    company: openedOn === null ? {} : { foundedOn: openedOn },
  })
  expect(await importAll(copy, folder, 'a')).toMatchObject(taken)
  await crm.catchUp()
  await copy.catchUp()
  return { copy, stores }
}

describe('an exported history', () => {
  it('of the demo, imported into an empty database, answers as the original on every day', async () => {
    // an invoice of it was drafted when its salesperson had left
    const { crm } = await played(3, 40)
    const { copy } = await copied(crm, await newFolder())
    const filters = await filtersOf(crm)
    for (const day of daysOf(2025, 45))
      expect(await copiedAnswersOf(copy, day, filters), day).toEqual(await answersOf(crm, day, filters))
  })

  it('changes nothing where it came from, nor where it was imported already', async () => {
    const { crm, stores } = await played(4, 30)
    const folder = await newFolder()
    const { copy, stores: copiedStores } = await copied(crm, folder)
    for (const [into, { events }] of [
      [crm, stores],
      [copy, copiedStores],
    ] as const) {
      const head = await headOf({ events })
      expect(await importAll(into, folder, 'a')).toMatchObject(unchanged)
      expect(await headOf({ events })).toBe(head)
    }
  })

  it('is the same when the copy is exported', async () => {
    const { crm } = await played(5, 30)
    const folder = await newFolder()
    const { copy } = await copied(crm, folder)
    const [files, again] = [
      await exportAll(crm, folder, 'a', { history: true }),
      await exportAll(copy, folder, 'b', { history: true }),
    ]
    for (const name in files) expect(ofNoIds(again[name])).toEqual(ofNoIds(files[name]))
  })
})

it.each([false, true])(
  'an opportunity is won in the copy in the won stage that it was won in (history %s)',
  async history => {
    const { crm } = await start({ clock: () => new Date('2027-06-30T05:00:00Z') })
    const [opportunityId, other, stageId] = [randomUUID(), randomUUID(), randomUUID()]
    await crm.pipelines.addStage({
      pipelineId: theStandardPipeline,
      stageId,
      name: 'Won big',
      order: 1000,
      isWon: true,
    })
    await crm.opportunities.open({ opportunityId, title: 'big' })
    await crm.opportunities.changeStage({ opportunityId, stageId })
    await crm.opportunities.open({ opportunityId: other, title: 'other' })
    await crm.opportunities.markWon({ opportunityId: other })
    const folder = await newFolder()
    await exportAll(crm, folder, 'a', { history })
    const { crm: copy } = await start({ clock: () => new Date('2027-06-30T05:00:00Z') })
    expect(await importAll(copy, folder, 'a')).toMatchObject(taken)
    const wonIn = async (id: string) =>
      (await copy.state('opportunities', await copy.idFor('opportunity', id))).wonStage?.name
    expect(await wonIn(opportunityId)).toBe('Won big')
    expect(await wonIn(other)).not.toBe('Won big')
    expect(await importAll(copy, folder, 'a')).toMatchObject(unchanged)
  },
)

describe('what random lives came upon', () => {
  const at = (day: string) => ({ at: day })
  const begun = () => start({ company: { foundedOn: '2026-01-01' }, clock: () => new Date('2027-06-30T05:00:00Z') })
  const employed = async () => {
    const { crm, stores } = await begun()
    const [organisationId, contactId] = [randomUUID(), randomUUID()]
    await crm.contacts.register({ contactId: organisationId, kind: 'organisation', name: 'Việt Tiến' })
    await crm.contacts.register({ contactId, kind: 'individual', name: 'Lan' })
    const take = (employmentId: string, position?: string) =>
      crm.contacts.takePosition({ contactId, employmentId, organisationId, position })
    return { crm, stores, organisationId, take }
  }

  it('of an employer whose row takes longer than the row of the person, is in the copy', async () => {
    const { crm, organisationId, take } = await employed()
    await take(randomUUID())
    await crm.contacts.becomeCustomer({ contactId: organisationId })
    const folder = await newFolder()
    await exportAll(crm, folder, 'a')
    expect(await importAll((await begun()).crm, folder, 'a')).toMatchObject(taken)
  })

  it('of two positions in one organisation the last is exported, and changes nothing there', async () => {
    const { crm, stores, take } = await employed()
    await take(randomUUID())
    await take(randomUUID(), 'Giám đốc')
    const folder = await newFolder()
    const { contacts } = await exportAll(crm, folder, 'a')
    expect(contacts?.match(/Giám đốc/g)).toHaveLength(1)
    const head = await headOf(stores)
    expect(await importAll(crm, folder, 'a')).toMatchObject(unchanged)
    expect(await headOf(stores)).toBe(head)
  })

  it('is an id in another system that was taken away again', async () => {
    const { crm } = await begun()
    const opportunityId = randomUUID()
    await crm.opportunities.open({ opportunityId, title: 'one' }, at('2026-01-05'))
    await crm.opportunities.setExternalId({ opportunityId, system: 'erp', id: 'A1' }, at('2026-01-21'))
    await crm.opportunities.setExternalId({ opportunityId, system: 'erp', id: null }, at('2026-01-31'))
    const folder = await newFolder()
    const { copy } = await copied(crm, folder)
    const files = await exportAll(crm, folder, 'a', { history: true })
    const again = await exportAll(copy, folder, 'b', { history: true })
    expect(ofNoIds(again['opportunities'])).toEqual(ofNoIds(files['opportunities']))
    const [externalId] = [
      ...(await copy.state('opportunities', await copy.idFor('opportunity', opportunityId))).externalIds,
    ]
    expect(externalId).toBeUndefined()
  })
})

describe('random lives', () => {
  it('are in a copy what they were, on every day', async () => {
    await fc.assert(
      fc.asyncProperty(lives, async plan => {
        const company = { foundedOn: plan[0]?.on ?? '' }
        const clock = () => new Date('2027-06-30T05:00:00Z')
        const { crm } = await start({ company, clock })
        const { last } = await live(crm, plan)
        const folder = await newFolder()
        const { copy } = await copied(crm, folder)
        const filters = await filtersOf(crm)
        const days = [...new Set(plan.map(({ on }) => on)), last].sort().filter((day, i) => i % 4 === 0 || day === last)
        for (const day of days)
          expect(await copiedAnswersOf(copy, day, filters), day).toEqual(await answersOf(crm, day, filters))
        const [files, again] = [
          await exportAll(crm, folder, 'a', { history: true }),
          await exportAll(copy, folder, 'b', { history: true }),
        ]
        for (const name in files) expect(ofNoIds(again[name])).toEqual(ofNoIds(files[name]))
      }),
      { numRuns: rounds(5, 200) },
    )
  }, 1_200_000)

  it('are in a copy without history what is open today, by stage', async () => {
    const openOf = async (crm: Crm) => {
      await crm.catchUp()
      const { currencies } = await crm.reports.pipeline()
      const stages = currencies.flatMap(({ currency, stages }) =>
        stages.map(({ pipeline, name, order, count, value }) =>
          [currency, pipeline, order, name, count, value.amount].join(),
        ),
      )
      return stages.sort()
    }
    await fc.assert(
      fc.asyncProperty(lives, async plan => {
        const company = { foundedOn: plan[0]?.on ?? '' }
        const clock = () => new Date('2027-06-30T05:00:00Z')
        const { crm } = await start({ company, clock })
        await live(crm, plan)
        const folder = await newFolder()
        await exportAll(crm, folder, 'a')
        const { crm: copy } = await start({ company, clock })
        expect(await importAll(copy, folder, 'a')).toMatchObject(taken)
        expect(await openOf(copy)).toEqual(await openOf(crm))
      }),
      { numRuns: rounds(5, 200) },
    )
  }, 1_200_000)

  it('of contacts, leads and purchases come back as they were', async () => {
    await fc.assert(
      fc.asyncProperty(directories, async plan => {
        const company = { foundedOn: plan[0]?.on ?? '' }
        const clock = () => new Date('2027-06-30T05:00:00Z')
        const { crm } = await start({ company, clock })
        await live(crm, plan)
        const folder = await newFolder()
        const files = await exportAll(crm, folder, 'a')
        const { crm: copy } = await start({ company, clock })
        expect(await importAll(copy, folder, 'a')).toMatchObject(taken)
        const again = await exportAll(copy, folder, 'b')
        for (const name of ['contacts', 'leads', 'purchases'])
          expect(ofNoIds(again[name])).toEqual(ofNoIds(files[name]))
      }),
      { numRuns: rounds(5, 200) },
    )
  }, 1_200_000)

  it.each([false, true])(
    'bring nothing new where they came from (history %s)',
    async history => {
      await fc.assert(
        fc.asyncProperty(fc.oneof(lives, directories), async plan => {
          const { crm, stores } = await start({
            company: { foundedOn: plan[0]?.on ?? '' },
            clock: () => new Date('2027-06-30T05:00:00Z'),
          })
          await live(crm, plan)
          const folder = await newFolder()
          await exportAll(crm, folder, 'a', { history })
          const head = await headOf(stores)
          expect(await importAll(crm, folder, 'a')).toMatchObject(unchanged)
          expect(await headOf(stores)).toBe(head)
        }),
        { numRuns: rounds(8, 200) },
      )
    },
    1_200_000,
  )
})
