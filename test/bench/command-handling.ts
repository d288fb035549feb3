// Decide-and-append in memory, against a plain loop that folds the stream's events, decides and pushes what was decided.
import { createCrm, createMemoryStores } from '@eventcrm/crm'
import {
  aggregates,
  decide,
  isRejection,
  theStandardPipeline,
  type AnyCommand,
  type Dated,
  type Fact,
} from '@eventcrm/domain'
import { compare, rateOf, type Row } from './ratio.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const streams = 1000
const rounds = 20
const priorities = Array.from({ length: rounds }, (_, n) => (n + 1) % 4)

const plainLoop = () => {
  const log: { readonly stream: string; readonly fact: Fact }[] = []
  const kept = new Map<string, Fact[]>()
  const { state: of } = aggregates.opportunities
  const carryOut = (wish: {
    readonly command: AnyCommand
    readonly input: unknown
    readonly context: Readonly<Record<string, Dated>>
  }) => {
    const values = wish.command.schema.parse(wish.input)
    const opportunityId = String(values['opportunityId'])
    const facts = kept.get(opportunityId) ?? []
    kept.set(opportunityId, facts)
    const state = facts.reduce((s, fact) => of.evolve(s, fact), of.initialState)
    const decided = decide(of, wish.command, values, state, wish.context, '2026-03-01')
    if (isRejection(decided)) throw new Error(decided.code)
    for (const { type, data } of decided.events) {
      const fact = { type, data, occurredOn: '2026-03-01' }
      facts.push(fact)
      log.push({ stream: opportunityId, fact })
    }
  }
  return { carryOut, log }
}

export const run = async (): Promise<readonly Row[]> => {
  const ours = async () => {
    const stores = createMemoryStores()
    const crm = await createCrm({ stores, actor: 'bench', project: false, company: {} })
    for (let n = 0; n < streams; n++) await crm.opportunities.openOpportunity({ opportunityId: id(n), title: 'Máy in' })
    const rate = await rateOf(streams * rounds, async () => {
      for (const priority of priorities)
        for (let n = 0; n < streams; n++)
          await crm.opportunities.setOpportunityPriority({ opportunityId: id(n), priority })
    })
    await crm.close()
    await stores.close()
    return rate
  }
  const pipeline = await (async () => {
    const stores = createMemoryStores()
    const crm = await createCrm({ stores, actor: 'bench', project: false, company: {} })
    const state = await crm.state('pipelines', theStandardPipeline)
    await crm.close()
    return state
  })()
  const plain = async () => {
    const { carryOut } = plainLoop()
    const { openOpportunity, setOpportunityPriority } = aggregates.opportunities.commands
    const context = {
      pipeline,
      owner: aggregates.staff.state.initialState,
      team: aggregates.teams.state.initialState,
      customer: aggregates.contacts.state.initialState,
      company: aggregates.company.state.initialState,
    }
    for (let n = 0; n < streams; n++)
      carryOut({ command: openOpportunity, input: { opportunityId: id(n), title: 'Máy in' }, context })
    return rateOf(streams * rounds, () => {
      for (const priority of priorities)
        for (let n = 0; n < streams; n++)
          carryOut({ command: setOpportunityPriority, input: { opportunityId: id(n), priority }, context: {} })
    })
  }
  return [await compare('decide and append, in memory', ours, plain, { aim: { atLeast: 0.5 }, unit: 'commands/s' })]
}
