import { importRuns } from '@eventcrm/crm'
import { companyCommand, type Invocation } from '../commands/command.ts'
import { count, formatOption, languageOption } from '../commands/options.ts'
import { withDocuments } from '../database.ts'
import { placeGiven } from '../place.ts'
import { paintFor, print, printJson, widthOf } from '../terminal.ts'
import { importRunCsv, importRunTable } from './import-run-table.ts'

export const listImports = (invocation: Invocation) =>
  companyCommand(invocation, 'imports', 'Files that were imported: by whom, when, and what became of their rows', [
    ['list imports -d crm.sqlite', 'the latest first'],
    ['list imports -d crm.sqlite -f csv > imports.csv', 'with the hash of each file'],
  ])
    .option('--limit <count>', 'at most so many', count(100_000), 100)
    .addOption(formatOption(['table', 'csv', 'json']))
    .addOption(languageOption())
    .action(async ({ limit, format, ...options }) => {
      await withDocuments(invocation, placeGiven(invocation, options), [importRuns], async ({ crm }) => {
        const { documents, position } = await crm.find(importRuns, {
          sort: [{ field: 'begunAt', direction: 'descending' }],
          limit,
        })
        const runs = documents.map(({ document }) => document)
        switch (format) {
          case 'json':
            printJson(invocation, { imports: runs, position })
            break
          case 'csv':
            invocation.stdout.write(importRunCsv(runs))
            break
          case 'table': {
            const paint = paintFor(invocation.stdout, invocation)
            print(invocation, language => importRunTable(runs, { language, width: widthOf(invocation), paint }))
          }
        }
      })
    })
