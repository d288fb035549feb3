import { Option } from '@commander-js/extra-typings'
import { libraryReadModels } from '@eventcrm/crm'
import { theCompany } from '@eventcrm/domain'
import type { AnyReport } from '@eventcrm/projection'
import { catalogues, directory } from '@eventcrm/read-model-directory'
import { withDocuments } from '../database.ts'
import { placeGiven } from '../place.ts'
import { askReport } from '../report/ask-report.ts'
import { questionFields } from '../report/question-fields.ts'
import { reportCsv } from '../report/report-csv.ts'
import { exampleName, kebab, namesEntries, viewsNamed, questionFrom, reportOptions } from '../report/report-options.ts'
import { reportTable } from '../report/report-table.ts'
import { paintFor, print, printJson, widthOf } from '../terminal.ts'
import { command, companyCommand, type Invocation } from './command.ts'
import { formatOption, languageOption } from './options.ts'

const formats = ['table', 'json', 'csv'] as const

type Examples = Parameters<typeof command>[3]
/** What to try first, for the reports that have something worth trying; others have the first line alone. */
const examples: Readonly<Record<string, Examples>> = {
  pipeline: [
    ['report pipeline -d crm.sqlite --as-of 2017-06-30', 'as of a past day'],
    ['report pipeline -d crm.sqlite --team "Miền Bắc" --from 2025-10-01', 'what a team closed since October'],
    ['report pipeline -d crm.sqlite --no-owner', 'what nobody has'],
    ["report pipeline -d crm.sqlite -f json | jq '.currencies[0].won'", 'for a script'],
    ['report pipeline -d crm.sqlite --format csv > pipeline.csv', 'for a spreadsheet: UTF-8, marked as such (BOM)'],
  ],
  leadFunnel: [
    ['report lead-funnel -d crm.sqlite --as-of 2025-06-30', 'as of a past day'],
    ['report lead-funnel -d crm.sqlite --from 2025-01-01 --owner "Lan"', 'of those written down since January'],
  ],
  clv: [
    ['report clv -d crm.sqlite --calibrate-until 2025-12-31', 'what was expected of this year, and what came of it'],
    ['report clv -d crm.sqlite --margin 37.5 --months 24', 'what customers will be worth in two years, at this margin'],
  ],
  receivables: [
    ['report receivables -d crm.sqlite --as-of 2025-06-30', 'as of a past day'],
    ['report receivables -d crm.sqlite --customer "Đại Phát" --buckets 15,30,60', 'of one customer, by other limits'],
    ['report receivables -d crm.sqlite --top 1000 -f csv > receivables.csv', 'for a spreadsheet'],
  ],
  statement: [
    [
      'report statement -d crm.sqlite --customer "Đại Phát" --from 2025-01-01',
      'since January, with what was owed then',
    ],
  ],
  portfolios: [['report portfolios -d crm.sqlite --team "Miền Bắc"', 'those of a team’s members']],
}

const commandOf = (invocation: Invocation, report: AnyReport) => {
  const { name, describe } = report
  const typed = kebab(name)
  const needed = questionFields(report).filter(field => field.needed)
  const made = companyCommand(invocation, typed, describe, [
    [
      `report ${typed} -d crm.sqlite${needed.map(option => ` --${kebab(option.name)} "${exampleName}"`).join('')}`,
      'as of today',
    ],
    ...(examples[name] ?? []),
  ])
    .addOption(formatOption(formats))
    .addOption(languageOption())
    .addOption(
      new Option(
        '--known-at <instant|position>',
        'what it said then, from what was recorded by that time: 2026-03-31T17:00:00Z, or a position of the log; replays the log into memory',
      ),
    )
  for (const option of reportOptions(report)) made.addOption(option)
  return made.action(async ({ database, events, documents, namespace, format, knownAt, ...asked }) => {
    const place = placeGiven(invocation, { database, events, documents, namespace })
    // what was known is folded into memory, and asks the documents for nothing but ids
    const names = [...(knownAt === undefined ? [directory] : []), ...viewsNamed(report, asked)]
    const entries = knownAt === undefined && namesEntries(report, asked) ? [catalogues] : []
    const needs = [...new Set([...(knownAt === undefined ? report.views : []), ...names, ...entries])]
    await withDocuments(invocation, place, needs, async ({ crm, replay }) => {
      const question = await questionFrom(crm, report, asked)
      const shown =
        knownAt === undefined
          ? await askReport(crm, report, question)
          : await replay(replaying => askReport(crm, report, { ...question, knownAt }, replaying))
      switch (format) {
        case 'json':
          printJson(invocation, shown.answer)
          break
        case 'csv':
          invocation.stdout.write(reportCsv(shown))
          break
        case 'table': {
          const paint = paintFor(invocation.stdout, invocation)
          const width = widthOf(invocation)
          const { timeZone } = await crm.state('company', theCompany)
          print(invocation, language => reportTable(shown, { language, width, paint, timeZone }))
        }
      }
    })
  })
}

/** One command for each report of the library. */
export const reportCommand = (invocation: Invocation) => {
  const all = command(invocation, 'report', 'Answers computed from the documents', [
    ['report pipeline -d crm.sqlite', 'what is open, won and lost'],
  ])
  for (const report of libraryReadModels.flatMap<AnyReport>(({ reports }) => reports))
    all.addCommand(commandOf(invocation, report))
  return all
}
