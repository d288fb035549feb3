// The catalogue of reports, from the read models. `npm run docs` writes it; a test keeps it true.
import { createCrm, createMemoryStores, libraryReadModels, type Crm, type Stores } from '@eventcrm/crm'
import type { AnyReport, Kind, Section } from '@eventcrm/projection'
import { contacts } from '@eventcrm/read-model-directory'
import { askReport } from '../packages/cli/src/report/ask-report.ts'
import { questionFields, type QuestionField } from '../packages/cli/src/report/question-fields.ts'
import { kebab, reportOptions } from '../packages/cli/src/report/report-options.ts'
import { createDemo } from '../packages/demo/src/index.ts'
import { jsonSchemaOf } from './field-table.ts'

const inCell = (text: string) => text.replaceAll('|', '\\|')

const takes = ({ question }: AnyReport, { name, holds, kind, choices, nullable }: QuestionField): string => {
  const { minimum, maximum } = jsonSchemaOf(question, 'input').properties?.[name] ?? {}
  const words = {
    day: 'day, YYYY-MM-DD',
    number: `whole number${minimum === undefined || maximum === undefined ? '' : `, ${String(minimum)} to ${String(maximum)}`}`,
    decimal: `number${minimum === undefined || maximum === undefined ? '' : `, ${String(minimum)} to ${String(maximum)}`}`,
    choice: choices.map(choice => `\`${choice}\``).join(' or '),
    id: `id of a ${String(kind)}`,
    text: 'text',
  }
  return words[holds] + (nullable ? ', or null' : '')
}

const meaning = ({ asked }: AnyReport, { name, describe, default: byDefault, nullable }: QuestionField): string =>
  describe +
  (nullable ? `; null: ${asked[name]?.none?.en ?? 'what has none'}` : '') +
  (byDefault === null ? '' : `. \`${byDefault}\` when left out`)

const questionTable = (report: AnyReport): readonly string[] => [
  '| field | takes | command line | |',
  '| --- | --- | --- | --- |',
  ...questionFields(report).map(field => {
    const options = reportOptions(report).filter(option => option.attributeName() === field.name)
    const flags = options.map(option => `\`${option.flags}\``).join(', ')
    return `| \`${field.name}\` | ${takes(report, field)} | ${flags} | ${inCell(meaning(report, field))} |`
  }),
]

const kinds: Readonly<Record<Kind, string>> = {
  text: 'text',
  name: 'name; empty where it was erased',
  count: 'whole number',
  money: 'amount in major units',
  percent: 'share of one',
  decimal: 'number with at most two decimals',
  number: 'number with at most four decimals',
  day: 'day, YYYY-MM-DD',
  month: 'month, YYYY-MM',
  flag: '`true` or `false`',
}

const sectionTable = ({ name, title, columns }: Section): readonly string[] => [
  `#### ${name}`,
  '',
  `*${title.en}*, *${title.vi}*`,
  '',
  '| column | holds | English | Tiếng Việt |',
  '| --- | --- | --- | --- |',
  ...columns
    .filter(({ inCsv }) => inCsv)
    .map(
      column =>
        `| \`${column.name}\` | ${kinds[column.kind]} | ${inCell(column.title.en)} | ${inCell(column.title.vi)} |`,
    ),
  '',
]

/** One of each name. */
const distinct = (sections: readonly Section[]): readonly Section[] => [
  ...new Map(sections.map(section => [section.name, section])).values(),
]

const reportOf = (report: AnyReport, sections: readonly Section[]): readonly string[] => {
  const within = new Set(sections.flatMap(section => Object.keys(section.within)))
  return [
    `## ${report.name}`,
    '',
    `${report.describe}. *${report.title.en}*, *${report.title.vi}*; \`crm.reports.${report.name}(question)\`, \`eventcrm report ${kebab(report.name)}\`.`,
    '',
    '### Question',
    '',
    ...questionTable(report),
    '',
    '### Sections',
    '',
    `In CSV each row has \`section\`${[...within].map(name => `, \`${name}\``).join('')}, and what was asked in columns of its own.`,
    '',
    ...distinct(sections).flatMap(sectionTable),
  ]
}

/** The demo has no purchases, and sections of a currency that nobody bought in would not stand there. */
const buySomething = async (crm: Crm): Promise<void> => {
  const [customerId, purchaseId] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']
  const by = { actor: 'docs' }
  await crm.contacts.register({ contactId: customerId, kind: 'organisation', name: 'Minh Long' }, by)
  await crm.purchases.record({ purchaseId, customerId, amount: { amount: 1, currency: 'VND' } }, by)
}

/** Invoices somebody, so that what is told of invoices has something to tell. @returns whom */
const invoiceSomebody = async (stores: Stores): Promise<string> => {
  const crm = await createCrm({ stores, actor: 'catalogue', clock: () => new Date('2025-12-31T05:00:00Z') })
  await crm.catchUp()
  const found = await crm.find(contacts, { where: { field: 'isCustomer', equals: true }, limit: 1 })
  const customerId = found.documents[0]?.document.contactId
  if (customerId === undefined) throw new TypeError('The demo has no customer')
  const lines = [{ description: 'Máy in', unitPrice: { amount: '1000000', currency: 'VND' } }]
  const invoiceId = await crm.idFor('invoice', 'catalogue')
  await crm.invoices.record({ invoiceId, customerId, number: '1', lines })
  await crm.close()
  return customerId
}

/** docs/reports.md. Sections are those of an answer, so a demo company is asked. */
export const reportCatalogue = async (): Promise<string> => {
  const demo = createDemo({ opportunities: 20 })
  const stores = createMemoryStores()
  const crm = await createCrm({ ...demo.crmOptions(stores), project: false })
  await demo.play(crm)
  await buySomething(crm)
  const customer = await invoiceSomebody(stores)
  await crm.catchUp()
  const lines: string[] = []
  for (const report of libraryReadModels.flatMap<AnyReport>(({ reports }) => reports)) {
    const { properties = {}, required = [] } = jsonSchemaOf(report.question, 'input')
    const { sections } = await askReport(crm, report, {
      ...('asOf' in properties ? { asOf: '2025-12-31' } : {}),
      ...(required.includes('customer') ? { customer } : {}),
    })
    lines.push(...reportOf(report, sections))
  }
  await crm.close()
  return [
    '# Report catalogue',
    '',
    'Written by `npm run docs` from the read models; a test keeps it true. [For analysts](analyst.md) says what each figure means.',
    '',
    'Every field of a question may be left out, unless it says that it is needed. The command line takes a name where the question takes an id, and `eventcrm report <name> --help` lists its options.',
    'Besides its own fields every question takes `knownAt`, on the command line `--known-at`: an instant or a position of the log, for [what the report said then](auditor.md).',
    'Table and CSV are made from the sections; a table leaves some of the columns out, ids among them. An amount is of the currency that its row says: in `currency`, or in a column',
    'of its own (`costCurrency` beside `cost`).',
    '',
    ...lines,
  ].join('\n')
}
