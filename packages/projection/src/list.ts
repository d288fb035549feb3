import type { Day, Words } from '@eventcrm/domain'
import type { Position } from '@eventcrm/event-store'
import type { IssueWords } from './question-words.ts'
import { labelsMeant, type CatalogueContext } from './entries-called.ts'
import { ViewBuilding } from './errors.ts'
import type { Filter } from './filter.ts'
import { groupsIn, groupingOf, type ListGroup } from './list-groups.ts'
import { listQuestionOf, type ListQuestion, type ParsedListQuestion } from './list-question.ts'
import type { ListField, ListFields } from './list-fields.ts'
import { valueAt } from './order.ts'
import { checkQuestion, faultOf, QuestionInvalid } from './report-question.ts'
import { checkedDocument } from './row-decoder.ts'
import type { View } from './view.ts'

/** Whom somebody works with at present. */
export interface Colleagues {
  readonly teamId: string | null
  readonly department: string | null
  /** Staff members whose main team it is, by id. */
  readonly ofTeam: readonly string[]
  readonly ofDepartment: readonly string[]
}

/** What lists are answered with. */
export interface ListContext extends CatalogueContext {
  /** Names to show for ids. */
  names(ids: readonly string[]): Promise<ReadonlyMap<string, string | null>>
  colleagues(staffMemberId: string): Promise<Colleagues>
  /** Today in the company's calendar. */
  today(): Day | Promise<Day>
  /** What else counts as that thing, with its own id first: contacts that are part of a contact. Its own id alone when left out. */
  readonly partsOf?: (kind: string, id: string) => Promise<readonly string[]>
  /** Says what was expected where a schema does not. */
  readonly words?: IssueWords
}

export interface ListRow<Doc> {
  readonly key: string
  readonly document: Doc
}

export interface ListAnswer<Doc = unknown> {
  readonly rows: readonly ListRow<Doc>[]
  /** For the next page; null on the last. */
  readonly next: string | null
  /** All that is found; only where it was asked for. */
  readonly total?: number
  /** Only where they were asked for: the largest first. */
  readonly groups?: readonly ListGroup[]
  /** Names of whoever and whatever the page and the groups name by id; null where erased. */
  readonly names: ReadonlyMap<string, string | null>
  /** The answer holds every event up to this one; null while there is none. */
  readonly position: Position | null
}

/** A list of a view's documents. Methods compare loosely, so every list is an `AnyList`. */
export interface List<Name extends string = string, Question = object, Doc = unknown> {
  readonly name: Name
  readonly title: Words
  readonly describe: string
  readonly view: View<Doc>
  readonly fields: ListFields
  /** Names of the fields that are shown unless others are asked for. */
  readonly columns: readonly string[]
  /**
   * Answers a question.
   * @throws QuestionInvalid naming the field, what was expected there, and what may be meant; ViewBuilding while documents are first folded
   */
  answer(context: ListContext, question: Question): Promise<ListAnswer<Doc>>
  /**
   * Whether it could be asked that, without asking.
   * @throws QuestionInvalid as `answer` does
   */
  check(question: Question, words?: ListContext['words']): void
}
export type AnyList = List

interface Definition<Name extends string, Doc, Fields extends ListFields> {
  readonly name: Name
  readonly title: Words
  readonly describe: string
  readonly view: View<Doc>
  readonly fields: Fields
  /** Which of the view's documents it lists; all when left out. */
  readonly where?: Filter<Doc>
  /** Which it leaves out unless a filter of that field asks for them: what was entered by mistake. */
  readonly hidden?: { readonly where: Filter<Doc>; readonly field: keyof Fields & string }
  /**
   * Which of these stand apart, as what is lost or archived; a question that names one of the `fields` is of these too. `others` are
   * all that do not: said where an index has them.
   */
  readonly apart?: {
    readonly where: Filter<Doc>
    readonly others?: Filter<Doc>
    readonly fields?: readonly (keyof Fields & string)[]
  }
  /** Paths of whose it is. Where only the owner's is known, a team's are those of its members. */
  readonly scope: { readonly owner: string; readonly team?: string; readonly department?: string }
  readonly columns: readonly (keyof Fields & string)[]
  readonly sort: readonly {
    readonly field: keyof Fields & string
    readonly direction?: 'ascending' | 'descending'
  }[]
}

type SortAsked = readonly { readonly field: string; readonly direction?: 'ascending' | 'descending' | undefined }[]

const rowsWhenLeftOut = 50

interface Apart {
  readonly where: Filter
  readonly others?: Filter
  readonly fields?: readonly string[]
}

interface Limits {
  readonly where?: Filter
  readonly hidden?: { readonly where: Filter; readonly field: string }
  readonly apart?: Apart
}

/** A definition's filters in the store's words, which knows no types. */
function untyped<Doc>(definition: Pick<Definition<string, Doc, ListFields>, 'where' | 'hidden' | 'apart'>): Limits
function untyped({ where, hidden, apart }: Limits): Limits {
  return { ...(where ? { where } : {}), ...(hidden ? { hidden } : {}), ...(apart ? { apart } : {}) }
}

/**
 * What a filter says of a field.
 * @throws QuestionInvalid for a word that no entry is called, and no document has
 */
const saidOf = async (
  [name, field, operand]: readonly [name: string, field: ListField, operand: unknown],
  { collection, today }: { readonly collection: string; readonly today: Day },
  context: ListContext,
): Promise<readonly Filter[]> => {
  const { catalogue } = field
  if (catalogue === undefined || !context.entriesCalled) return ofParts(field, operand, today, context)
  const labels = new Map<string, readonly string[]>()
  for (const typed of field.entriesIn(operand)) {
    const text = field.kind === 'tags' ? { contains: typed } : { is: typed }
    const where: Filter = { and: field.where(text, { today }) }
    labels.set(typed, await labelsMeant(context, { field: `filter.${name}`, catalogue, typed }, { collection, where }))
  }
  return field.where(operand, { today, labelsOf: typed => labels.get(typed) ?? [typed] })
}

/** A filter by an id is by all that count as that thing. */
const ofParts = async (
  field: ListFields[string],
  operand: unknown,
  today: Day,
  { partsOf }: ListContext,
): Promise<readonly Filter[]> => {
  const { idOf } = field
  if (idOf === undefined || !partsOf || typeof operand !== 'object' || operand === null)
    return field.where(operand, { today })
  const is: unknown = Reflect.get(operand, 'is')
  const any: unknown = Reflect.get(operand, 'in')
  if (typeof is === 'string') {
    const parts = await partsOf(idOf, is)
    if (parts.length > 1)
      return [{ or: parts.map(part => ({ and: field.where({ ...operand, is: part }, { today }) })) }]
  }
  if (Array.isArray(any)) {
    const given: readonly unknown[] = any
    const parts = await Promise.all(given.map(async one => (typeof one === 'string' ? partsOf(idOf, one) : [one])))
    return field.where({ ...operand, in: parts.flat() }, { today })
  }
  return field.where(operand, { today })
}

/** @throws QuestionInvalid when it does not go on behind a page of the same order */
const asPage = async <T>(ask: () => Promise<T>): Promise<T> => {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof TypeError && error.message.startsWith('after:'))
      throw new QuestionInvalid([
        faultOf('after', {
          en: 'expected what the page before ended with, in the same order',
          vi: 'cần giá trị mà trang trước đã cho ở cuối, với cùng thứ tự',
        }),
      ])
    throw error
  }
}

/** What a document names by id. */
const idsIn = (fields: ListFields, valueOf: (path: string) => unknown): readonly unknown[] =>
  Object.values(fields).flatMap(({ kind, path }) => (kind === 'id' ? [valueOf(path)] : []))

const scopeOf = async (
  { owner, team, department }: Definition<string, never, ListFields>['scope'],
  { scope = 'all', me = '' }: ParsedListQuestion,
  context: ListContext,
): Promise<readonly Filter[]> => {
  if (scope === 'all') return []
  if (scope === 'mine') return [{ field: owner, equals: me }]
  const { teamId, department: own, ofTeam, ofDepartment } = await context.colleagues(me)
  const [path, value, members] = scope === 'team' ? [team, teamId, ofTeam] : [department, own, ofDepartment]
  if (value === null) return [{ or: [] }]
  return [path === undefined ? { field: owner, in: members } : { field: path, equals: value }]
}

/**
 * A list: a form to fill in. The facade's method, the command line's options and the documentation follow from it.
 * @param definition.fields what can be asked, by the name that questions give it; see `textField` and the others
 * @throws TypeError for a path that the view's documents don't have
 * @example
 * export const openTickets = defineList({
 *   name: 'openTickets', title: { en: 'Open tickets', vi: 'Phiếu đang mở' }, describe: 'Tickets that are open',
 *   view: tickets, where: { field: 'closedOn', equals: null }, scope: { owner: 'ownerId' },
 *   fields: {
 *     urgency: choiceField({ title: { en: 'Urgency', vi: 'Mức khẩn' }, path: 'urgency' }),
 *     openedOn: dayField({ title: { en: 'Opened', vi: 'Ngày mở' }, path: 'openedOn' }),
 *   },
 *   columns: ['urgency', 'openedOn'], sort: [{ field: 'openedOn', direction: 'descending' }],
 * })
 */
export const defineList = <const Name extends string, Doc, const Fields extends ListFields>(
  definition: Definition<Name, Doc, Fields>,
): List<Name, ListQuestion<Fields>, Doc> => {
  const { name, title, describe, view, columns } = definition
  const fields: ListFields = definition.fields
  let schema: ReturnType<typeof listQuestionOf> | undefined
  const sortOf = (sort: SortAsked) => {
    const paths = sort.flatMap(({ field, direction = 'ascending' }) =>
      (fields[field]?.sortPaths ?? []).map(path => ({ field: path, direction })),
    )
    return paths.filter(({ field }, i) => paths.findIndex(other => other.field === field) === i)
  }
  const { where, hidden, apart } = untyped(definition)
  const whereOf = async (question: ParsedListQuestion, context: ListContext): Promise<Filter> => {
    const { filter = {}, group } = question
    const { fields: telling = [] } = apart ?? {}
    const isTold = telling.some(name => name === group || filter[name] !== undefined)
    const asked = question.apart ?? (isTold ? 'with' : 'without')
    const asking = Object.entries(filter).flatMap(([name, operand]) => {
      const field = fields[name]
      return field && operand !== undefined ? [[name, field, operand] as const] : []
    })
    const today = await context.today()
    const said: Filter[] = []
    for (const one of asking) said.push(...(await saidOf(one, { collection: view.collection, today }, context)))
    const set =
      apart === undefined || asked === 'with'
        ? []
        : [asked === 'only' ? apart.where : (apart.others ?? { not: apart.where })]
    // where nothing stands apart, there is nothing of it alone
    const none = apart === undefined && asked === 'only' ? [{ or: [] }] : []
    return {
      and: [
        ...(where ? [where] : []),
        ...(hidden && filter[hidden.field] === undefined ? [{ not: hidden.where }] : []),
        ...set,
        ...none,
        ...(await scopeOf(definition.scope, question, context)),
        ...said,
      ],
    }
  }
  return {
    name,
    title,
    describe,
    view,
    fields,
    columns,
    check(question, words) {
      schema ??= listQuestionOf(fields)
      checkQuestion(schema, question, words)
    },
    async answer(context, given) {
      schema ??= listQuestionOf(fields)
      const question = checkQuestion(schema, given, context.words)
      const where = await whereOf(question, context)
      const { limit = rowsWhenLeftOut, after, total = false, group } = question
      const grouping = group === undefined ? undefined : groupingOf(fields, group)
      const [progress, found, count, grouped] = await asPage(() =>
        context.documents.query([
          { progress: view.collection },
          {
            find: view.collection,
            where: limit === 0 ? { or: [] } : where,
            sort: sortOf(question.sort ?? definition.sort),
            limit: Math.max(1, limit),
            ...(after === undefined ? {} : { after }),
          },
          { count: view.collection, where: total ? where : { or: [] } },
          {
            group: view.collection,
            by: ['none'],
            where: { or: [] },
            ...grouping?.query,
            ...(grouping ? { where } : {}),
          },
        ]),
      )
      if (!progress || progress.building) throw new ViewBuilding(view.name)
      const rows = found.documents.map(({ key, document }) => ({ key, document: checkedDocument(view, document) }))
      const groups = grouping ? groupsIn(grouping, grouped) : undefined
      const ids = [
        ...found.documents.flatMap(({ document }) => idsIn(fields, path => valueAt(document, path.split('.')))),
        ...(group !== undefined && fields[group]?.kind === 'id' ? (groups ?? []).map(({ value }) => value) : []),
      ].filter(id => typeof id === 'string')
      return {
        rows,
        next: found.next,
        ...(total ? { total: count } : {}),
        ...(groups ? { groups } : {}),
        names: await context.names([...new Set(ids)]),
        position: progress.checkpoint?.position ?? null,
      }
    },
  }
}
