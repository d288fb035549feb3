// Where the answers to a list of questions get their types again. The reader asked them in this order.
import type { Answer, Query, ViewProgress } from './document-store.ts'
import type { Found } from './filter.ts'

export const progressIn = (answer: Answer<Query> | undefined): ViewProgress | null => answer as ViewProgress | null

export const foundIn = (answers: readonly Answer<Query>[]): readonly Found[] => answers as readonly Found[]
