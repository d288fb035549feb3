import { directory } from '@eventcrm/read-model-directory'
import { opportunities } from '@eventcrm/read-model-pipeline'
import type { Crm } from './trip.ts'

const isId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** An answer without ids, without the position that it was given at, and without how much was read for it: a copy has nothing void. */
const withoutIds = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, inner: unknown) =>
      key === 'position' || key === 'read' || (typeof inner === 'string' && isId.test(inner)) ? '#' : inner,
    ),
  )

/** What reports are asked about: a kind of thing, with its id in the original. */
type Filter = Readonly<Record<string, string | number | null>>

const kinds = { owner: 'staffMember', team: 'salesTeam', customer: 'contact' } as const

/** Filters for everybody and every team, a few customers, every tag and currency, and what nobody has. */
export const filtersOf = async (crm: Crm): Promise<readonly Filter[]> => {
  const filters: Filter[] = [{}, { source: 'documents' }, { owner: null }, { team: null }, { customer: null }]
  for (const [name, kind] of Object.entries(kinds)) {
    const { documents } = await crm.find(directory, { where: { field: 'kind', equals: kind }, limit: 12 })
    for (const { key } of documents) filters.push({ [name]: key })
  }
  const { documents } = await crm.find(opportunities, { limit: 1000 })
  for (const tag of new Set(documents.flatMap(({ document }) => document.tagsEver))) filters.push({ tag })
  for (const currency of new Set(documents.flatMap(({ document }) => document.currencies))) filters.push({ currency })
  return filters
}

/** The filter in a copy, whose ids derive from the original's. */
const inCopy = async (copy: Crm, filter: Filter): Promise<Filter> => {
  const entries = await Promise.all(
    Object.entries(filter).map(async ([name, value]) => {
      const kind = Object.entries(kinds).find(([known]) => known === name)?.[1]
      return [name, kind && typeof value === 'string' ? await copy.idFor(kind, value) : value]
    }),
  )
  return Object.fromEntries(entries)
}

/** What the pipeline report says on a day under each filter. */
export const answersOf = async (crm: Crm, asOf: string, filters: readonly Filter[]) => {
  const told: unknown[] = []
  for (const filter of filters) told.push([filter, withoutIds(await crm.reports.pipeline({ asOf, ...filter }))])
  return told
}

export const copiedAnswersOf = async (copy: Crm, asOf: string, filters: readonly Filter[]) => {
  const told: unknown[] = []
  for (const filter of filters)
    told.push([filter, withoutIds(await copy.reports.pipeline({ asOf, ...(await inCopy(copy, filter)) }))])
  return told
}
