import {
  AppendOutcomeUnknown,
  CommandInvalid,
  isRejected,
  QuestionInvalid,
  RevisionConflict,
  StoreUnavailable,
  ViewBuilding,
} from '@eventcrm/crm'
import { RequestInvalid } from './requests.ts'

/** What a failure looks like from outside. Messages of the library never hold personal data. */
export const answerTo = (error: unknown): { readonly status: number; readonly body: object } => {
  if (isRejected(error, 'OPPORTUNITY_UNKNOWN')) return { status: 404, body: { code: error.code } }
  if (isRejected(error)) return { status: 409, body: { code: error.code, details: error.details } }
  if (error instanceof CommandInvalid || error instanceof QuestionInvalid)
    return { status: 400, body: { code: error.code, faults: error.faults } }
  if (error instanceof RequestInvalid) return { status: 400, body: { message: error.message } }
  // Worth another try. With the same idempotency key it takes effect once, also where the outcome is unknown.
  for (const kind of [AppendOutcomeUnknown, RevisionConflict, StoreUnavailable, ViewBuilding])
    if (error instanceof kind) return { status: 503, body: { code: error.code } }
  console.error(error)
  return { status: 500, body: {} }
}
