import { Option } from '@commander-js/extra-typings'
import type { CompanySetUp, Crm } from '@eventcrm/crm'
import { theCompany, type CompanyState } from '@eventcrm/domain'
import {
  prepareImport,
  readMapping,
  templateNames,
  type FileUnreadable,
  type ImportFileOptions,
  type ImportDuplicates,
  type Kind,
  type PreparedImport,
  type RowsImported,
} from '@eventcrm/importer'
import { hearCompany, withDatabase } from '../database.ts'
import { pathOf } from '../open-stores.ts'
import { placeGiven, type Place } from '../place.ts'
import { exitCodes } from '../exit-codes.ts'
import { Fault, usageFault } from '../fault.ts'
import { checkSettings } from '../import/check-settings.ts'
import { checkFiles } from '../import/given-files.ts'
import { duplicatesFound, printDuplicates } from '../import/import-duplicates.ts'
import { importSummary } from '../import/import-summary.ts'
import { ImportTally } from '../import/import-tally.ts'
import { importWords } from '../import/import-words.ts'
import { rehearse } from '../import/rehearsal.ts'
import { rowRange } from '../import/row-range.ts'
import { importFormats, writeTemplateFiles } from '../import/template.ts'
import { showProgress } from '../progress.ts'
import { inEach } from '../speech.ts'
import { note, paintFor, print, printJson, widthOf, type CliContext } from '../terminal.ts'
import { companyCommand, type Invocation } from './command.ts'
import { count, given, languageOption } from './options.ts'

/** Far beyond any spreadsheet's last row. */
const lastRow = 1_000_000_000

/** What was given for a company that is set up with something else. */
const noteSettings = (context: CliContext, company: CompanyState, given: CompanySetUp) => {
  const { timeZone, country, currency, openedOn: foundedOn } = company
  const there = { timeZone, country, currency, foundedOn }
  for (const setting of ['timeZone', 'country', 'currency', 'foundedOn'] as const) {
    const [wanted, value] = [given[setting], there[setting]]
    if (wanted === undefined || wanted === value) continue
    note(
      context,
      inEach(language => {
        const { stays, settings, none } = importWords[language]
        return stays(settings[setting], value ?? none)
      }),
    )
  }
}

/** What rows become that write leads or contacts down. */
const writesDown: ReadonlySet<Kind> = new Set<Kind>(['contact', 'lead', 'purchase', 'invoice', 'payment'])

/** Why the file could not be read to its end, as JSON. */
const told = (brokeOff: FileUnreadable | null) =>
  brokeOff && { code: brokeOff.code, row: brokeOff.row, ...brokeOff.words }

const toldOf = (found: ImportDuplicates | null) =>
  found && { count: found.count, first: found.first, complete: found.brokeOff === null }

/** Imports with a progress bar; undefined when it was stopped on the way. */
const carryOut = async (
  invocation: Invocation,
  crm: Crm,
  { file, prepared, tally }: { readonly file: string; readonly prepared: PreparedImport; readonly tally: ImportTally },
  options: Pick<ImportFileOptions, 'actor' | 'reason' | 'language'>,
): Promise<RowsImported | undefined> => {
  const progress = showProgress(
    invocation,
    { en: `Importing ${file}`, vi: `Đang nhập ${file}` },
    prepared.totalBytes ?? 0,
  )
  return invocation.stop.during(async signal => {
    try {
      return await prepared.run(crm, {
        ...options,
        signal,
        onRow: outcome => tally.add(outcome),
        onProgress: ({ bytes }) => progress.update(bytes, tally.line()),
      })
    } catch (error) {
      if (signal.aborted) return undefined
      note(
        invocation,
        inEach(spoken => importWords[spoken].brokeOff(tally.line())),
      )
      throw error
    } finally {
      progress.end()
    }
  })
}

/** Does what follows from the rows that are in. @throws what keeps it from being done, once it was told that they are in nevertheless */
const followed = async <T>(invocation: Invocation, follow: () => Promise<T>): Promise<T> => {
  try {
    return await follow()
  } catch (error) {
    note(
      invocation,
      inEach(spoken => importWords[spoken].behind),
    )
    throw error
  }
}

export const importCommand = (invocation: Invocation) =>
  companyCommand(
    invocation,
    'import',
    'Turns the rows of a CSV or Excel file into commands, as a mapping says. Exit code 1 when rows were rejected',
    [
      ['import deals.csv -m deals.mapping.json -d crm.sqlite', 'a second time, it changes nothing'],
      ['import deals.rejected.csv -m deals.mapping.json -d crm.sqlite', 'the rejected rows, once mended'],
      ['import deals.csv -m deals.mapping.json -d crm.sqlite --dry-run', 'tells what would become of each row'],
      ['import people.xlsx --template individual', 'a file to begin with, and people.mapping.json'],
    ],
  )
    .argument('[file]', 'CSV file, or Excel file (.xlsx)')
    .option('-m, --mapping <file>', 'JSON file that says what its columns mean: docs/importing.md (required)')
    .option('--rejected <file>', 'where rejected rows go, .csv or .xlsx (default: FILE.rejected.csv beside the file)')
    .option('--from-row <row>', 'first row to import, as a spreadsheet numbers rows', count(lastRow))
    .option('--to-row <row>', 'last row to import', count(lastRow))
    .option('--actor <id>', 'who imports', 'import')
    .option('--reason <text>', 'why; stands beside every event')
    .option('--no-duplicates', 'does not look which leads and contacts that it wrote down may be the same as others')
    .option('--dry-run', 'imports into a copy that is thrown away')
    .addOption(
      new Option(
        '--template <of>',
        'writes a file to begin with instead, and its mapping: FILE, or a new file of that name here',
      ).choices(templateNames),
    )
    .addOption(
      new Option('-f, --format <format>', 'how to print, table or json; how to write a template, csv or xlsx').choices(
        importFormats,
      ),
    )
    .addOption(
      languageOption(
        'wording, and of a company that is set up its labels: the company’s, vi for a new one, when left out',
      ),
    )
    .optionsGroup('Only for a company that is not set up yet:')
    .option('--time-zone <zone>', 'time zone that fixes every event’s day, for good (default: Asia/Ho_Chi_Minh)')
    .option(
      '--country <code>',
      'country whose phone numbers are meant where none is given, ISO 3166-1, or none (default: VN)',
    )
    .option('--currency <code>', 'currency where none is given, ISO 4217 (default: VND)')
    .option('--founded <day>', 'day on which it begins, for a history that begins earlier (default: today)')
    .action(async (named, options) => {
      const { rejected, fromRow, toRow, actor, reason, format, timeZone, country, currency, language, founded } =
        options
      const { template } = options
      if (template !== undefined) {
        const place =
          options.database !== undefined || options.events !== undefined ? placeGiven(invocation, options) : undefined
        if (place) await hearCompany(invocation, place)
        const into = place?.typed ?? '-d crm.sqlite'
        await writeTemplateFiles(invocation, { template, file: named, format, mapping: options.mapping, place: into })
        return
      }
      if (format === 'csv' || format === 'xlsx')
        throw usageFault({
          en: '--format: expected table or json; csv and xlsx go with --template',
          vi: '--format: cần table hoặc json; csv và xlsx chỉ dùng với --template',
        })
      const file = given(named, 'FILE')
      const place = placeGiven(invocation, options)
      const mappingFile = given(options.mapping, '--mapping FILE')
      const company = {
        ...(timeZone === undefined ? {} : { timeZone }),
        ...(country === undefined ? {} : { country: country === 'none' ? null : country }),
        ...(currency === undefined ? {} : { currency }),
        ...(language === undefined ? {} : { language }),
        ...(founded === undefined ? {} : { foundedOn: founded }),
      }
      // A company keeps its time zone for good: all that can be wrong is looked at before one is founded, or its file made.
      await checkSettings({ company, actor, reason })
      checkFiles(invocation.folder, { file, mapping: mappingFile, database: place.file, rejected })
      const read = await readMapping(pathOf(invocation, mappingFile))
      const mapping = { ...read, rows: rowRange({ fromRow, toRow }, read) }

      const run = async (prepared: PreparedImport, into: Place, isRehearsal: boolean) =>
        withDatabase(invocation, into, { make: true, actor, company, runProcesses: true }, async ({ crm, catchUp }) => {
          const settings = await crm.state('company', theCompany)
          const wording = invocation.speech.language
          const tally = new ImportTally(wording)
          noteSettings(invocation, settings, company)
          const by = { actor, language: wording, ...(reason === undefined ? {} : { reason }) }
          const summary = await carryOut(invocation, crm, { file, prepared, tally }, by)
          if (!summary) {
            note(
              invocation,
              inEach(spoken => {
                const { rehearsalStopped, stopped } = importWords[spoken]
                return (isRehearsal ? rehearsalStopped : stopped)(tally.line())
              }),
            )
            invocation.finish(exitCodes.interrupted)
            return
          }
          const { brokeOff, ...whole } = summary
          const shown = isRehearsal ? { ...whole, rejectedFile: null } : whole
          const paint = paintFor(invocation.stdout, invocation)
          // told first: the rows are in, whatever becomes of the documents
          if (format !== 'json')
            print(invocation, spoken =>
              importSummary(file, { ...shown, brokeOff }, tally, {
                paint,
                width: widthOf(invocation),
                folder: invocation.folder,
                isRehearsal,
                language: spoken,
              }),
            )
          if (summary.rejected > 0) invocation.finish(exitCodes.no)
          const looks = options.duplicates && writesDown.has(mapping.becomes)
          const follow = async () => {
            await crm.processes.settle()
            if (!isRehearsal || looks) await catchUp()
            return looks ? duplicatesFound(invocation, crm, prepared) : null
          }
          let duplicates: ImportDuplicates | null = null
          try {
            duplicates = await (isRehearsal ? follow() : followed(invocation, follow))
          } finally {
            if (format === 'json') {
              const rows = { ...shown, brokeOff: told(brokeOff), ...tally.told() }
              printJson(invocation, { ...rows, duplicates: toldOf(duplicates), dryRun: isRehearsal })
            }
          }
          if (format !== 'json' && duplicates) printDuplicates(invocation, duplicates, { place: into, isRehearsal })
          if (brokeOff)
            throw new Fault(exitCodes.unavailable, brokeOff.words, [inEach(spoken => importWords[spoken].goOn)], {
              cause: brokeOff,
            })
        })
      const prepareAndRun = async (into: Place, rejectedFile: string | undefined, isRehearsal: boolean) => {
        const prepared = await prepareImport(pathOf(invocation, file), mapping, rejectedFile)
        try {
          await run(prepared, into, isRehearsal)
        } finally {
          await prepared.close()
        }
      }

      if (options.dryRun === true)
        await rehearse(invocation, place, copy => prepareAndRun(copy.place, copy.rejected, true))
      else await prepareAndRun(place, rejected === undefined ? undefined : pathOf(invocation, rejected), false)
    })
