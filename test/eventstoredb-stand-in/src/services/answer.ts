import type { Expected } from '../log/append-rules.ts'
import type { Outcome } from '../log/writer.ts'
import type { Failure } from '../wire/failures.ts'

/** What is told of an append, a delete or a tombstone. */
export type Answer =
  | { readonly kind: 'written'; readonly revision: bigint | undefined; readonly position: number | undefined }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'unanswered' }

export const failed = (failure: Failure): Answer => ({ kind: 'failed', failure })

export const answerOf = (outcome: Outcome, expected: Expected): Answer => {
  switch (outcome.kind) {
    case 'wrongVersion':
      return failed({ ...outcome, expected })
    case 'streamDeleted':
      return failed(outcome)
    case 'written':
    case 'unanswered':
      return outcome
  }
}
