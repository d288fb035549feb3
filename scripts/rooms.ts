/** How much of another room a room may import: everything, or only its types. */
export type Access = 'all' | 'types'

const readModels = ['read-model-directory', 'read-model-pipeline'] as const

const open = (...rooms: readonly string[]): Readonly<Record<string, Access>> =>
  Object.fromEntries(rooms.map(room => [room, 'all']))

const underCrm = ['domain', 'event-store', 'projection', 'sqlite', ...readModels]
const belowCli = [...underCrm, 'crm', 'importer', 'demo', 'testkit']

/** Which workspace packages the `src` of each package may import. The one table that every check follows. */
export const rooms: Readonly<Record<string, Readonly<Record<string, Access>>>> = {
  domain: {},
  'event-store': { domain: 'types' },
  projection: { 'event-store': 'all', domain: 'types' },
  sqlite: open('event-store', 'projection'),
  ...Object.fromEntries(readModels.map(room => [room, open('domain', 'projection')])),
  crm: open(...underCrm),
  importer: open('crm'),
  demo: open('crm'),
  testkit: open('domain', 'event-store', 'projection'),
  cli: open(...belowCli),
}

/** The domain computes and nothing else, so each package it rests on is let in by name. */
export const domainMayImport = ['zod', 'libphonenumber-js'] as const
