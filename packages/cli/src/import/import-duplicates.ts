// What an import wrote down that may be the same as others: looked for once its rows are in and told.
import type { Crm } from '@eventcrm/crm'
import type { Language } from '@eventcrm/domain'
import type { ImportDuplicates, PreparedImport, RowDuplicate } from '@eventcrm/importer'
import { erased } from '../erased.ts'
import type { Invocation } from '../commands/command.ts'
import { duplicatesTable, kindWords } from '../duplicates-table.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Place } from '../place.ts'
import { inEach } from '../speech.ts'
import { note, paintFor, print, widthOf } from '../terminal.ts'
import { asTyped, programName, shellLines } from '../typed.ts'
import { importWords } from './import-words.ts'

/** Told one by one; `eventcrm duplicates` has all. */
const shown = 10

/**
 * Looks until it is done or Ctrl-C ends it.
 * @throws what keeps the documents from telling
 */
export const duplicatesFound = async (
  invocation: Invocation,
  crm: Crm,
  prepared: PreparedImport,
): Promise<ImportDuplicates> =>
  invocation.stop.during(async signal => {
    const found = await prepared.duplicates(crm, { signal })
    if (found.brokeOff === null) return found
    if (!signal.aborted) throw found.brokeOff
    note(
      invocation,
      inEach(spoken => asTyped(importWords[spoken].searchStopped, invocation)),
    )
    invocation.finish(exitCodes.interrupted)
    return found
  })

const called = ({ row, name, of }: RowDuplicate, language: Language): string => {
  const words = importWords[language]
  return `${row === null ? kindWords[of][language] : words.inRow(row)}: ${name ?? erased[language]}`
}

/** Prints nothing where there are none. */
export const printDuplicates = (
  invocation: Invocation,
  { count, first }: ImportDuplicates,
  { place, isRehearsal }: { readonly place: Place; readonly isRehearsal: boolean },
): void => {
  if (count === 0) return
  const paint = paintFor(invocation.stdout, invocation)
  const width = widthOf(invocation)
  const line = [programName(invocation), 'duplicates', place.typed].filter(part => part !== '').join(' ')
  const lines = shellLines(line, width - 4).map((typed, i) => `  ${i === 0 ? '$' : ' '} ${typed}`)
  print(invocation, language => {
    const words = importWords[language]
    const rows = first.slice(0, shown).flatMap(({ row, name, duplicates: [likeliest, ...others] }) => {
      if (!likeliest) return []
      const { score, reasons } = likeliest
      const other = called(likeliest, language)
      return [
        {
          name: `${words.inRow(row)}: ${name ?? erased[language]}`,
          other: others.length === 0 ? other : words.andOthers(other, others.length),
          ...{ score, reasons },
        },
      ]
    })
    const more = count - rows.length
    return [
      '',
      paint('bold', words.duplicatesHeading(count)),
      ...duplicatesTable(rows, { language, width, paint }),
      ...(more > 0 ? [paint('dim', `  ${words.more(more)}`)] : []),
      '',
      ...(isRehearsal ? [words.nothingMerged] : [words.allDuplicates, ...lines]),
    ].join('\n')
  })
}
