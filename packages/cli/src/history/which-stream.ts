// Which stream a user means: by its name, by what it is and an id, a key of the company's own, or a name.
import type { Crm } from '@eventcrm/crm'
import { aggregates, theCompany } from '@eventcrm/domain'
import type { DirectoryKind } from '@eventcrm/read-model-directory'
import { exitCodes } from '../exit-codes.ts'
import { Fault, usageFault } from '../fault.ts'
import { quoted } from '../quoted.ts'
import { isUuid, resolveName } from '../resolve-name.ts'
import { findByTitle } from './titles.ts'

type AggregateName = keyof typeof aggregates

export interface StreamWanted {
  readonly aggregate: AggregateName
  readonly id: string
}

interface Kind {
  readonly aggregate: AggregateName
  /** What it is called where it has a name. */
  readonly directory?: DirectoryKind
  /** What the ids of its outside keys are made for. */
  readonly key: string
}

const kinds: Readonly<Record<string, Kind>> = {
  opportunity: { aggregate: 'opportunities', key: 'opportunity' },
  contact: { aggregate: 'contacts', directory: 'contact', key: 'contact' },
  customer: { aggregate: 'contacts', directory: 'contact', key: 'contact' },
  staff: { aggregate: 'staff', directory: 'staffMember', key: 'staffMember' },
  team: { aggregate: 'teams', directory: 'salesTeam', key: 'salesTeam' },
  product: { aggregate: 'products', directory: 'product', key: 'product' },
  pipeline: { aggregate: 'pipelines', directory: 'pipeline', key: 'pipeline' },
}
export const kindNames = [...Object.keys(kinds), 'company']

const isAggregate = (name: string): name is AggregateName => Object.hasOwn(aggregates, name)
const byCategory = new Map<string, AggregateName>(
  Object.entries(aggregates).flatMap(([name, { category }]) => (isAggregate(name) ? [[category, name] as const] : [])),
)

const forms = [
  'a stream: crm.opportunity-<uuid>',
  `or what it is, and a name or title, an id or the key it was imported under: ${kindNames.join(', ')}`,
  'for example: `eventcrm history customer "Kan-code" --database crm.sqlite`',
]

/**
 * The stream of that name.
 * @returns undefined when the text has another form
 */
export const namedStream = (text: string): (StreamWanted & { readonly namespace: string }) | undefined => {
  const match = /^([a-z0-9]{2,16})\.([A-Za-z0-9]+)-(.+)$/.exec(text)
  const [, namespace, category, id] = match ?? []
  if (namespace === undefined || category === undefined || id === undefined || !isUuid(id)) return undefined
  const aggregate = byCategory.get(category)
  if (aggregate) return { namespace, aggregate, id: id.toLowerCase() }
  throw usageFault(
    `STREAM: there are no streams of ${quoted(category)}`,
    `categories are ${[...byCategory.keys()].join(', ')}`,
  )
}

/** @throws Fault naming those with that title when there are several, or when there is none */
const titledOpportunity = async (crm: Crm, title: string): Promise<string> => {
  const found = await findByTitle(crm, title)
  const [one] = found
  if (!one) {
    throw new Fault(exitCodes.no, `opportunity: none has the title ${quoted(title)}, or was imported under that key`, [
      'give its whole title, its id, or its stream: crm.opportunity-<uuid>',
    ])
  }
  if (found.length === 1) return one.opportunityId
  const listed = found
    .slice(0, 8)
    .map(({ title, openedOn, opportunityId }) => `  ${title}  opened ${openedOn}  ${opportunityId}`)
  const more = found.length > listed.length ? [`  … and ${String(found.length - listed.length)} more`] : []
  throw usageFault(`opportunity: ${quoted(title)} may be any of these; give the id`, ...listed, ...more)
}

/** @throws Fault when it is not said what is meant, or nothing is called so */
export const describedStream = async (crm: Crm, kindName: string, which: string | undefined): Promise<StreamWanted> => {
  if (kindName === 'company') return { aggregate: 'company', id: theCompany }
  const kind = Object.hasOwn(kinds, kindName) ? kinds[kindName] : undefined
  if (!kind) throw usageFault(`STREAM: ${quoted(kindName)} names no stream`, ...forms)
  if (which === undefined) throw usageFault(`STREAM: which ${kindName}?`, ...forms)
  const { aggregate, directory, key } = kind
  if (isUuid(which)) return { aggregate, id: which.toLowerCase() }
  const imported = await crm.idFor(key, which)
  const { openedOn } = await crm.state(aggregate, imported)
  if (openedOn !== null) return { aggregate, id: imported }
  if (directory) return { aggregate, id: await resolveName(crm, directory, which, kindName, exitCodes.no) }
  return { aggregate, id: await titledOpportunity(crm, which) }
}
