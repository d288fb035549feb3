import { Option } from '@commander-js/extra-typings'
import { DocumentDamaged, type ListRow } from '@eventcrm/projection'
import { contactsList, customersList, directory, leadsList } from '@eventcrm/read-model-directory'
import { viewsNaming } from '../resolve-name.ts'
import { invoicesList } from '@eventcrm/read-model-receivables'
import {
  opportunities,
  opportunitiesList,
  opportunityDocument,
  pipelines,
  type OpportunityDocument,
} from '@eventcrm/read-model-pipeline'
import { withDocuments } from '../database.ts'
import { askList } from '../list/ask-list.ts'
import { listImports } from '../list/list-imports.ts'
import { listed } from '../list/listed-opportunity.ts'
import { opportunitiesFilter } from '../list/opportunity-filter.ts'
import { opportunityCsv, opportunityTable } from '../list/opportunity-table.ts'
import { printList } from '../list/print-list.ts'
import {
  apartOption,
  checkScope,
  groupOption,
  meDescription,
  scopeOption,
  sharedQuestion,
} from '../list/shared-options.ts'
import { placeGiven } from '../place.ts'
import { listAny } from './list-any.ts'
import { command, companyCommand, type Invocation } from './command.ts'
import { count, day, formatOption, languageOption } from './options.ts'

/** @throws DocumentDamaged for what is no opportunity */
const asOpportunity = ({ document }: ListRow<unknown>): OpportunityDocument => {
  const { data, error } = opportunityDocument.safeParse(document)
  if (!data) throw new DocumentDamaged(opportunities.name, { cause: error })
  return data
}

/** What a list can be in the order of. Amounts stand by currency, which nobody adds up. */
const orders = {
  opened: 'openedOn',
  closed: 'closedOn',
  expected: 'expectedCloseOn',
  amount: 'value',
  probability: 'probability',
  priority: 'priority',
} as const
const orderNames = ['opened', 'closed', 'expected', 'amount', 'probability', 'priority'] as const
const grouping = ['status', 'owner', 'team', 'department', 'pipeline', 'stage', 'lostReason'] as const

const listOpportunities = (invocation: Invocation) => {
  const made = companyCommand(invocation, 'opportunities', 'Opportunities as they are now', [
    ['list opportunities -d crm.sqlite --owner "Nguyễn Thị Lan" --status open', 'what she has in hand'],
    ['list opportunities -d crm.sqlite --status lost --closed-from 2025-10-01', 'what was lost since October'],
    ['list opportunities -d crm.sqlite --min-amount 1000000000 --sort amount --descending', 'the largest first'],
    ['list opportunities -d crm.sqlite --no-owner -f csv > nobodys.csv', 'for a spreadsheet'],
  ])
    .option('--title <words>', 'only where each word begins some word of the title')
    .option('--owner <name>', 'only what this salesperson has: name, words of a name, or id')
    .option('--no-owner', 'only what nobody has')
    .option('--team <name>', 'only what counts for this sales team: name, words of a name, or id')
    .option('--no-team', 'only what counts for no team')
    .option('--customer <name>', 'only what is for this customer: name, words of a name, customer code, or id')
    .option('--no-customer', 'only what is for no customer')
    .option('--pipeline <name>', 'only what is in this pipeline: name, words of a name, or id')
    .option('--stage <name>', 'only what is in this stage: name, beginning of a name, or id')
    .addOption(
      new Option('--status <status>', 'only what is open, won, lost, or void').choices(['open', 'won', 'lost', 'void']),
    )
    .option('--tag <tag>', 'only what has this tag')
    .option('--opened-from <day>', 'only what was opened on this day or later', day)
    .option('--opened-to <day>', 'only what was opened on this day or earlier', day)
    .option('--closed-from <day>', 'only what was won or lost on this day or later', day)
    .option('--closed-to <day>', 'only what was won or lost on this day or earlier', day)
    .option('--expected-from <day>', 'only what is expected to close on this day or later', day)
    .option('--expected-to <day>', 'only what is expected to close on this day or earlier', day)
    .option('--min-amount <amount>', 'only what is worth so much or more, in --currency: 1500000, or 22700.50')
    .option('--max-amount <amount>', 'only what is worth so much or less, in --currency')
    .option('--currency <code>', 'only amounts in this currency, ISO 4217; of --min-amount the company’s when left out')
    .addOption(scopeOption())
    .option('--me <name>', meDescription)
    .addOption(apartOption())
    .addOption(groupOption(grouping))
    .addOption(new Option('--sort <order>', 'what they stand in the order of').choices(orderNames).default('opened'))
    .option('--descending', 'the latest, largest first')
    .option('--limit <count>', 'at most so many', count(100_000), 100)
    .option('--after <cursor>', 'goes on behind a page, which says with what')
    .addOption(formatOption(['table', 'csv', 'json']))
    .addOption(languageOption())
  return made.action(async ({ database, events, documents, namespace, format, sort, language: _, ...options }) => {
    const { descending = false, limit, after, scope, me, apart, groupBy: group, ...filters } = options
    const place = placeGiven(invocation, { database, events, documents, namespace })
    checkScope({ scope, me })
    const named = typeof filters.customer === 'string' ? viewsNaming('contact') : [directory]
    const views = [opportunities, ...named, ...(filters.stage === undefined ? [] : [pipelines])]
    await withDocuments(invocation, place, views, async ({ crm }) => {
      const answer = await askList(crm, opportunitiesList, {
        filter: await opportunitiesFilter(crm, filters),
        sort: [{ field: orders[sort], direction: descending ? 'descending' : 'ascending' }],
        limit,
        ...(await sharedQuestion(crm, { scope, me, apart, groupBy: group, after })),
      })
      const rows = listed(answer.rows.map(asOpportunity), answer.names)
      printList(
        invocation,
        { list: opportunitiesList, format, group, answer },
        { json: () => rows, csv: () => opportunityCsv(rows), table: page => opportunityTable(rows, page) },
      )
    })
  })
}

export const listCommand = (invocation: Invocation) =>
  command(invocation, 'list', 'What there is, by filters', [
    ['list opportunities -d crm.sqlite --status open', 'what is open'],
    ['list leads -d crm.sqlite --neglected 14', 'leads that nobody looks after'],
    ['list customers -d crm.sqlite --name "van dong"', 'customers by words of their names'],
    ['list invoices -d crm.sqlite --overdue', 'invoices that should have been paid'],
    ['list imports -d crm.sqlite', 'what was imported, and when'],
  ])
    .addCommand(listOpportunities(invocation))
    .addCommand(
      listAny(invocation, leadsList, [
        ['list leads -d crm.sqlite --status qualified --group-by owner', 'with how many each salesperson has'],
        ['list leads -d crm.sqlite --neglected 14', 'nobody’s, or untouched for two weeks'],
        ['list leads -d crm.sqlite --status lost --created-from 2025-10-01', 'what was lost of those since October'],
      ]),
    )
    .addCommand(
      listAny(invocation, contactsList, [
        ['list contacts -d crm.sqlite --name "van dong"', 'whose names have words that begin so'],
        ['list contacts -d crm.sqlite --no-owner --registered-from 2025-10-01', 'nobody’s, since October'],
        ['list contacts -d crm.sqlite --scope team --me "Lan"', 'what her team has'],
      ]),
    )
    .addCommand(
      listAny(invocation, customersList, [
        ['list customers -d crm.sqlite --group-by group', 'with how many there are of each group'],
        ['list customers -d crm.sqlite --sort customerSince --descending', 'the latest first'],
      ]),
    )
    .addCommand(
      listAny(invocation, invoicesList, [
        ['list invoices -d crm.sqlite --overdue', 'what is outstanding and past its due day'],
        ['list invoices -d crm.sqlite --min-outstanding 1 --group-by owner', 'what each salesperson has to collect'],
        [
          'list invoices -d crm.sqlite --min-outstanding 10000000 --sort outstanding --descending',
          'the largest first, in the company’s currency',
        ],
      ]),
    )
    .addCommand(listImports(invocation))
