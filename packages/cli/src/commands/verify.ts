import { verifyStores, type Verification } from '@eventcrm/crm'
import type { Language, Words } from '@eventcrm/domain'
import { hearCompany, placeOf } from '../database.ts'
import { withStores } from '../open-stores.ts'
import { placeGiven } from '../place.ts'
import { exitCodes } from '../exit-codes.ts'
import { Fault } from '../fault.ts'
import { showProgress, type Progress } from '../progress.ts'
import { paintFor, print, printJson, type CliContext, type Paint } from '../terminal.ts'
import { visible } from '../visible.ts'
import { companyCommand, type Invocation } from './command.ts'
import { formatOption, languageOption } from './options.ts'

const count = (language: Language, n: number, one: string, many: string, vi: string): string =>
  `${n.toLocaleString(language)} ${language === 'vi' ? vi : n === 1 ? one : many}`

const lines = (
  { events, streams, documents, found, findings, notCompared }: Verification,
  language: Language,
  paint: Paint,
): readonly string[] => {
  const looked = [
    count(language, events, 'event', 'events', 'sự kiện'),
    count(language, streams, 'stream', 'streams', 'luồng'),
    count(language, documents, 'document', 'documents', 'tài liệu'),
  ].join(', ')
  const sound = { en: 'nothing wrong was found', vi: 'không tìm thấy lỗi nào' }[language]
  const wrong = count(language, found, 'fault was found', 'faults were found', 'lỗi được tìm thấy')
  const more = found - findings.length
  const skipped = {
    en: 'Not compared, since they are not built yet, their documents went on meanwhile, or the log cannot be read: bring them up to date by `eventcrm prepare`, or verify a backup',
    vi: 'Chưa so sánh, vì chưa dựng xong, tài liệu vẫn thay đổi trong lúc đó, hoặc không đọc được nhật ký: hãy cập nhật bằng `eventcrm prepare`, hoặc kiểm tra một bản sao lưu',
  }[language]
  return [
    `${looked}: ${found === 0 ? paint('green', sound) : paint('red', wrong)}`,
    ...findings.map(
      ({ kind, where, position, words }) =>
        `  ${paint('red', kind)}  ${visible(where)}${position === null ? '' : ` @ ${position}`}: ${visible(words[language])}`,
    ),
    ...(more > 0 ? [{ en: `  … and ${String(more)} more`, vi: `  … và ${String(more)} lỗi khác` }[language]] : []),
    ...(notCompared.length > 0 ? [`${skipped}: ${notCompared.map(visible).join(', ')}`] : []),
  ]
}

const looking = (part: string): Words =>
  part === 'log'
    ? { en: 'Reading the log', vi: 'Đang đọc nhật ký' }
    : { en: `Comparing ${part}`, vi: `Đang so sánh ${part}` }

/** A bar for what is being looked at; the next one takes its place. */
const progressOf = (context: CliContext, total: number) => {
  let shown: { readonly part: string; readonly bar: Progress } | undefined
  return {
    update: (part: string, upTo: string) => {
      if (shown?.part !== part) {
        shown?.bar.end()
        shown = { part, bar: showProgress(context, looking(part), total) }
      }
      shown.bar.update(placeOf(upTo))
    },
    end: () => shown?.bar.end(),
  }
}

export const verifyCommand = (invocation: Invocation) =>
  companyCommand(
    invocation,
    'verify',
    'Whether the log is whole, and the documents are what it folds to; writes nothing. Exit code 1 when something is wrong',
    [
      ['verify -d crm.sqlite', 'all of it: takes about as long as a rebuild'],
      ['verify -d backup.sqlite --format json', 'a backup, for a script'],
    ],
  )
    .addOption(formatOption(['table', 'json']))
    .addOption(languageOption())
    .action(async ({ format, ...options }) => {
      const place = placeGiven(invocation, options)
      await hearCompany(invocation, place)
      await withStores(invocation, place, { readOnly: true }, async stores => {
        // where the log is damaged there its end can't be told, and the bar stays empty
        const progress = progressOf(invocation, placeOf(await stores.events.head().catch(() => null)))
        const verification = await invocation.stop.during(async signal => {
          try {
            return await verifyStores(
              { stores },
              {
                signal,
                onProgress: ({ part, upTo }) => {
                  progress.update(part, upTo)
                },
              },
            )
          } catch (error) {
            if (signal.aborted)
              throw new Fault(exitCodes.interrupted, {
                en: 'stopped before the end; nothing was changed',
                vi: 'đã dừng giữa chừng; không có gì thay đổi',
              })
            throw error
          } finally {
            progress.end()
          }
        })
        if (format === 'json') printJson(invocation, verification)
        else
          print(invocation, language =>
            lines(verification, language, paintFor(invocation.stdout, invocation)).join('\n'),
          )
        if (verification.found > 0) invocation.finish(exitCodes.no)
      })
    })
