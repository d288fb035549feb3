import { withDatabase } from '../database.ts'
import { placeGiven } from '../place.ts'
import { print } from '../terminal.ts'
import { asTyped } from '../typed.ts'
import { companyCommand, type Invocation } from './command.ts'
import { languageOption } from './options.ts'

const words = {
  en: {
    built: (views: string) =>
      views === '' ? 'Nothing to build: every version that this eventcrm has is there already.' : `Built ${views}.`,
    stillThere: (views: string) =>
      `Still there for those who serve them: ${views}. Once none does, \`eventcrm prune\` drops them.`,
  },
  vi: {
    built: (views: string) =>
      views === '' ? 'Không có gì để dựng: mọi phiên bản mà eventcrm này có đều đã có sẵn.' : `Đã dựng ${views}.`,
    stillThere: (views: string) =>
      `Vẫn giữ cho các tiến trình đang dùng: ${views}. Khi không còn ai dùng, \`eventcrm prune\` sẽ xóa.`,
  },
}

export const prepareCommand = (invocation: Invocation) =>
  companyCommand(
    invocation,
    'prepare',
    'Builds the versions of views that this eventcrm has and the documents have not, beside those that are being served',
    [['prepare -d crm.sqlite', 'before your application’s new version starts: it then answers at once']],
  )
    .addOption(languageOption())
    .action(async options => {
      await withDatabase(invocation, placeGiven(invocation, options), { publish: false }, async ({ crm, catchUp }) => {
        const before = await crm.status()
        await catchUp({ en: 'Building new versions', vi: 'Đang dựng các phiên bản mới' })
        const { views } = await crm.status()
        const isNew = new Set(before.views.flatMap(({ view, building }) => (building ? [view] : [])))
        const built = views.flatMap(({ view, code }) => (code === 'here' && isNew.has(view) ? [view] : []))
        const served = views.flatMap(({ view, code }) => (code === 'older' ? [view] : []))
        print(invocation, language => words[language].built(built.join(', ')))
        if (served.length > 0)
          print(invocation, language => asTyped(words[language].stillThere(served.join(', ')), invocation))
      })
    })
