import type { Words } from '@eventcrm/domain'
import { z } from 'zod'
import { expectedOneOf, type ListField, type ListFields } from './list-fields.ts'
import { saying } from './question-words.ts'
import { askedUuid } from './report-question.ts'

/** One of a list's fields by its name, of those that can be asked so. */
const fieldName = (names: readonly string[], what: Words) =>
  z.string().refine(given => names.includes(given), {
    error: ({ input }) => {
      const { en, vi } = expectedOneOf(names, input)
      return saying({ en: `${what.en}: ${en}`, vi: `${what.vi}: ${vi}` })
    },
  })

const namesOf = (fields: ListFields, can: (field: ListField) => boolean): readonly string[] =>
  Object.entries(fields).flatMap(([name, field]) => (can(field) ? [name] : []))

/** Rows of a page, at most. */
const mostRows = 1000
const rows = {
  error: saying({
    en: `expected a whole number from 0 to ${String(mostRows)}`,
    vi: `cần một số nguyên từ 0 đến ${String(mostRows)}`,
  }),
}

/** The schema of a list's questions: it takes only what its fields allow. */
export const listQuestionOf = (fields: ListFields) =>
  z
    .strictObject({
      filter: z
        .strictObject(
          Object.fromEntries(Object.entries(fields).map(([name, { operand }]) => [name, operand.optional()])),
        )
        .optional(),
      sort: z
        .array(
          z.strictObject({
            field: fieldName(
              namesOf(fields, ({ sortPaths }) => sortPaths.length > 0),
              { en: 'a list is sorted by fields of it', vi: 'danh sách được sắp theo các trường của nó' },
            ),
            direction: z.enum(['ascending', 'descending']).optional(),
          }),
        )
        .max(3)
        .optional(),
      group: fieldName(
        namesOf(fields, ({ groups }) => groups),
        { en: 'a list is grouped by a field of it', vi: 'danh sách được nhóm theo một trường của nó' },
      ).optional(),
      scope: z.enum(['all', 'mine', 'team', 'department']).optional(),
      me: askedUuid.optional(),
      apart: z.enum(['without', 'only', 'with']).optional(),
      total: z.boolean().optional(),
      limit: z.int(rows).min(0, rows).max(mostRows, rows).optional(),
      after: z.string().max(4000).optional(),
    })
    .check(({ value, issues }) => {
      if ((value.scope ?? 'all') !== 'all' && value.me === undefined)
        issues.push({
          code: 'custom',
          path: ['me'],
          input: value.me,
          message: saying({
            en: 'expected the id of the staff member who asks, for any scope but all',
            vi: 'cần mã của nhân viên đang hỏi, với mọi phạm vi trừ all',
          }),
        })
    })

export type ParsedListQuestion = z.output<ReturnType<typeof listQuestionOf>>

/** What a list is asked. */
export interface ListQuestion<Fields extends ListFields = ListFields> {
  /** By field: what holds of it. All of them hold. */
  readonly filter?: { readonly [Name in keyof Fields]?: z.input<Fields[Name]['operand']> | undefined } | undefined
  /** At most three fields; the list's own order when left out. */
  readonly sort?:
    | readonly {
        readonly field: keyof Fields & string
        readonly direction?: 'ascending' | 'descending' | undefined
      }[]
    | undefined
  /** A field to count by, and to add numbers and amounts up by: all that the filter finds, not the page alone. */
  readonly group?: (keyof Fields & string) | undefined
  /** All when left out; else what the staff member `me` has, or his team, or his department, as they are at present. */
  readonly scope?: 'all' | 'mine' | 'team' | 'department' | undefined
  readonly me?: string | undefined
  /**
   * What stands apart (is lost, archived): without it, it alone, or with the others. When left out: `with` where the filter or the group is
   * of a field that tells it, as the status, else `without`.
   */
  readonly apart?: 'without' | 'only' | 'with' | undefined
  /** Whether to count all that is found, which takes as long as there are many. */
  readonly total?: boolean | undefined
  /** Rows of the page, 0 to 1000; 50 when left out. */
  readonly limit?: number | undefined
  /** `next` of the page before, of the same question. */
  readonly after?: string | undefined
}
