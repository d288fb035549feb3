import { issueWords } from '@eventcrm/domain'
import {
  compareView,
  createMemoryDocumentStore,
  createProjector,
  documentsOf,
  type Difference,
  type DocumentStore,
} from '@eventcrm/projection'
import { rounds } from '@eventcrm/testkit'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { contacts, leadFunnel, leads, leadTotals, type FunnelFigures, type LeadFunnelQuestion } from '../src/index.ts'
import {
  campaigns,
  contactIds,
  dayAt,
  histories,
  lastDay,
  logOf,
  ownerIds,
  Pointers,
  sources,
  teamIds,
  type Happening,
} from './fed-histories.ts'

const views = [leads, contacts]
const today = '2016-06-30'

const projected = async (history: readonly Happening[], batchSize: number) => {
  const events = await logOf(history)
  const documents = createMemoryDocumentStore()
  await createProjector({ events, documents, views, rollups: [leadTotals], batchSize }).catchUp()
  return { events, documents }
}
const ask = (documents: DocumentStore, question: LeadFunnelQuestion) =>
  leadFunnel.answer({ documents, today: () => today, words: issueWords }, question)

interface Life {
  readonly createdOn: string
  readonly source: string | null
  readonly campaign: string | null
  readonly ownerId: string | null
  readonly teamId: string | null
  readonly isQualified: boolean
  readonly isConverted: boolean
  readonly isWon: boolean
}
type Data = Readonly<Record<string, unknown>> & {
  readonly assignment?: { readonly ownerId: string | null; readonly teamId: string | null }
  readonly to?: unknown
  readonly leadId?: string
}

/** What happened until a day, as things happened; of what was ever voided nothing. */
const until = (history: readonly Happening[], asOf: string) => {
  const voided = new Set(history.filter(({ event }) => event.type.endsWith('Voided')).map(({ id }) => id))
  return history
    .map((happening, place) => ({ ...happening, place }))
    .filter(({ id, on }) => on <= asOf && !voided.has(id))
    .sort((a, b) => (a.on === b.on ? a.place - b.place : a.on < b.on ? -1 : 1))
}
const labelOf = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && 'label' in value ? String(value.label) : null

/** How leads stood at the end of a day: a loop over what happened. */
const livesAsOf = (history: readonly Happening[], asOf: string): readonly Life[] => {
  const happened = until(history, asOf)
  const won = new Map<string, boolean>()
  const taken = new Map<string, Set<string>>()
  for (const { id, event } of happened) {
    const { leadId = '' }: Data = { ...event.data }
    if (event.type === 'OpportunityLeadTaken') taken.set(id, (taken.get(id) ?? new Set()).add(leadId))
    if (event.type === 'OpportunityLeadReleased') taken.get(id)?.delete(leadId)
    if (event.type === 'MarkedWon') won.set(id, true)
    if (event.type === 'MarkedLost' || event.type === 'OpportunityReopened') won.set(id, false)
  }
  const lives = new Map<string, Life>()
  for (const { id, on, event } of happened) {
    const data: Data = { ...event.data }
    const life = lives.get(id)
    if (event.type === 'LeadCreated')
      lives.set(id, {
        createdOn: on,
        source: labelOf(data['source']),
        campaign: labelOf(data['campaign']),
        ownerId: data.assignment?.ownerId ?? null,
        teamId: data.assignment?.teamId ?? null,
        ...{ isQualified: false, isConverted: false },
        isWon: [...taken].some(([opportunityId, its]) => its.has(id) && won.get(opportunityId) === true),
      })
    if (!life) continue
    const set = (changed: Partial<Life>) => lives.set(id, { ...life, ...changed })
    if (event.type === 'LeadAssigned') set(data.to as Pick<Life, 'ownerId' | 'teamId'>)
    if (event.type === 'LeadProfileSet') {
      const to = data.to as Readonly<Record<string, unknown>>
      set({ source: labelOf(to['source']), ...('campaign' in to ? { campaign: labelOf(to['campaign']) } : {}) })
    }
    if (event.type === 'LeadQualified') set({ isQualified: true })
    if (event.type === 'LeadDisqualified') set({ isQualified: false })
    if (event.type === 'LeadConvertedToOpportunity') set({ isConverted: true })
    if (['LeadMarkedLost', 'LeadRestored', 'LeadConversionRefused'].includes(event.type)) set({ isConverted: false })
  }
  return [...lives.values()]
}

const rate = (part: number, of: number) => (of === 0 ? null : Math.round((part / of) * 10_000) / 10_000)
const figures = (lives: readonly Life[]): FunnelFigures => {
  const [created, qualified, converted, won] = [
    lives.length,
    lives.filter(({ isQualified }) => isQualified).length,
    lives.filter(({ isConverted }) => isConverted).length,
    lives.filter(({ isWon }) => isWon).length,
  ]
  return {
    ...{ created, qualified, converted, won },
    qualifiedRate: rate(qualified, created),
    convertedRate: rate(converted, created),
    wonRate: rate(won, created),
  }
}
const by = (lives: readonly Life[], of: (life: Life) => string | null) =>
  new Map([...Map.groupBy(lives, of)].map(([value, its]) => [value, figures(its)]))

type Asked = LeadFunnelQuestion & { readonly asOf: string }
const questions: fc.Arbitrary<Asked> = fc.record(
  {
    asOf: fc.nat(lastDay + 10).map(dayAt),
    from: fc.nat(lastDay).map(dayAt),
    to: fc.nat(lastDay).map(dayAt),
    source: fc.constantFrom(...sources),
    campaign: fc.constantFrom(...campaigns),
    owner: fc.constantFrom(...ownerIds),
    team: fc.constantFrom(...teamIds),
  },
  { requiredKeys: ['asOf'] },
)
const period: fc.Arbitrary<Asked> = fc.record(
  { asOf: fc.nat(lastDay + 10).map(dayAt), from: fc.nat(lastDay).map(dayAt) },
  { requiredKeys: ['asOf'] },
)

/** No law passes on histories without any. */
let won = 0
afterAll(() => expect(won).toBeGreaterThan(0))

describe('the funnel of leads', () => {
  it('says on any day what a loop over what happened says', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories(),
        fc.array(fc.oneof(period, questions), { minLength: 6, maxLength: 6 }),
        fc.integer({ min: 1, max: 60 }),
        async (history, asked, batchSize) => {
          const { documents } = await projected(history, batchSize)
          for (const question of asked) {
            if (question.to !== undefined && question.from !== undefined && question.from > question.to) continue
            const { asOf, from = '', to = asOf, source, campaign, owner, team } = question
            const lives = livesAsOf(history, asOf).filter(
              life =>
                life.createdOn >= from &&
                life.createdOn <= to &&
                (source === undefined || life.source === source) &&
                (campaign === undefined || life.campaign === campaign) &&
                (owner === undefined || life.ownerId === owner) &&
                (team === undefined || life.teamId === team),
            )
            const said = await ask(documents, question)
            won += said.total.won
            expect(said.total).toEqual(figures(lives))
            const without = <Row extends FunnelFigures>(rows: readonly Row[], of: (row: Row) => string | null) =>
              new Map(
                rows.map(row => {
                  const { created, qualified, converted, won, qualifiedRate, convertedRate, wonRate } = row
                  return [of(row), { created, qualified, converted, won, qualifiedRate, convertedRate, wonRate }]
                }),
              )
            expect(without(said.sources, row => row.source)).toEqual(by(lives, life => life.source))
            expect(without(said.campaigns, row => row.campaign)).toEqual(by(lives, life => life.campaign))
            expect(without(said.salespeople, row => row.ownerId)).toEqual(by(lives, life => life.ownerId))
            expect(
              without(
                said.months.filter(({ created }) => created > 0),
                row => row.month,
              ),
            ).toEqual(by(lives, life => life.createdOn.slice(0, 7)))
          }
        },
      ),
      { numRuns: rounds(12, 2000) },
    )
  })

  it('counts a void lead, and an opportunity that was voided, nowhere on any day', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), async history => {
        const voided = new Set(history.filter(({ event }) => event.type.endsWith('Voided')).map(({ id }) => id))
        const [all, without] = await Promise.all([
          projected(history, 20),
          projected(
            history.filter(({ id }) => !voided.has(id)),
            20,
          ),
        ])
        for (const asOf of [dayAt(10), dayAt(70), dayAt(lastDay)]) {
          const [one, other] = [await ask(all.documents, { asOf }), await ask(without.documents, { asOf })]
          expect({ ...one, position: null, read: null }).toEqual({ ...other, position: null, read: null })
        }
      }),
      { numRuns: rounds(4, 1000) },
    )
  })

  it('names the field at fault', async () => {
    const documents = createMemoryDocumentStore()
    await expect(ask(documents, { from: '2016-02-01', to: '2016-01-01' })).rejects.toThrow(/to: expected a day/)
  })
})

describe('what is fed from other streams', () => {
  it('is the same in batches of any size, folded in memory, and in a loop over what happened', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), fc.integer({ min: 1, max: 60 }), async (history, batchSize) => {
        const { events, documents } = await projected(history, batchSize)
        const differences: Difference[] = []
        for (const view of views) {
          const rollups = view === leads ? [leadTotals] : []
          const onDifference = (difference: Difference) => differences.push(difference)
          // folded in parts of a few documents each
          await compareView({ events, documents, view, rollups, onDifference, foldedAtOnce: 3 })
        }
        expect(differences).toEqual([])

        const [found] = await documents.query([{ find: contacts.collection }])
        const happened = until(history, '9999')
        const voided = new Set(history.filter(({ event }) => event.type.endsWith('Voided')).map(({ id }) => id))
        const deals = new Map<string, { customerId: string | null; status: string }>()
        const pointers = new Pointers()
        // as they were written: what holds now does not go by the day
        for (const { id, event } of history) {
          const data: Readonly<Record<string, unknown>> = { ...event.data }
          const said = (field: string) => (typeof data[field] === 'string' ? data[field] : null)
          if (event.type === 'OpportunityOpened') deals.set(id, { customerId: said('customerId'), status: 'open' })
          pointers.take(id, event)
          const deal = deals.get(id)
          if (!deal) continue
          if (event.type === 'OpportunityCustomerLinked') deal.customerId = said('to')
          if (event.type === 'MarkedWon') deal.status = 'won'
          if (event.type === 'MarkedLost') deal.status = 'lost'
          if (event.type === 'OpportunityReopened') deal.status = 'open'
        }
        for (const document of documentsOf(contacts, found)) {
          const isIts = (customerId: unknown) =>
            typeof customerId === 'string' && [customerId, ...pointers.above(customerId)].includes(document.contactId)
          const its = [...deals].filter(([id, { customerId }]) => isIts(customerId) && !voided.has(id))
          const of = (status: string) => its.filter(([, deal]) => deal.status === status).length
          const leadsOf = history.filter(
            ({ event }) =>
              event.type === 'LeadConvertedToOpportunity' && 'customerId' in event.data && isIts(event.data.customerId),
          ).length
          const isCustomer = happened.some(({ id, event }) => isIts(id) && event.type === 'ContactBecameCustomer')
          expect(document).toMatchObject({
            openOpportunities: of('open'),
            wonOpportunities: of('won'),
            lostOpportunities: of('lost'),
            leads: leadsOf,
            isCustomer,
            pipelineStatus: of('open') > 0 ? 'inTalks' : of('won') > 0 ? 'won' : of('lost') > 0 ? 'lost' : 'none',
            lifecycle: isCustomer ? 'customer' : its.length > 0 ? 'opportunity' : leadsOf > 0 ? 'lead' : 'stranger',
          })
        }
        expect(found.documents).toHaveLength(contactIds.length)
      }),
      { numRuns: rounds(12, 2000) },
    )
  })
})
