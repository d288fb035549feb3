// Which stream a user means: by its name, by what it is and an id, a key of the company's own, or a name.
import type { Crm } from '@eventcrm/crm'
import { aggregates, searchKeyOf, theCompany, type Words } from '@eventcrm/domain'
import type { AnyView } from '@eventcrm/projection'
import { leads, type DirectoryKind } from '@eventcrm/read-model-directory'
import { opportunities } from '@eventcrm/read-model-pipeline'
import { erased } from '../erased.ts'
import { exitCodes } from '../exit-codes.ts'
import { Fault, usageFault } from '../fault.ts'
import { formatsOf } from '../formats.ts'
import { namespaceOf, type Place } from '../place.ts'
import { quoted } from '../quoted.ts'
import { isUuid, mostListed, resolveName, severalFault, viewsNaming } from '../resolve-name.ts'
import { inEach } from '../speech.ts'
import { historyWords } from './history-words.ts'
import { idIfTitled } from './titles.ts'

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
  lead: { aggregate: 'leads', key: 'lead' },
  staff: { aggregate: 'staff', directory: 'staffMember', key: 'staffMember' },
  team: { aggregate: 'teams', directory: 'salesTeam', key: 'salesTeam' },
  purchase: { aggregate: 'purchases', key: 'purchase' },
  invoice: { aggregate: 'invoices', key: 'invoice' },
  payment: { aggregate: 'payments', key: 'payment' },
  product: { aggregate: 'products', directory: 'product', key: 'product' },
  pipeline: { aggregate: 'pipelines', directory: 'pipeline', key: 'pipeline' },
}
/** What is known by its key alone, in Vietnamese. */
const keyedWords = { purchases: 'giao dịch mua', invoices: 'hóa đơn', payments: 'khoản thanh toán' } as const
export const kindNames = [...Object.keys(kinds), 'company']

const isAggregate = (name: string): name is AggregateName => Object.hasOwn(aggregates, name)
const byCategory = new Map<string, AggregateName>(
  Object.entries(aggregates).flatMap(([name, { category }]) => (isAggregate(name) ? [[category, name] as const] : [])),
)

const streamIn = (place: Place): string => `${namespaceOf(place)}.opportunity-<uuid>`
const exampleIn = ({ typed }: Place): string =>
  ['eventcrm history customer "Kan-code"', typed].filter(part => part !== '').join(' ')

const formsIn = (place: Place): readonly Words[] => [
  { en: `give a stream: ${streamIn(place)}`, vi: `hãy ghi một luồng: ${streamIn(place)}` },
  {
    en: `or what it is, and the beginning of a name or title, an id or the key it was imported under: ${kindNames.join(', ')}`,
    vi: `hoặc loại, rồi phần đầu của tên hay tiêu đề, mã, hoặc khóa khi nhập; các loại: ${kindNames.join(', ')}`,
  },
  {
    en: `for example: \`${exampleIn(place)}\``,
    vi: `ví dụ: \`${exampleIn(place)}\``,
  },
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
  const categories = [...byCategory.keys()].join(', ')
  throw usageFault(
    {
      en: `STREAM: there are no streams of ${quoted(category)}`,
      vi: `STREAM: không có luồng nào loại ${quoted(category)}`,
    },
    { en: `categories are ${categories}`, vi: `các loại: ${categories}` },
  )
}

/** @throws Fault naming those that it may be when there are several, or when there is none */
const titledOpportunity = async (crm: Crm, title: string, place: Place): Promise<string> => {
  const titled = await idIfTitled(crm, title, 'opportunity')
  if (titled !== undefined) return titled
  throw new Fault(
    exitCodes.no,
    {
      en: `opportunity: none has a title that begins so, or was imported under that key: ${quoted(title)}`,
      vi: `opportunity: không có cơ hội nào có tiêu đề bắt đầu như vậy, hoặc được nhập với khóa đó: ${quoted(title)}`,
    },
    [
      {
        en: `give the beginning of its title, its id, or its stream: ${streamIn(place)}`,
        vi: `hãy ghi phần đầu tiêu đề, mã, hoặc luồng của nó: ${streamIn(place)}`,
      },
    ],
  )
}

/** @throws Fault naming those that it may be when there are several, or when there is none */
const namedLead = async (crm: Crm, name: string): Promise<string> => {
  const { hits } = await crm.searchLeads(name, mostListed + 1)
  const whole = hits.filter(({ document }) =>
    [document.name, document.personName, document.organisationName, document.title].some(
      one => one !== null && searchKeyOf(one) === searchKeyOf(name),
    ),
  )
  const found = whole.length > 0 ? whole : hits
  const [one, ...others] = found
  if (!one)
    throw new Fault(exitCodes.no, {
      en: `lead: none is called ${quoted(name)}, or was imported under that key`,
      vi: `lead: không có khách hàng tiềm năng nào tên ${quoted(name)}, hoặc được nhập với khóa đó`,
    })
  if (others.length === 0) return one.key
  const lines = found
    .slice(0, mostListed)
    .map(({ key, document }) =>
      inEach(
        language =>
          `${document.name ?? erased[language]}  ${historyWords[language].opened(formatsOf(language).day(document.createdOn))}  ${key}`,
      ),
    )
  throw severalFault('lead', name, lines, found.length)
}

/**
 * @param reading told of the views that are asked for a name; of none where the log knows what is meant
 * @throws Fault when it is not said what is meant, or nothing is called so
 */
export const describedStream = async (
  crm: Crm,
  place: Place,
  kindName: string,
  which: string | undefined,
  reading: (views: readonly AnyView[]) => Promise<void>,
): Promise<StreamWanted> => {
  if (kindName === 'company') return { aggregate: 'company', id: theCompany }
  const kind = Object.hasOwn(kinds, kindName) ? kinds[kindName] : undefined
  if (!kind)
    throw usageFault(
      { en: `STREAM: ${quoted(kindName)} names no stream`, vi: `STREAM: ${quoted(kindName)} không phải là một luồng` },
      ...formsIn(place),
    )
  if (which === undefined)
    throw usageFault({ en: `STREAM: which ${kindName}?`, vi: `STREAM: ${kindName} nào?` }, ...formsIn(place))
  const { aggregate, directory, key } = kind
  if (isUuid(which)) return { aggregate, id: which.toLowerCase() }
  const imported = await crm.idFor(key, which)
  const { openedOn } = await crm.state(aggregate, imported)
  if (openedOn !== null) return { aggregate, id: imported }
  if (aggregate === 'purchases' || aggregate === 'invoices' || aggregate === 'payments')
    throw new Fault(exitCodes.no, {
      en: `${kindName}: none was imported under that key: ${quoted(which)}`,
      vi: `${kindName}: không có ${keyedWords[aggregate]} nào được nhập với khóa đó: ${quoted(which)}`,
    })
  await reading(directory ? viewsNaming(directory) : [aggregate === 'leads' ? leads : opportunities])
  if (directory) return { aggregate, id: await resolveName(crm, directory, which, kindName, exitCodes.no) }
  return {
    aggregate,
    id: await (aggregate === 'leads' ? namedLead(crm, which) : titledOpportunity(crm, which, place)),
  }
}
