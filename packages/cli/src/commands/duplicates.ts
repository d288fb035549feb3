import type { Language } from '@eventcrm/domain'
import type { Crm } from '@eventcrm/crm'
import { directory, matches, type Duplicate } from '@eventcrm/read-model-directory'
import { erased } from '../erased.ts'
import { withDocuments } from '../database.ts'
import { duplicatesTable, kindWords } from '../duplicates-table.ts'
import { exitCodes } from '../exit-codes.ts'
import { placeGiven } from '../place.ts'
import { paintFor, print, printJson, widthOf } from '../terminal.ts'
import { companyCommand, type Invocation } from './command.ts'
import { count, formatOption, languageOption } from './options.ts'

const none = { en: 'No two are likely the same.', vi: 'Không có hai mục nào có vẻ trùng nhau.' } as const

const more = {
  en: 'There are more: give a larger --limit.',
  vi: 'Còn nữa: hãy cho --limit lớn hơn.',
} as const

type Pair = Pick<Duplicate, 'of' | 'id' | 'name'> & { readonly other: Duplicate }

/** So many at most, and whether these are all. */
const pairsIn = async (crm: Crm, limit: number): Promise<readonly [pairs: readonly Pair[], areAll: boolean]> => {
  const pairs: Pair[] = []
  for await (const pair of crm.duplicates.pairs()) {
    if (pairs.length === limit) return [pairs, false]
    pairs.push(pair)
  }
  return [pairs, true]
}

const called = ({ of, name }: Pick<Duplicate, 'of' | 'name'>, language: Language) =>
  `${kindWords[of][language]}: ${name ?? erased[language]}`

export const duplicatesCommand = (invocation: Invocation) =>
  companyCommand(
    invocation,
    'duplicates',
    'Leads and contacts that may be the same, two by two, with why. Nothing is merged. Exit code 1 when there are none',
    [
      ['duplicates -d crm.sqlite', 'the first hundred'],
      ['duplicates -d crm.sqlite -f json', 'for a script, with the ids that `merge` takes'],
    ],
  )
    .option('--limit <count>', 'at most so many pairs', count(100_000), 100)
    .addOption(formatOption(['table', 'json']))
    .addOption(languageOption())
    .action(async ({ format, limit, ...options }) => {
      const place = placeGiven(invocation, options)
      await withDocuments(invocation, place, [matches, directory], async ({ crm }) => {
        const [pairs, complete] = await pairsIn(crm, limit)
        if (pairs.length === 0) invocation.finish(exitCodes.no)
        if (format === 'json') {
          printJson(invocation, { pairs, complete })
          return
        }
        const paint = paintFor(invocation.stdout, invocation)
        print(invocation, language => {
          if (pairs.length === 0) return `  ${none[language]}`
          const rows = pairs.map(({ other, ...one }) => ({
            name: called(one, language),
            other: called(other, language),
            ids: [one.id, other.id] as const,
            score: other.score,
            reasons: other.reasons,
          }))
          const table = duplicatesTable(rows, { language, width: widthOf(invocation), paint })
          return [...table, ...(complete ? [] : ['', `  ${more[language]}`])].join('\n')
        })
      })
    })
