// Every answer that was recorded from a real server, given by the stand-in as well.
import { EventStoreDBClient } from '@eventstore/db-client'
import { afterAll, describe, expect, it } from 'vitest'
import { startStandIn } from '../src/index.ts'
import { play, type Scenario } from './play.ts'
import { vectors } from './vectors.ts'
import type { Version } from '../src/version.ts'

const scenariosOf = (file: string) => vectors<{ readonly scenarios: readonly Scenario[] }>(file).scenarios
const named = scenariosOf('named')
const random = scenariosOf('random')
const newer = scenariosOf('named-26.1')
const changed = new Set(newer.map(scenario => scenario.name))
const newerNamed = [...named.filter(scenario => !changed.has(scenario.name)), ...newer]

/** So many scenarios at once, each with streams of its own. */
const atOnce = 24

const playAll = async (like: Version, scenarios: readonly Scenario[]) => {
  const node = await startStandIn({ like })
  closing.push(() => node.close())
  // a busy machine may stand still for as long as the client's own deadline
  const client = EventStoreDBClient.connectionString(`${node.url}&defaultDeadline=60000&keepAliveTimeout=60000`)
  closing.push(() => client.dispose())
  const waiting = scenarios.map((scenario, i) => ({ scenario, i })).values()
  const played: Scenario[] = []
  const playOn = async () => {
    for (const { scenario, i } of waiting) played[i] = await play(client, `v${i}`, scenario)
  }
  await Promise.all(Array.from({ length: atOnce }, playOn))
  return played
}

const closing: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const close of closing.toReversed()) await close()
})

describe.each([
  { like: '24.6', what: '297 named scenarios', scenarios: named, count: 297 },
  { like: '24.6', what: '996 random histories', scenarios: random, count: 996 },
  { like: '26.1', what: '297 named scenarios', scenarios: newerNamed, count: 297 },
] as const)('like $like', ({ like, what, scenarios, count }) => {
  it(`answers ${what} as the real server did`, { timeout: 180_000 }, async () => {
    const played = await playAll(like, scenarios)
    expect(played.length).toBe(count)
    const differing = scenarios.filter((scenario, i) => !isSame(played[i], scenario))
    expect(differing.map(({ name }) => name)).toEqual([])
  })
})

const isSame = (played: Scenario | undefined, recorded: Scenario) => JSON.stringify(played) === JSON.stringify(recorded)
