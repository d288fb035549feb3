import type { Day, Words } from '@eventcrm/domain'
import type { Instant, Position } from '@eventcrm/event-store'
import { z } from 'zod'
import { ReportOvertaken } from './errors.ts'
import { isPlain } from './input-error.ts'
import { asOf, checkQuestion } from './report-question.ts'
import { MovedMeanwhile, Reading, type ReadCounts, type ReportContext, type ReportReader } from './report-reader.ts'
import type { Section } from './report-sections.ts'
import type { AnyView } from './view.ts'

/** What every answer carries beside the report's own figures. */
export interface Answered<Question> {
  /** What was asked, with what was left out filled in. */
  readonly question: Question
  /** Everything that happened until the end of this day counts. */
  readonly asOf: Day
  /** The answer holds every event up to this one; null while there is none. */
  readonly position: Position | null
  /** Of a question with `knownAt`: that instant, or when the position's event was recorded. */
  readonly knownAt?: Instant
  readonly read: ReadCounts
}

/** How a field of the question is called where the report says what it was asked. */
export interface AskedField {
  readonly title: Words
  /** What null asks for: 'nobody', 'no team'. */
  readonly none?: Words
}

/**
 * A typed answer computed from documents and totals.
 * `Question` is what is asked, `Answer` what comes back. Methods compare loosely, so every report is an `AnyReport`.
 */
export interface Report<Name extends string = string, Question = object, Answer = object> {
  readonly name: Name
  readonly title: Words
  readonly describe: string
  /** What it answers from, all at one position. */
  readonly views: readonly AnyView[]
  /** Its fields are the options of the command line. */
  readonly question: z.ZodObject
  /** Words for its fields. */
  readonly asked: Readonly<Record<string, AskedField>>
  /**
   * Answers a question. It waits for a view that is behind the others.
   * @throws QuestionInvalid naming the field and what was expected; ViewBuilding while documents are first folded; ViewStopped when
   * a view stands before an event that it can't fold; DocumentDamaged; ReportOvertaken when its reads could not be had at one position
   */
  answer(context: ReportContext, question: Question): Promise<Answer>
  /** How an answer is shown. */
  sections(answer: Answer): readonly Section[]
}

/** Any report, for the code that asks and shows them all. */
export type AnyReport = Report

/**
 * A report: a form to fill in.
 * @param definition.views what it reads, rollups by the views that they are of
 * @param definition.question a strict object of zod. With a field `asOf` (see `asOf`), today is filled in; without it the report is always as of today
 * @param definition.asked words for the fields that are said above the report, in this order
 * @param definition.answer computes it. Called again from the beginning, up to 20 times, when the documents went on between two of
 *   its reads: see `ReportReader.read`
 * @param definition.sections what is shown of an answer, in which words; table and CSV are made from it
 * @example
 * export const openTickets = defineReport({
 *   name: 'openTickets', title: { en: 'Open tickets', vi: 'Phiếu đang mở' }, describe: 'Tickets open by team',
 *   views: [tickets],
 *   question: z.strictObject({ asOf }),
 *   answer: async (reader, { asOf }) => {
 *     const [sums] = await reader.read(sumsOf(ticketTotals, { to: asOf }))
 *     return { teams: sums.groups().map(({ facet, sum }) => ({ teamId: facet.teamId, open: sum.count ?? 0 })) }
 *   },
 *   sections: ({ teams }) => [section({
 *     name: 'team', title: { en: 'By team', vi: 'Theo đội' }, rows: teams,
 *     columns: [
 *       { name: 'id', title: { en: 'Team', vi: 'Đội' }, kind: 'text', of: row => row.teamId },
 *       { name: 'open', title: { en: 'Open', vi: 'Đang mở' }, kind: 'count', of: row => row.open, bar: true },
 *     ],
 *   })],
 * })
 */
export const defineReport = <const Name extends string, Q extends z.ZodObject, Answer extends object>(definition: {
  readonly name: Name
  readonly title: Words
  readonly describe: string
  readonly views: readonly AnyView[]
  readonly question: Q
  readonly asked?: { readonly [Field in keyof z.input<Q>]?: AskedField }
  readonly answer: (reader: ReportReader, question: CheckedQuestion<Q>) => Promise<Answer>
  readonly sections: (answer: NoInfer<Answer> & Answered<CheckedQuestion<Q>>) => readonly Section[]
}): Report<Name, z.input<Q>, Answer & Answered<CheckedQuestion<Q>>> => {
  const { name, title, describe, views, question: schema, asked = {}, sections } = definition
  const isDated = 'asOf' in schema.shape
  return {
    name,
    title,
    describe,
    views,
    question: schema,
    asked: Object.fromEntries(Object.entries(asked)),
    async answer(context, question: unknown) {
      const today = await context.today()
      const dated =
        isDated && isPlain(question) && question['asOf'] === undefined ? { ...question, asOf: today } : question
      const checked = checkQuestion(schema, dated, context.words)
      const { asOf = today } = dayAsked.parse(checked)
      let earlier: Reading | undefined
      for (let attempt = 1; attempt <= maxAttempts; attempt++) {
        const reading = new Reading(views, context, earlier?.asked)
        earlier = reading
        try {
          const { answer } = await definition.answer(reading, { ...checked, asOf }).then(answer => ({ answer }))
          const { position, counts } = reading
          return { question: { ...checked, asOf }, asOf, position, read: { ...counts }, ...answer }
        } catch (error) {
          if (!(error instanceof MovedMeanwhile)) throw await reading.explain(error)
        }
      }
      throw new ReportOvertaken(name)
    },
    sections,
  }
}

// Each attempt gets one read farther at least where reads do not follow from what was read, so this is ample for a report that
// reads step by step.
const maxAttempts = 20

const dayAsked = z.object({ asOf })

/** A question as `answer` gets it: checked, and with its day. */
export type CheckedQuestion<Q extends z.ZodType> = z.output<Q> & { readonly asOf: Day }
