// Where the answers to a list of questions get their types again. The reader asked them in this order.
import type { Answer, Query, ViewProgress } from './document-store.ts'
import type { Found, Grouped } from './filter.ts'

export const progressIn = (answer: Answer<Query> | undefined): ViewProgress | null => answer as ViewProgress | null

/** How many documents there are of one combination of values. */
export type Counted = Pick<Grouped, 'values' | 'count'>

const isGroups = (answer: Answer<Query>): answer is readonly Grouped[] => Array.isArray(answer)

/** Groups come as documents do: one for each, which `countedIn` takes out again. */
export const foundIn = (answers: readonly Answer<Query>[]): readonly Found[] =>
  answers.map(answer =>
    isGroups(answer)
      ? {
          documents: answer.map(({ values, count }) => ({ key: JSON.stringify(values), document: { values, count } })),
          next: null,
        }
      : (answer as Found),
  )
export const countedIn = ({ documents }: Found): readonly Counted[] =>
  documents.map(({ document }) => document as unknown as Counted)
