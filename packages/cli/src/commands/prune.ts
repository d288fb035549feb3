import type { Pruned } from '@eventcrm/crm'
import type { Language, Words } from '@eventcrm/domain'
import { withDatabase } from '../database.ts'
import { placeGiven } from '../place.ts'
import { print, printJson } from '../terminal.ts'
import { visible } from '../visible.ts'
import { companyCommand, type Invocation } from './command.ts'
import { formatOption, languageOption } from './options.ts'

const lineOf = (pruned: Pruned, language: Language): string => {
  const view = visible(pruned.view)
  switch (pruned.outcome) {
    case 'dropped':
      return { en: `dropped ${view}`, vi: `đã xóa ${view}` }[language]
    case 'newest':
      return {
        en: `kept ${view}: no newer version of it has taken its place yet`,
        vi: `giữ ${view}: chưa có phiên bản mới hơn nào thay thế`,
      }[language]
    case 'newer':
      return {
        en: `kept ${view}: it is newer than the version of this eventcrm; --force drops it`,
        vi: `giữ ${view}: mới hơn phiên bản của eventcrm này; --force sẽ xóa`,
      }[language]
    case 'served': {
      const by = pruned.by.map(({ name, secondsAgo }) => {
        const seconds = Math.round(secondsAgo).toLocaleString(language)
        return { en: `${visible(name)} (${seconds} s ago)`, vi: `${visible(name)} (${seconds} giây trước)` }[language]
      })
      const who = by.length === 0 ? { en: 'another process', vi: 'một tiến trình khác' }[language] : by.join(', ')
      return { en: `kept ${view}: served by ${who}`, vi: `giữ ${view}: đang được dùng bởi ${who}` }[language]
    }
  }
}

const nothing: Words = {
  en: 'Nothing to drop: there are no other versions than those of this eventcrm.',
  vi: 'Không có gì để xóa: không có phiên bản nào khác ngoài các phiên bản của eventcrm này.',
}

export const pruneCommand = (invocation: Invocation) =>
  companyCommand(
    invocation,
    'prune',
    'Drops older versions of views that no process has served within the last minute, and that a newer one has taken the place of',
    [
      ['prune -d crm.sqlite', 'once the new version of your application runs everywhere'],
      ['prune -d crm.sqlite --force', 'also what is still served, and what a newer eventcrm prepared'],
    ],
  )
    .option('--force', 'drop what is served, and what is newer than the versions of this eventcrm, too')
    .addOption(formatOption(['table', 'json']))
    .addOption(languageOption())
    .action(async ({ force = false, format, ...options }) => {
      await withDatabase(invocation, placeGiven(invocation, options), {}, async ({ crm }) => {
        const pruned = await crm.prune({ force })
        if (format === 'json') printJson(invocation, pruned)
        else if (pruned.length === 0) print(invocation, language => nothing[language])
        else print(invocation, language => pruned.map(one => lineOf(one, language)).join('\n'))
      })
    })
