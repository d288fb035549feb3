// `eventcrm list <name>` of any list of the library: its options follow from the list's fields.
import { Option } from '@commander-js/extra-typings'
import type { AnyList } from '@eventcrm/projection'
import { directory } from '@eventcrm/read-model-directory'
import { withDocuments } from '../database.ts'
import { usageFault } from '../fault.ts'
import { filterFrom, listOptions } from '../list/list-options.ts'
import { groupsJson, groupsTable, listedCsv, listedJson, listedOf, listedTable } from '../list/listed.ts'
import { placeGiven } from '../place.ts'
import { resolveName } from '../resolve-name.ts'
import { note, paintFor, print, printJson, widthOf } from '../terminal.ts'
import { askList } from '../list/ask-list.ts'
import { viewOfList } from '../list/view-of-list.ts'
import { companyCommand, type Invocation } from './command.ts'
import { count, formatOption, languageOption } from './options.ts'

type Examples = Parameters<typeof companyCommand>[3]
const scopeNames = ['mine', 'team', 'department'] as const

export const listAny = (invocation: Invocation, list: AnyList, examples: Examples) => {
  const fields = Object.entries(list.fields)
  const sortable = fields.filter(([, { sortPaths }]) => sortPaths.length > 0).map(([name]) => name)
  const grouping = fields.filter(([, { groups }]) => groups).map(([name]) => name)
  const made = companyCommand(invocation, list.name, list.describe, examples)
    .addOption(
      new Option('--scope <scope>', 'only what --me has, or the team or department of --me').choices(scopeNames),
    )
    .option('--me <name>', 'staff member who asks, for --scope: name, beginning of a name, or id')
    .addOption(new Option('--group-by <field>', 'counts by a field, beside the page').choices(grouping))
    .addOption(new Option('--sort <field>', 'what they stand in the order of').choices(sortable))
    .option('--descending', 'the latest, largest first')
    .option('--limit <count>', 'at most so many', count(1000), 100)
    .option('--after <cursor>', 'goes on behind a page, which says with what')
    .addOption(formatOption(['table', 'csv', 'json']))
    .addOption(languageOption())
  for (const option of listOptions(list)) made.addOption(option)
  return made.action(async ({ database, events, documents, namespace, format, language: _, ...options }) => {
    const { scope, me, groupBy: group, sort, descending = false, limit, after, ...filters } = options
    const place = placeGiven(invocation, { database, events, documents, namespace })
    if (scope !== undefined && me === undefined)
      throw usageFault({ en: '--scope: whose? give --me <name>', vi: '--scope: của ai? hãy ghi --me <tên>' })
    if (descending && sort === undefined)
      throw usageFault({
        en: '--descending: of what? give --sort <field>',
        vi: '--descending: theo gì? hãy ghi --sort <trường>',
      })
    await withDocuments(invocation, place, [viewOfList(list), directory], async ({ crm }) => {
      const answer = await askList(crm, list, {
        filter: await filterFrom(crm, list, filters),
        limit,
        ...(scope === undefined ? {} : { scope }),
        ...(me === undefined ? {} : { me: await resolveName(crm, 'staffMember', me, '--me') }),
        ...(group === undefined ? {} : { group }),
        ...(sort === undefined ? {} : { sort: [{ field: sort, direction: descending ? 'descending' : 'ascending' }] }),
        ...(after === undefined ? {} : { after }),
      })
      const rows = listedOf(list, answer)
      const { names, next, position, groups } = answer
      switch (format) {
        case 'json':
          printJson(invocation, {
            [list.name]: listedJson(list, rows, names),
            ...(groups ? { groups: groupsJson(groups) } : {}),
            next,
            position,
          })
          break
        case 'csv':
          invocation.stdout.write(listedCsv(list, rows, names))
          break
        case 'table': {
          const paint = paintFor(invocation.stdout, invocation)
          print(invocation, language => {
            const page = { language, width: widthOf(invocation), paint, names }
            const tables = [listedTable(list, rows, page)]
            if (groups && group !== undefined) tables.push(groupsTable(list, group, groups, page))
            return tables.join('\n\n')
          })
        }
      }
      if (next !== null)
        note(invocation, {
          en: `there are more: --after ${next}, or a larger --limit`,
          vi: `còn nữa: --after ${next}, hoặc --limit lớn hơn`,
        })
    })
  })
}
