import type { AnyList, ListAnswer } from '@eventcrm/projection'
import type { Invocation } from '../commands/command.ts'
import { note, paintFor, print, printJson, widthOf } from '../terminal.ts'
import { groupsCsv, groupsJson, groupsTable, type Page } from './listed.ts'

interface Listing {
  readonly list: AnyList
  readonly format: 'table' | 'csv' | 'json'
  /** The field that is counted by. */
  readonly group: string | undefined
  readonly answer: ListAnswer
}

/** The page in each format. */
interface Shown {
  readonly json: () => unknown
  readonly csv: () => string
  readonly table: (page: Page) => string
}

export const printList = (invocation: Invocation, { list, format, group, answer }: Listing, shown: Shown): void => {
  const { names, next, position, groups = [] } = answer
  switch (format) {
    case 'json':
      printJson(invocation, {
        [list.name]: shown.json(),
        ...(group === undefined ? {} : { groups: groupsJson(list, group, groups, names) }),
        next,
        position,
      })
      break
    case 'csv':
      invocation.stdout.write(group === undefined ? shown.csv() : groupsCsv(list, group, groups, names))
      break
    case 'table': {
      const paint = paintFor(invocation.stdout, invocation)
      print(invocation, language => {
        const page = { language, width: widthOf(invocation), paint, names }
        return [shown.table(page), ...(group === undefined ? [] : [groupsTable(list, group, groups, page)])].join(
          '\n\n',
        )
      })
    }
  }
  if (next !== null)
    note(invocation, {
      en: `there are more: --after ${next}, or a larger --limit`,
      vi: `còn nữa: --after ${next}, hoặc --limit lớn hơn`,
    })
}
