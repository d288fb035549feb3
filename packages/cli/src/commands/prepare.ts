import { theCompany } from '@eventcrm/domain'
import { withDatabase } from '../database.ts'
import { print } from '../terminal.ts'
import { command, type Invocation } from './command.ts'
import { databaseOption, given, languageOption } from './options.ts'

export const prepareCommand = (invocation: Invocation) =>
  command(
    invocation,
    'prepare',
    'Builds the versions of views that this eventcrm has and the documents have not, beside those that are being served',
    [['prepare -d crm.sqlite', 'before a new version of your application is started: it then answers at once']],
  )
    .addOption(databaseOption())
    .addOption(languageOption())
    .action(async ({ database: file, language: asked }) => {
      await withDatabase(invocation, given(file, '--database FILE'), { publish: false }, async ({ crm, catchUp }) => {
        const language = asked ?? (await crm.state('company', theCompany)).language
        const before = await crm.status()
        await catchUp({ en: 'Building new versions', vi: 'Đang dựng các phiên bản mới' }[language])
        const { views } = await crm.status()
        const isNew = new Set(before.views.flatMap(({ view, building }) => (building ? [view] : [])))
        const built = views.flatMap(({ view, code }) => (code === 'here' && isNew.has(view) ? [view] : []))
        const served = views.flatMap(({ view, code }) => (code === 'older' ? [view] : []))
        print(
          invocation,
          built.length === 0
            ? {
                en: 'Nothing to build: every version that this eventcrm has is there already.',
                vi: 'Không có gì để dựng: mọi phiên bản mà eventcrm này có đều đã có sẵn.',
              }[language]
            : { en: `Built ${built.join(', ')}.`, vi: `Đã dựng ${built.join(', ')}.` }[language],
        )
        if (served.length > 0)
          print(
            invocation,
            {
              en: `Still there for those who serve them: ${served.join(', ')}. Once none does, \`eventcrm prune\` drops them.`,
              vi: `Vẫn giữ cho các tiến trình đang dùng: ${served.join(', ')}. Khi không còn ai dùng, \`eventcrm prune\` sẽ xóa.`,
            }[language],
          )
      })
    })
