import { theCompany } from '@eventcrm/domain'
import { withDatabase } from '../database.ts'
import { pipelineCsv } from '../report/pipeline-csv.ts'
import { pipelineTable } from '../report/pipeline-table.ts'
import { resolveName } from '../resolve-name.ts'
import { paintFor, print, widthOf } from '../terminal.ts'
import { command, type Invocation } from './command.ts'
import { count, databaseOption, given, day, formatOption, languageOption } from './options.ts'

const formats = ['table', 'json', 'csv'] as const

const pipelineCommand = (invocation: Invocation) =>
  command(invocation, 'pipeline', 'What is open, won and lost: now, or as of any past day', [
    ['report pipeline -d crm.sqlite', 'as of today'],
    ['report pipeline -d crm.sqlite --as-of 2017-06-30', 'as of a past day'],
    ['report pipeline -d crm.sqlite --team "Miền Bắc" --from 2025-10-01', 'what a team closed since October'],
    ["report pipeline -d crm.sqlite -f json | jq '.currencies[0].won'", 'for a script'],
    ['report pipeline -d crm.sqlite --format csv > pipeline.csv', 'for a spreadsheet: UTF-8, marked as such (BOM)'],
  ])
    .addOption(databaseOption())
    .option('--as-of <day>', 'everything that happened until then, that day included (default: today)', day)
    .addOption(formatOption(formats))
    .option('--owner <name>', 'only what this salesperson had: name, beginning of a name, or id')
    .option('--team <name>', 'only what counted for this sales team')
    .option('--customer <name>', 'only what was for this customer: name, customer code, or id')
    .option('--tag <tag>', 'only what had this tag')
    .option('--currency <code>', 'only amounts in this currency, ISO 4217')
    .option('--from <day>', 'only what was closed on this day or later', day)
    .option('--to <day>', 'only what was closed on this day or earlier', day)
    .option('--top <count>', 'how many salespeople and customers', count(1000), 10)
    .option(
      '--every-opportunity',
      'read every opportunity instead of totals: slower, and knows the best customers of one salesperson or team',
    )
    .addOption(languageOption())
    .action(async ({ database: file, format, language, owner, team, customer, everyOpportunity, ...asked }) => {
      await withDatabase(invocation, given(file, '--database FILE'), {}, async ({ crm, catchUp }) => {
        await catchUp()
        const named = {
          ...(owner === undefined ? {} : { owner: await resolveName(crm, 'staffMember', owner, '--owner') }),
          ...(team === undefined ? {} : { team: await resolveName(crm, 'salesTeam', team, '--team') }),
          ...(customer === undefined ? {} : { customer: await resolveName(crm, 'contact', customer, '--customer') }),
        }
        const report = await crm.reports.pipeline({
          ...asked,
          ...named,
          ...(everyOpportunity === true ? { source: 'documents' } : {}),
        })
        switch (format) {
          case 'json':
            print(invocation, JSON.stringify(report, null, 2))
            break
          case 'csv':
            invocation.stdout.write(pipelineCsv(report))
            break
          case 'table': {
            const { language: companys } = await crm.state('company', theCompany)
            const names = await crm.names(Object.values(named))
            const paint = paintFor(invocation.stdout, invocation)
            print(
              invocation,
              pipelineTable(report, {
                language: language ?? companys,
                width: widthOf(invocation),
                paint,
                top: asked.top,
                names,
              }),
            )
          }
        }
      })
    })

export const reportCommand = (invocation: Invocation) =>
  command(invocation, 'report', 'Answers computed from the documents', [
    ['report pipeline -d crm.sqlite', 'what is open, won and lost'],
  ]).addCommand(pipelineCommand(invocation))
