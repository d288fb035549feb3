// Decide-and-append in memory, against a plain loop that for every command folds the streams that it looks at, decides, and pushes.
import { createCrm, createMemoryStores } from '@eventcrm/crm'
import {
  contextAsOf,
  decide,
  historyOf,
  isRejection,
  opportunity,
  standardStages,
  theCompany,
  theStandardPipeline,
  type CommandMessage,
  type Fact,
} from '@eventcrm/domain'
import { compare, rateOf, type Row } from './ratio.ts'

const opportunities = 1500
const idOf = (n: number) => `0b00c000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** What happens to each opportunity, one round after the other. */
const { open, tag, setExpectedClose, changeStage, setPriority, setProbability, markWon } = opportunity
const life: readonly ((opportunityId: string) => CommandMessage)[] = [
  opportunityId => open({ opportunityId, title: 'Máy in', currency: 'VND' }),
  opportunityId => tag({ opportunityId, tag: 'máy in' }),
  opportunityId => setExpectedClose({ opportunityId, expectedCloseOn: '2026-12-31' }),
  opportunityId => changeStage({ opportunityId, stageId: standardStages.qualified }),
  opportunityId => setPriority({ opportunityId, priority: 2 }),
  opportunityId => changeStage({ opportunityId, stageId: standardStages.proposition }),
  opportunityId => setProbability({ opportunityId, probability: 75 }),
  opportunityId => markWon({ opportunityId, revenue: { amount: 240, currency: 'VND' } }),
]
const messages = life.flatMap(message => Array.from({ length: opportunities }, (_, n) => message(idOf(n))))

const crmWithPipeline = () => createCrm({ stores: createMemoryStores(), actor: 'bench', project: false, company: {} })

const handled = async () => {
  const crm = await crmWithPipeline()
  const methods = crm.opportunities as unknown as Readonly<Record<string, (input: unknown) => Promise<unknown>>>
  return rateOf(messages.length, async () => {
    for (const { name, input } of messages) await methods[name]?.(input)
  })
}

/** The other streams that the commands look at. */
const crm = await crmWithPipeline()
const pipeline: Fact[] = []
for await (const event of crm.history('pipelines', theStandardPipeline)) pipeline.push(event)
const company: Fact[] = []
for await (const event of crm.history('company', theCompany)) company.push(event)
await crm.close()

const { state: fold, commands } = opportunity
const day = '2026-03-01'

const looped = () => {
  const streams = new Map([
    [theStandardPipeline, pipeline],
    [theCompany, company],
  ])
  const log: Fact[] = []
  return rateOf(messages.length, () => {
    for (const { name, input } of messages) {
      const command = (commands as Readonly<Record<string, (typeof commands)['open']>>)[name]
      if (!command) throw new TypeError(name)
      const values = command.schema.parse(input)
      const id = String(values['opportunityId'])
      const facts = streams.get(id) ?? []
      streams.set(id, facts)
      const state = facts.reduce((folded, fact) => fold.evolve(folded, fact), fold.initialState)
      const context = contextAsOf(command.context(values, state, day), day, (other, otherId) =>
        historyOf(other).with(streams.get(otherId) ?? []),
      )
      const decided = decide(opportunity, command, values, state, context, day)
      if (isRejection(decided)) throw new Error(decided.message)
      for (const { type, data } of decided.events) {
        const fact = { type, data, occurredOn: day }
        facts.push(fact)
        log.push(fact)
      }
    }
  })
}

export const run = async (): Promise<readonly Row[]> => [
  await compare('decide and append, in memory', handled, looped, {
    rounds: 7,
    aim: { atLeast: 0.4 },
    unit: 'commands/s',
  }),
]
