import type { Language } from '@eventcrm/domain'
import { backupSqlite, DatabaseRefused } from '@eventcrm/sqlite'
import { statSync } from 'node:fs'
import { hearCompany } from '../database.ts'
import { pathOf, withStores } from '../open-stores.ts'
import { placeOfFile } from '../place.ts'
import { exitCodes } from '../exit-codes.ts'
import { Fault, usageFault } from '../fault.ts'
import { formatsOf } from '../formats.ts'
import { theWritten } from '../given-file.ts'
import { showProgress } from '../progress.ts'
import { quotedFile } from '../quoted.ts'
import { saidInBoth } from '../said-by-packages.ts'
import { print } from '../terminal.ts'
import { visible } from '../visible.ts'
import { command, type Invocation } from './command.ts'
import { documentsOption, eventsOption, given, languageOption } from './options.ts'

const megabytes = (bytes: number, language: Language): string =>
  formatsOf(language).decimal(Math.round(bytes / 1e5) / 10)

const copied: Readonly<Record<Language, (head: string | null, file: string, bytes: number) => string>> = {
  en: (head, file, bytes) =>
    `Copied ${head === null ? 'an empty log' : `everything up to position ${head}`} into ${file}: ${megabytes(bytes, 'en')} MB, checked, readable for you only`,
  vi: (head, file, bytes) =>
    `Đã sao chép ${head === null ? 'một nhật ký trống' : `mọi thứ đến vị trí ${head}`} vào ${file}: ${megabytes(bytes, 'vi')} MB, đã kiểm tra, chỉ mình bạn đọc được`,
}

export const backupCommand = (invocation: Invocation) =>
  command(
    invocation,
    'backup',
    'Copies the database file, also while it is in use: whole, of one moment, readable for you only. It writes over nothing',
    [['backup crm-2026-03-31.sqlite -d crm.sqlite', 'and then: verify -d crm-2026-03-31.sqlite']],
  )
    .argument('<file>', 'where the copy goes')
    .option('-d, --database <file>', 'SQLite file that holds the company (required)')
    .addOption(eventsOption().hideHelp())
    .addOption(documentsOption().hideHelp())
    .addOption(languageOption())
    .action(async (target, { database, events, documents }) => {
      if (events !== undefined || documents !== undefined)
        throw usageFault(
          {
            en: 'a backup is of a database file: servers have backups of their own',
            vi: 'chỉ sao lưu được tệp cơ sở dữ liệu: máy chủ có cách sao lưu riêng',
          },
          {
            en: 'docs/real-stores.md says how; and `eventcrm copy` copies a log into a file: --to FILE',
            vi: 'docs/real-stores.md nói rõ cách làm; còn `eventcrm copy` sao chép nhật ký vào tệp: --to FILE',
          },
        )
      const source = given(database, '--database FILE')
      const path = pathOf(invocation, target)
      if (statSync(path, { throwIfNoEntry: false }))
        throw usageFault(
          {
            en: `FILE: ${quotedFile(target)} is there already, and a backup writes over nothing`,
            vi: `FILE: ${quotedFile(target)} đã có, và bản sao lưu không ghi đè lên gì cả`,
          },
          { en: 'give another name', vi: 'hãy đặt tên khác' },
        )
      await hearCompany(invocation, placeOfFile(source))
      await invocation.stop.during(async signal => {
        const progress = showProgress(invocation, { en: 'Copying', vi: 'Đang sao chép' }, 100)
        try {
          await backupSqlite(pathOf(invocation, source), path, {
            signal,
            onProgress: ({ pages, of }) => {
              progress.update((100 * pages) / Math.max(of, 1))
            },
          })
        } catch (error) {
          if (signal.aborted)
            throw new Fault(exitCodes.interrupted, {
              en: 'stopped before the end; nothing is left of the copy',
              vi: 'đã dừng giữa chừng; bản sao dở dang đã được bỏ đi',
            })
          if (error instanceof DatabaseRefused && error.foreign)
            throw new Fault(exitCodes.unavailable, saidInBoth(error.message), [theWritten], { cause: error })
          throw error
        } finally {
          progress.end()
        }
      })
      const head = await withStores(invocation, placeOfFile(target), { readOnly: true }, ({ events }) => events.head())
      const bytes = statSync(path).size
      print(invocation, language => copied[language](head, visible(target), bytes))
    })
