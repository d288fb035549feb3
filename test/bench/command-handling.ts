// Decide-and-append in memory, against a plain loop that folds the stream's events, decides, and pushes what was decided.
import {
  commands,
  createCrm,
  createMemoryStores,
  standardStages,
  theCompany,
  theStandardPipeline,
  type Wish,
} from '@eventcrm/crm'
import { decide, isRejection, type Dated, type Fact } from '@eventcrm/domain'
import { compare, rateOf, type Row } from './ratio.ts'

const opportunities = 1500
const idOf = (n: number) => `0b00c000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** What happens to each opportunity, one round after the other. */
const {
  changeStage,
  markWon,
  openOpportunity,
  setOpportunityExpectedClose,
  setOpportunityPriority,
  setOpportunityProbability,
  tagOpportunity,
} = commands.opportunities
const life: readonly ((opportunityId: string) => Wish)[] = [
  opportunityId => openOpportunity({ opportunityId, title: 'Máy in', currency: 'VND' }),
  opportunityId => tagOpportunity({ opportunityId, tag: 'máy in' }),
  opportunityId => setOpportunityExpectedClose({ opportunityId, expectedCloseOn: '2026-12-31' }),
  opportunityId => changeStage({ opportunityId, stageId: standardStages.qualified }),
  opportunityId => setOpportunityPriority({ opportunityId, priority: 2 }),
  opportunityId => changeStage({ opportunityId, stageId: standardStages.proposition }),
  opportunityId => setOpportunityProbability({ opportunityId, probability: 75 }),
  opportunityId => markWon({ opportunityId, revenue: { amount: 240, currency: 'VND' } }),
]
const wishes = life.flatMap(wish => Array.from({ length: opportunities }, (_, n) => wish(idOf(n))))

const crmWithPipeline = () => createCrm({ stores: createMemoryStores(), actor: 'bench', project: false, company: {} })

const handled = async () => {
  const crm = await crmWithPipeline()
  const methods = crm.opportunities as Readonly<Record<string, (input: never) => Promise<unknown>>>
  return rateOf(wishes.length, async () => {
    for (const { name, input } of wishes) await methods[name]?.(input as never)
  })
}

/** The other streams that the commands look at. */
const crm = await crmWithPipeline()
const pipeline: Fact[] = []
for await (const event of crm.history('pipelines', theStandardPipeline)) pipeline.push(event)
const company: Fact[] = []
for await (const event of crm.history('company', theCompany)) company.push(event)
await crm.close()

const looped = () => {
  const streams = new Map([
    [theStandardPipeline, pipeline],
    [theCompany, company],
  ])
  const states = new Map<string, Dated>()
  const log: Fact[] = []
  return rateOf(wishes.length, () => {
    for (const { state: of, command, input } of wishes) {
      const values = command.schema.parse(input)
      const id = String(values[of.idField])
      const facts = streams.get(id) ?? []
      streams.set(id, facts)
      const state = facts.reduce((folded, fact) => of.evolve(folded, fact), of.initialState)
      const context: Record<string, Dated> = {}
      for (const [name, other] of Object.entries(command.context(values, state))) {
        const known =
          states.get(other.id) ??
          (streams.get(other.id) ?? []).reduce((folded, fact) => other.of.evolve(folded, fact), other.of.initialState)
        states.set(other.id, known)
        context[name] = known
      }
      const decided = decide(of, command, values, state, context, '2026-03-01')
      if (isRejection(decided)) throw new Error(decided.message)
      for (const { type, data } of decided.events) {
        const fact = { type, data, occurredOn: '2026-03-01' }
        facts.push(fact)
        log.push(fact)
      }
    }
  })
}

export const run = async (): Promise<readonly Row[]> => [
  await compare('decide and append, in memory', handled, looped, {
    rounds: 7,
    aim: { atLeast: 0.5 },
    unit: 'commands/s',
  }),
]
