import { Argument } from '@commander-js/extra-typings'
import { theCompany } from '@eventcrm/domain'
import { exportFile, exportNames } from '@eventcrm/exporter'
import { statSync } from 'node:fs'
import { directory } from '@eventcrm/read-model-directory'
import { opportunities } from '@eventcrm/read-model-pipeline'
import { withDocuments } from '../database.ts'
import { pathOf } from '../open-stores.ts'
import { placeGiven } from '../place.ts'
import { exitCodes } from '../exit-codes.ts'
import { exportWords } from '../export-words.ts'
import { usageFault } from '../fault.ts'
import { showProgress } from '../progress.ts'
import { quotedFile } from '../quoted.ts'
import { inEach } from '../speech.ts'
import { note, print } from '../terminal.ts'
import { programName } from '../typed.ts'
import { visible } from '../visible.ts'
import { companyCommand, type Invocation } from './command.ts'
import { given, languageOption } from './options.ts'

const extension = /\.(csv|xlsx)$/i

export const exportCommand = (invocation: Invocation) =>
  companyCommand(
    invocation,
    'export',
    'Writes what the company has into a CSV or Excel file, and beside it the mapping that imports it back',
    [
      ['export contacts -d crm.sqlite -o contacts.xlsx', 'and contacts.mapping.json'],
      ['export opportunities --history -d crm.sqlite -o deals.csv', 'as they were on every day'],
      ['import deals.csv -m deals.mapping.json -d copy.sqlite', 'where all that they refer to is in'],
    ],
  )
    .addArgument(
      new Argument('<what>', 'what to write; another database imports them in this order').choices(exportNames),
    )
    .option('-o, --to <file>', 'file to write, .csv or .xlsx (required)')
    .option('--history', 'of opportunities: a row for each thing that happened')
    .option('--force', 'writes over files that are there')
    .addOption(languageOption())
    .action(async (what, { to, history = false, force = false, ...options }) => {
      const place = placeGiven(invocation, options)
      const file = given(to, '--to FILE')
      if (!extension.test(file))
        throw usageFault({
          en: '--to: expected a name that ends with .csv or .xlsx',
          vi: '--to: cần tên kết thúc bằng .csv hoặc .xlsx',
        })
      if (history && what !== 'opportunities')
        throw usageFault(
          { en: '--history goes with opportunities', vi: '--history chỉ dùng với opportunities' },
          {
            en: 'leave it out: staff and pipelines are written with the days of their changes anyway',
            vi: 'hãy bỏ nó đi: staff và pipelines luôn được ghi kèm ngày của từng thay đổi',
          },
        )
      const mapping = `${file.replace(extension, '')}.mapping.json`
      for (const name of [file, mapping])
        if (!force && statSync(pathOf(invocation, name), { throwIfNoEntry: false }))
          throw usageFault(
            { en: `${quotedFile(name)} is there already`, vi: `${quotedFile(name)} đã có` },
            { en: 'give another name, or write over it: --force', vi: 'hãy đặt tên khác, hoặc ghi đè: --force' },
          )
      const view = what === 'opportunities' ? opportunities : directory
      await withDocuments(invocation, place, [view], async ({ crm }) => {
        const company = await crm.state('company', theCompany)
        const words = exportWords[invocation.speech.language]
        const progress = showProgress(
          invocation,
          inEach(language => exportWords[language].exporting(what)),
          1,
        )
        const summary = await invocation.stop.during(async signal => {
          try {
            return await exportFile(crm, what, pathOf(invocation, file), {
              mappingFile: pathOf(invocation, mapping),
              history,
              signal,
              onProgress: ({ things, of }) => {
                progress.update(things / Math.max(of, 1), words.progress(things, of))
              },
            })
          } catch (error) {
            if (signal.aborted) return undefined
            throw error
          } finally {
            progress.end()
          }
        })
        if (!summary) {
          note(
            invocation,
            inEach(language => exportWords[language].stopped),
          )
          invocation.finish(exitCodes.interrupted)
          return
        }
        const [shownFile, shownMapping] = [visible(file), visible(mapping)]
        print(invocation, language =>
          exportWords[language].wrote({ what, ...summary, file: shownFile, mapping: shownMapping }),
        )
        const { leftOut } = summary
        if (leftOut.length > 0) print(invocation, language => exportWords[language].notWritten(leftOut))
        // A company that begins today knows no earlier day of its preset pipeline.
        const founded = company.openedOn === null ? '' : ` --founded ${company.openedOn}`
        const line = `import ${shownFile} -m ${shownMapping} -d NEW.sqlite${founded}`
        print(invocation, language => `${exportWords[language].intoNew}\n  $ ${programName(invocation)} ${line}`)
      })
    })
