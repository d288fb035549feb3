import {
  AppendOutcomeUnknown,
  CommandInvalid,
  isRejected,
  QuestionInvalid,
  RevisionConflict,
  StoreUnavailable,
  ViewBuilding,
} from '@eventcrm/crm'
import { BodyInvalid } from './requests.ts'

/** What a failure looks like from outside. Messages of the library never hold personal data. */
export const answerTo = (error: unknown): { readonly status: number; readonly body: object } => {
  if (isRejected(error, 'OPPORTUNITY_UNKNOWN')) return { status: 404, body: { code: error.code } }
  if (isRejected(error)) return { status: 409, body: { code: error.code, details: error.details } }
  if (error instanceof CommandInvalid || error instanceof QuestionInvalid)
    return { status: 400, body: { code: error.code, faults: error.faults } }
  if (error instanceof BodyInvalid) return { status: 400, body: { message: error.message } }
  if (error instanceof AppendOutcomeUnknown)
    // send again with the same idempotency key: it takes effect once
    return { status: 503, body: { code: error.code } }
  if (error instanceof RevisionConflict || error instanceof StoreUnavailable || error instanceof ViewBuilding)
    return { status: 503, body: { code: error.code } }
  console.error(error)
  return { status: 500, body: {} }
}
