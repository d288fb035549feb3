import { matchReasonWords, type Language } from '@eventcrm/domain'
import type { Crm } from '@eventcrm/crm'
import { directory, matches, type Duplicate } from '@eventcrm/read-model-directory'
import { withDocuments } from '../database.ts'
import { exitCodes } from '../exit-codes.ts'
import { table } from '../layout.ts'
import { placeGiven } from '../place.ts'
import { paintFor, print, printJson, widthOf } from '../terminal.ts'
import { companyCommand, type Invocation } from './command.ts'
import { count, formatOption, languageOption } from './options.ts'

const words = {
  en: {
    name: 'Name',
    other: 'May be the same',
    score: 'Score',
    why: 'Because',
    none: 'No two are likely the same.',
    contact: 'contact',
    lead: 'lead',
  },
  vi: {
    name: 'Tên',
    other: 'Có thể trùng với',
    score: 'Điểm',
    why: 'Vì',
    none: 'Không có hai mục nào có vẻ trùng nhau.',
    contact: 'liên hệ',
    lead: 'khách hàng tiềm năng',
  },
} as const

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
  `${name ?? '–'} (${words[language][of]} ${id})`

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
          const said = words[language]
          if (pairs.length === 0) return `  ${said.none}`
          return table(
            [
              { title: said.name, shrinks: true },
              { title: said.other, shrinks: true },
              { title: said.score },
              { title: said.why, shrinks: true },
            ],
            pairs.map(({ other, ...one }) => [
              called(one, language),
              called(other, language),
              String(other.score),
              other.reasons.map(reason => matchReasonWords[reason][language]).join(', '),
            ]),
            { width: widthOf(invocation), paintTitles: title => paint('dim', title) },
          ).join('\n')
        })
      })
    })
