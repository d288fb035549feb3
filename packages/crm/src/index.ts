export * from './calendar.ts'
export type { Outcome } from './streams.ts'
export type { CommandOptions, Wish } from './wish.ts'
export * from './catalogue.ts'
export * from './create-crm.ts'
export type { CompanySetUp } from './set-up.ts'
export type { CrmStatus } from './status.ts'
export { createMemoryStores, type Stores } from './stores.ts'
export * from './errors.ts'
export type { Facade, Methods } from './facade.ts'
export {
  code,
  currencyCode,
  custom,
  customerCodeKey,
  decimalsOf,
  emailAddress,
  expectedInWords,
  isErased,
  moneyOf,
  percent,
  phoneNumber,
  quantity,
  readyMadeId,
  sameMoney,
  searchKeyOf,
  showMoney,
  standardLostReasons,
  standardStages,
  text,
  theCompany,
  theStandardPipeline,
  type Day,
  type Erased,
  type Money,
  type Personal,
  type Rejection,
} from '@eventcrm/domain'
// What commands and reports throw, so that whoever catches it needs no other package.
export {
  AppendOutcomeUnknown,
  AppendTooLarge,
  EventDecodeError,
  RevisionConflict,
  StoreClosed,
  StoreUnavailable,
  UnknownEventType,
} from '@eventcrm/event-store'
export { LogMismatch, ViewBuilding, ViewStopped } from '@eventcrm/projection'
export { QuestionInvalid, type PipelineQuestion, type PipelineReport } from '@eventcrm/read-model-pipeline'
export { DatabaseRefused } from '@eventcrm/sqlite'
