import type { Stores } from '@eventcrm/crm'
import { secretNameIn, secretOf } from './ids.ts'
import { largestGroup } from './play.ts'
import type { Step } from './step.ts'

/** What the command ids of a demo begin with. */
export const demoPrefix = (seed: number, opportunities: number): string =>
  `demo/${String(seed)}/${String(opportunities)}/`

/** Whose events may stand before a demo's first: those of the CRM itself, as it sets a company up and starts processes. */
const ownSources: readonly string[] = ['set-up', 'process']

/** What stands in a log, as far as a demo is concerned. */
export type Content = 'nothing' | 'this demo' | { readonly demo: string } | 'something else'

/** Whether a log is empty, this demo's in whole or in part, another demo's, or no demo's. */
export const contentOf = async ({ events, keys }: Stores, seed: number, opportunities: number): Promise<Content> => {
  let isEmpty = true
  for await (const { metadata } of events.readAll()) {
    isEmpty = false
    if (ownSources.includes(metadata.source)) continue
    if (metadata.commandId.startsWith(demoPrefix(seed, opportunities))) return 'this demo'
    const [, otherSeed, count] = /^demo\/(\d+)\/(\d+)\//.exec(metadata.commandId) ?? []
    if (otherSeed === undefined || count === undefined) return 'something else'
    return { demo: `seed ${otherSeed}, ${count} opportunities` }
  }
  if (isEmpty) return 'nothing'
  // Stopped before its own first event, it had set the company up, under the seed's secret.
  const secret = await keys.secret(secretNameIn(events.namespace))
  return Buffer.from(secret).equals(secretOf(seed)) ? 'this demo' : 'something else'
}

/** Steps of the clock send nothing of their own: their events tell of no step. */
const clockSource = 'clock'

/** Events read from the end of the log at most, to find how far a demo was played: somebody may have gone on with its company by hand. */
const lastEvents = 1000

/**
 * How many steps from the first on are in the log for certain: each hands in its events behind those of the ones before it, and those
 * of one group are under way together.
 */
export const stepsIn = async ({ events }: Pick<Stores, 'events'>, steps: readonly Step[]): Promise<number> => {
  const places = new Map(steps.map(({ commandId }, i) => [commandId, i]))
  let read = 0
  for await (const { metadata } of events.readAll({ direction: 'backwards' })) {
    if (metadata.source === clockSource) continue
    if (++read > lastEvents) break
    const place = places.get(metadata.$correlationId)
    if (place !== undefined) return Math.max(0, place + 1 - largestGroup)
  }
  return 0
}
