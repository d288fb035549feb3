import { afterAll } from 'vitest'
import { startStandIn } from '../../../test/eventstoredb-stand-in/src/index.ts'

/** Opens a cluster for the tests of a file: the one that EVENTSTOREDB_URL says, or a stand-in for one. */
export const clusterUrl = (): (() => Promise<string>) => {
  const given = process.env['EVENTSTOREDB_URL']
  if (given !== undefined) return () => Promise.resolve(given)
  let standIn: ReturnType<typeof startStandIn> | undefined
  afterAll(async () => (await standIn)?.close())
  return async () => (await (standIn ??= startStandIn())).url
}
