import type { Language } from '@eventcrm/domain'
import type { Rights } from '@eventcrm/eventstoredb'
import { exitCodes } from '../exit-codes.ts'
import { usageFault } from '../fault.ts'
import { eventsUrl, shownUrl } from '../place.ts'
import { saidInBoth } from '../said-by-packages.ts'
import { paintFor, print, printJson, type Paint } from '../terminal.ts'
import { visible } from '../visible.ts'
import { command, type Invocation } from './command.ts'
import { eventsOption, formatOption, languageOption, namespaceOption } from './options.ts'

type Right = keyof Rights

/** What an application's user needs, and what it must not have, if auditors are to trust the log. */
const needed: Readonly<Record<Right, boolean>> = { read: true, append: true, remove: false, truncate: false }
const order: readonly Right[] = ['read', 'append', 'remove', 'truncate']

const words = {
  en: {
    user: (where: string) => `What the user given may do with the log in ${where}`,
    read: 'read the log',
    append: 'append events',
    remove: 'delete streams',
    truncate: 'cut off the beginning of streams',
    yes: 'yes',
    no: 'no',
    sound: 'As it should be: it can add to the log and take nothing out of it.',
    dangerous: 'It could take events out of the log: give the application a user that can’t (docs/real-stores.md).',
    lacking: 'It lacks a right that an application needs: an admin grants it (docs/real-stores.md).',
    reading: 'To read the log is to read $all, and the streams themselves with their metadata: $r and $mr.',
  },
  vi: {
    user: (where: string) => `Những gì người dùng này được làm với nhật ký trong ${where}`,
    read: 'đọc nhật ký',
    append: 'ghi thêm sự kiện',
    remove: 'xóa luồng',
    truncate: 'cắt bỏ phần đầu của luồng',
    yes: 'được',
    no: 'không',
    sound: 'Đúng như cần có: chỉ ghi thêm được vào nhật ký, không lấy gì ra được.',
    dangerous:
      'Người dùng này có thể lấy sự kiện ra khỏi nhật ký: hãy cấp cho ứng dụng một người dùng không làm được việc đó (docs/real-stores.md).',
    lacking: 'Thiếu một quyền mà ứng dụng cần: quản trị viên phải cấp quyền đó (docs/real-stores.md).',
    reading: 'Đọc nhật ký là đọc $all, và đọc từng luồng cùng siêu dữ liệu của nó: $r và $mr.',
  },
} as const

const lines = (rights: Rights, where: string, language: Language, paint: Paint): readonly string[] => {
  const say = words[language]
  const width = Math.max(...order.map(right => say[right].length))
  const rightLines = order.map(right => {
    const answer = rights[right] ? say.yes : say.no
    return `  ${say[right].padEnd(width)}  ${paint(rights[right] === needed[right] ? 'green' : 'red', answer)}`
  })
  const isDangerous = rights.remove || rights.truncate
  const isLacking = !rights.read || !rights.append
  return [
    `${say.user(where)}:`,
    ...rightLines,
    ...(isDangerous ? [say.dangerous] : []),
    ...(isLacking ? [say.lacking] : []),
    ...(rights.read ? [] : [say.reading]),
    ...(isDangerous || isLacking ? [] : [say.sound]),
  ]
}

export const checkCommand = (invocation: Invocation) =>
  command(
    invocation,
    'check',
    'Whether the user given for EventStoreDB could take events out of the log: asks, and leaves nothing there. Exit code 1 when it could, or when it may not read or append',
    [
      [
        'check --events "esdb://crm:…@db:2113?tls=true"',
        'or with the URL in EVENTCRM_EVENTS, where no password is seen',
      ],
    ],
  )
    .addOption(eventsOption())
    .addOption(namespaceOption())
    .addOption(formatOption(['table', 'json']))
    .addOption(languageOption('wording: English when left out'))
    .action(async ({ events, namespace, format }) => {
      const url = eventsUrl(invocation, { events, namespace })
      if (url === undefined)
        throw usageFault(
          { en: '--events is missing', vi: 'thiếu --events' },
          {
            en: 'it is the users of EventStoreDB that are checked: --events esdb://…; a file is checked by `eventcrm verify`',
            vi: 'lệnh này kiểm tra người dùng của EventStoreDB: --events esdb://…; còn tệp thì kiểm tra bằng `eventcrm verify`',
          },
        )
      const by = events === undefined ? 'EVENTCRM_EVENTS' : '--events'
      const { rightsOf } = await import('@eventcrm/eventstoredb')
      const rights = await rightsOf(url, namespace === undefined ? {} : { namespace }).catch((error: unknown) => {
        throw error instanceof TypeError ? usageFault(saidInBoth(`${by}: ${error.message}`)) : error
      })
      if (format === 'json') printJson(invocation, rights)
      else
        print(invocation, language =>
          lines(rights, visible(shownUrl(url)), language, paintFor(invocation.stdout, invocation)).join('\n'),
        )
      if (order.some(right => rights[right] !== needed[right])) invocation.finish(exitCodes.no)
    })
