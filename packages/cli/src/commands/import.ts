import { theCompany } from '@eventcrm/domain'
import type { Crm } from '@eventcrm/crm'
import { importFile, readMapping, type ImportSummary, type Mapping } from '@eventcrm/importer'
import { pathOf, withDatabase } from '../database.ts'
import { exitCodes } from '../exit-codes.ts'
import { ImportTally } from '../import/import-tally.ts'
import { importSummary } from '../import/import-summary.ts'
import { showProgress } from '../progress.ts'
import { note, paintFor, print, widthOf, type Surroundings } from '../terminal.ts'
import { command, type Invocation } from './command.ts'
import { count, databaseOption, formatOption } from './options.ts'
import { Option } from '@commander-js/extra-typings'
import { stat } from 'node:fs/promises'

/** Excel's last row, and as far as row numbers are worth saying. */
const lastRow = 1_048_576_000

interface Asked {
  readonly fromRow?: number | undefined
  readonly toRow?: number | undefined
}
const withRows = (mapping: Mapping, { fromRow, toRow }: Asked): Mapping =>
  fromRow === undefined && toRow === undefined
    ? mapping
    : {
        ...mapping,
        rows: {
          ...mapping.rows,
          ...(fromRow === undefined ? {} : { from: fromRow }),
          ...(toRow === undefined ? {} : { to: toRow }),
        },
      }

interface CompanyGiven {
  readonly timeZone?: string | undefined
  readonly currency?: string | undefined
  readonly language?: 'en' | 'vi' | undefined
}

/** What a company that is set up already has instead of what was given. */
const noteSettings = async (surroundings: Surroundings, crm: Crm, given: CompanyGiven) => {
  const company = await crm.state('company', theCompany)
  for (const setting of ['timeZone', 'currency', 'language'] as const) {
    const wanted = given[setting]
    if (wanted !== undefined && wanted !== company[setting]) {
      note(surroundings, `The company is set up already: its ${setting} stays ${company[setting]}.`)
    }
  }
}

export const importCommand = (invocation: Invocation) =>
  command('import', 'Turns the rows of a CSV file into commands, as a mapping says', [
    [
      'eventcrm import deals.csv --mapping deals.mapping.json --database crm.sqlite',
      'importing a file twice changes nothing',
    ],
    [
      'eventcrm import deals.rejected.csv --mapping deals.mapping.json --database crm.sqlite',
      'the rejected rows, once they are mended',
    ],
    [
      'eventcrm import deals.csv --mapping deals.mapping.json --database crm.sqlite --from-row 81 --to-row 100',
      'rows as a spreadsheet numbers them',
    ],
  ])
    .argument('<file>', 'CSV file, in UTF-8')
    .requiredOption('-m, --mapping <file>', 'JSON file that says what its columns mean: docs/importing.md')
    .addOption(databaseOption())
    .option('--rejected <file>', 'where rejected rows go (default: FILE.rejected.csv beside the file)')
    .option('--from-row <row>', 'first row to import, as a spreadsheet numbers rows', count(lastRow))
    .option('--to-row <row>', 'last row to import', count(lastRow))
    .option('--actor <id>', 'who imports', 'import')
    .option('--reason <text>', 'why; stands beside every event')
    .addOption(formatOption(['table', 'json']))
    .optionsGroup('Only for a company that is not set up yet:')
    .option('--time-zone <zone>', 'time zone that fixes every event’s day, for good (default: Asia/Ho_Chi_Minh)')
    .option('--currency <code>', 'currency where none is given, ISO 4217 (default: VND)')
    .addOption(
      new Option('--language <language>', 'language of stages and labels (default: vi)').choices(['en', 'vi'] as const),
    )
    .action(
      async (file, { mapping: mappingFile, database, rejected, fromRow, toRow, actor, reason, format, ...given }) => {
        const mapping = withRows(await readMapping(pathOf(invocation, mappingFile)), { fromRow, toRow })
        const path = pathOf(invocation, file)
        const { size } = await stat(path) // before a database is made for nothing
        const company = {
          ...(given.timeZone === undefined ? {} : { timeZone: given.timeZone }),
          ...(given.currency === undefined ? {} : { currency: given.currency }),
          ...(given.language === undefined ? {} : { language: given.language }),
        }
        await withDatabase(invocation, database, { make: true, actor, company }, async ({ crm, catchUp }) => {
          await noteSettings(invocation, crm, given)
          const tally = new ImportTally()
          const progress = showProgress(invocation, `Importing ${file}`, size)
          const summary = await invocation.stop.during(async (signal): Promise<ImportSummary | undefined> => {
            try {
              return await importFile(crm, path, mapping, {
                actor,
                signal,
                ...(reason === undefined ? {} : { reason }),
                ...(rejected === undefined ? {} : { rejectedFile: pathOf(invocation, rejected) }),
                onRow: outcome => tally.add(outcome),
                onProgress: ({ bytes }) => progress.update(bytes, tally.line()),
              })
            } catch (error) {
              if (signal.aborted) return undefined
              throw error
            } finally {
              progress.end()
            }
          })
          if (!summary) {
            note(invocation, `Stopped after ${tally.line()}. They stay; run the same command again to go on.`)
            invocation.finish(exitCodes.interrupted)
            return
          }
          await catchUp()
          const paint = paintFor(invocation.stdout)
          if (format === 'json') print(invocation, JSON.stringify({ ...summary, ...tally.told() }, null, 2))
          else
            print(
              invocation,
              importSummary(file, summary, tally, { paint, width: widthOf(invocation), folder: invocation.folder }),
            )
          if (summary.rejected > 0) invocation.finish(exitCodes.no)
        })
      },
    )
