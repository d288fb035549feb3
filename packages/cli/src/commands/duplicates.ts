import type { Language } from '@eventcrm/domain'
import type { Crm } from '@eventcrm/crm'
import { directory, matches, type Duplicate } from '@eventcrm/read-model-directory'
import { withDocuments } from '../database.ts'
import { duplicatesTable, kindWords } from '../duplicates-table.ts'
import { exitCodes } from '../exit-codes.ts'
import { placeGiven } from '../place.ts'
import { paintFor, print, printJson, widthOf } from '../terminal.ts'
import { companyCommand, type Invocation } from './command.ts'
import { count, formatOption, languageOption } from './options.ts'

const none = { en: 'No two are likely the same.', vi: 'Không có hai mục nào có vẻ trùng nhau.' } as const

type Pair = Pick<Duplicate, 'of' | 'id' | 'name'> & { readonly other: Duplicate }

const pairsIn = async (crm: Crm, limit: number): Promise<readonly Pair[]> => {
  const pairs: Pair[] = []
  for await (const pair of crm.duplicates.pairs()) {
    pairs.push(pair)
    if (pairs.length === limit) break
  }
  return pairs
}

const called = ({ of, id, name }: Pick<Duplicate, 'of' | 'id' | 'name'>, language: Language) =>
  `${name ?? '–'} (${kindWords[of][language]} ${id})`

export const duplicatesCommand = (invocation: Invocation) =>
  companyCommand(
    invocation,
    'duplicates',
    'Leads and contacts that may be the same, two by two, with why. Nothing is merged. Exit code 1 when there are none',
    [
      ['duplicates -d crm.sqlite', 'all there are'],
      ['duplicates -d crm.sqlite -f json', 'for a script, with the ids that `merge` takes'],
    ],
  )
    .option('--limit <count>', 'at most so many pairs', count(100_000), 100)
    .addOption(formatOption(['table', 'json']))
    .addOption(languageOption())
    .action(async ({ format, limit, ...options }) => {
      const place = placeGiven(invocation, options)
      await withDocuments(invocation, place, [matches, directory], async ({ crm }) => {
        const pairs = await pairsIn(crm, limit)
        if (pairs.length === 0) invocation.finish(exitCodes.no)
        if (format === 'json') {
          printJson(invocation, { pairs })
          return
        }
        const paint = paintFor(invocation.stdout, invocation)
        print(invocation, language => {
          if (pairs.length === 0) return `  ${none[language]}`
          const rows = pairs.map(({ other, ...one }) => ({
            name: called(one, language),
            other: called(other, language),
            score: other.score,
            reasons: other.reasons,
          }))
          return duplicatesTable(rows, { language, width: widthOf(invocation), paint }).join('\n')
        })
      })
    })
