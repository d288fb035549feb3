// `eventcrm list <name>` of any list of the library: its options follow from the list's fields.
import { Option } from '@commander-js/extra-typings'
import type { AnyList } from '@eventcrm/projection'
import { catalogues, directory } from '@eventcrm/read-model-directory'
import { opportunities } from '@eventcrm/read-model-pipeline'
import { withDocuments } from '../database.ts'
import { usageFault } from '../fault.ts'
import { askList } from '../list/ask-list.ts'
import { filterFrom, listOptions, namesOpportunities, viewsNamed } from '../list/list-options.ts'
import { listedCsv, listedJson, listedOf, listedTable } from '../list/listed.ts'
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
import { viewOfList } from '../list/view-of-list.ts'
import { companyCommand, type Invocation } from './command.ts'
import { count, formatOption, languageOption } from './options.ts'

type Examples = Parameters<typeof companyCommand>[3]

export const listAny = (invocation: Invocation, list: AnyList, examples: Examples) => {
  const fields = Object.entries(list.fields)
  const sortable = fields.filter(([, { sortPaths }]) => sortPaths.length > 0).map(([name]) => name)
  const grouping = fields.filter(([, { groups }]) => groups).map(([name]) => name)
  const made = companyCommand(invocation, list.name, list.describe, examples)
    .addOption(scopeOption())
    .option('--me <name>', meDescription)
    .addOption(apartOption())
    .addOption(groupOption(grouping))
    .addOption(new Option('--sort <field>', 'what they stand in the order of').choices(sortable))
    .option('--descending', 'the latest, largest first')
    .option('--limit <count>', 'at most so many', count(100_000), 100)
    .option('--after <cursor>', 'goes on behind a page, which says with what')
    .addOption(formatOption(['table', 'csv', 'json']))
    .addOption(languageOption())
  for (const option of listOptions(list)) made.addOption(option)
  return made.action(async ({ database, events, documents, namespace, format, language: _, ...options }) => {
    const { scope, me, apart, groupBy: group, sort, descending = false, limit, after, ...filters } = options
    const place = placeGiven(invocation, { database, events, documents, namespace })
    checkScope({ scope, me })
    if (descending && sort === undefined)
      throw usageFault({
        en: '--descending: of what? give --sort <field>',
        vi: '--descending: theo gì? hãy ghi --sort <trường>',
      })
    const titled = namesOpportunities(list, filters) ? [opportunities] : []
    const views = new Set([viewOfList(list), directory, catalogues, ...titled, ...viewsNamed(list, filters)])
    await withDocuments(invocation, place, [...views], async ({ crm }) => {
      const answer = await askList(crm, list, {
        filter: await filterFrom(crm, list, filters),
        limit,
        ...(await sharedQuestion(crm, { scope, me, apart, groupBy: group, after })),
        ...(sort === undefined ? {} : { sort: [{ field: sort, direction: descending ? 'descending' : 'ascending' }] }),
      })
      const rows = listedOf(list, answer)
      const { names } = answer
      printList(
        invocation,
        { list, format, group, answer },
        {
          json: () => listedJson(list, rows, names),
          csv: () => listedCsv(list, rows, names),
          table: page => listedTable(list, rows, page),
        },
      )
    })
  })
}
