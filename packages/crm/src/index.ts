// Opening a CRM
export * from './create-crm.ts'
export type { Crm, CrmCore, LibraryMethods, StateOptions } from './crm.ts'
export type { CrmOptions, NoAggregates } from './crm-options.ts'
export type { CompanySetUp } from './company/set-up.ts'
export type { CrmStatus } from './status.ts'
export type { ProcessStatus } from './processes/status.ts'
export type { Clock, ClockOptions, ClockRun, ScheduleOptions } from './clock/clock.ts'
export type { RaisedOverdue, Unraised } from './clock/raise-overdue.ts'
export { verifyStores, type Verification, type VerifyOptions } from './verify/verify.ts'
export type { Finding } from './verify/findings.ts'
export { createMemoryStores, type Stores } from './stores.ts'
export { copyLog, type Copied, type CopyOptions, type LogAndKeys } from './copy/copy-log.ts'

// Commands, and what they come to
export type { CommandOptions } from './commands/command-options.ts'
export type { Outcome } from './commands/outcome.ts'
export type { DescribedGiven, Duplicates, DuplicatesAsked } from './facade/duplicates.ts'
export type { InvoiceIssuing, NumberIssued } from './facade/invoice-issue.ts'
export type { ConvertedLead, ConvertLead } from './facade/lead-conversion.ts'
export type {
  ContactMergeField,
  LeadMergeField,
  Merged,
  MergeGiven,
  Mergers,
  Unmerged,
  UnmergeGiven,
} from './facade/mergers.ts'
export type { AggregatesByName, EventOfAggregates, Methods, NewEventOf } from './facade/methods.ts'
export type { CarriedOut, PaymentMethods } from './facade/payments.ts'
export type { Timeline, TimelineEntry, TimelineOptions, TimelineRole } from './facade/timeline.ts'
export type {
  LibraryAggregates,
  LibraryEvent,
  LibraryNewEvent,
  LibraryReadModels,
  LibraryRejectionCode,
} from './library.ts'
export { libraryProcesses, libraryReadModels } from './library.ts'

// For packages that send many commands, as the importer does
export { KeyedQueue } from './commands/keyed-queue.ts'
export { RecentCache } from './commands/recent-cache.ts'
export { nearestText } from '@eventcrm/event-store'

// Runs of imports: `crm.find(importRuns)`
export { importRuns, type ImportRunDocument } from '@eventcrm/read-model-directory'

// What `crm.duplicates` finds
export type { Duplicate, DuplicatePair, WithDuplicates } from '@eventcrm/read-model-directory'

// Days
export type { Calendar } from './company/calendar.ts'

// Errors: what commands and reports throw, so that whoever catches it needs no other package
export * from './errors.ts'
export {
  AppendOutcomeUnknown,
  AppendTooLarge,
  EventDecodeError,
  RevisionConflict,
  StoreClosed,
  StoreRefused,
  StoreUnavailable,
  StreamIncomplete,
  UnknownEventType,
} from '@eventcrm/event-store'
export type { Pruned } from '@eventcrm/projection'
export {
  DocumentDamaged,
  LogMismatch,
  QuestionInvalid,
  ReportOvertaken,
  ViewBuilding,
  ViewStopped,
} from '@eventcrm/projection'
export { DatabaseRefused } from '@eventcrm/sqlite'

// The domain: makers of commands, and the values in them
export {
  catalogue,
  catalogueId,
  company,
  contact,
  contactIdOfLead,
  firstOpportunityIdOf,
  importRun,
  instalmentsOf,
  invoice,
  lead,
  opportunity,
  coverableFrom,
  dueRules,
  leftOf,
  marginGiven,
  payment,
  product,
  purchase,
  salesPipeline,
  salesTeam,
  savedView,
  staffMember,
  AmountInvalid,
  code,
  currencyGiven,
  custom,
  customerCodeKey,
  invoiceNumberKey,
  decimalsOf,
  chooseAssignee,
  defineProcess,
  emailAddress,
  expected,
  expectedInWords,
  wordsOfIssue,
  isErased,
  leg,
  line,
  moneyOf,
  percent,
  phoneExpected,
  phoneNumberOf,
  phonesIn,
  labelKey,
  oneLine,
  countryGiven,
  presetId,
  readyMadeId,
  quantity,
  sameMoney,
  searchKeyOf,
  showDay,
  showMoney,
  standardLostReasons,
  standardStages,
  text,
  theCompany,
  theStandardPipeline,
  units,
  wordsOf,
  type CatalogueName,
  type CommandMessage,
  type LeadConvertInput,
  type RejectionCode,
  type Day,
  type Language,
  type Erased,
  type Instalment,
  type MoneyInput,
  type Parts,
  type PaymentTerms,
  type Personal,
  type Process,
  type PhoneGiven,
  type Rejection,
  type ShownMoney,
  type StoredMoney,
  type InvoiceContent,
  type InvoiceLine,
  type InvoiceState,
  type IssuedInvoice,
  type PaymentAllocation,
  type PaymentState,
  type Wording,
  type Words,
} from '@eventcrm/domain'
