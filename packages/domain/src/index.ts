// What users of the library need. What aggregates, read models and stores are written with is in `@eventcrm/domain/kernel`.

// Aggregates: a maker of messages per command
export {
  aggregates,
  claimAggregates,
  everyAggregate,
  innerAggregates,
  processAggregates,
  seriesAggregates,
} from './aggregates.ts'
export { assignmentRules, type AssignmentRulesAggregate } from './assignment-rules/commands.ts'
export { assignmentTurns, type AssignmentTurnsAggregate } from './assignment-turns/commands.ts'
export { catalogue, type CatalogueAggregate } from './catalogue/commands.ts'
export { company, type CompanyAggregate } from './company/commands.ts'
export { contact, type ContactAggregate } from './contact/commands.ts'
export { customerCodeSeries, type CustomerCodeSeriesAggregate } from './customer-code-series/commands.ts'
export { customerCode, type CustomerCodeAggregate } from './customer-code/commands.ts'
export { invoiceNumber, type InvoiceNumberAggregate } from './invoice-number/commands.ts'
export { invoiceSeries, type InvoiceSeriesAggregate } from './invoice-series/commands.ts'
export { invoice, overdueToRaise, type InvoiceAggregate } from './invoice/commands.ts'
export { lead, type LeadAggregate } from './lead/commands.ts'
export { importRun, type ImportRunAggregate } from './import-run/commands.ts'
export { opportunity, type OpportunityAggregate } from './opportunity/commands.ts'
export { payment, type PaymentAggregate } from './payment/commands.ts'
export { processAggregate, type ProcessAggregate } from './process/commands.ts'
export { product, type ProductAggregate } from './product/commands.ts'
export { purchase, type PurchaseAggregate } from './purchase/commands.ts'
export { salesPipeline, type SalesPipelineAggregate } from './sales-pipeline/commands.ts'
export { salesTeam, type SalesTeamAggregate } from './sales-team/commands.ts'
export { savedView, type SavedViewAggregate } from './saved-view/commands.ts'
export { staffMember, type StaffMemberAggregate } from './staff-member/commands.ts'
export type * from './assignment-rules/inputs.ts'
export type * from './assignment-turns/inputs.ts'
export type * from './catalogue/inputs.ts'
export type * from './company/inputs.ts'
export type * from './contact/inputs.ts'
export type * from './customer-code-series/inputs.ts'
export type * from './customer-code/inputs.ts'
export type * from './invoice-series/inputs.ts'
export type * from './invoice/inputs.ts'
export type * from './lead/inputs.ts'
export type * from './import-run/inputs.ts'
export type * from './opportunity/inputs.ts'
export type * from './payment/inputs.ts'
export type * from './process/inputs.ts'
export type * from './product/inputs.ts'
export type * from './purchase/inputs.ts'
export type * from './sales-pipeline/inputs.ts'
export type * from './sales-team/inputs.ts'
export type * from './saved-view/inputs.ts'
export type * from './staff-member/inputs.ts'

// What is always there
export {
  forms,
  isCustomField,
  missingFields,
  requirableFields,
  requiredFieldRejections,
  type Form,
} from './company/required-fields.ts'
export { catalogueId, catalogueNamed, catalogueNames, type CatalogueName } from './catalogue/kinds.ts'
export { readyMadeCatalogues, readyMadeId } from './catalogue/presets.ts'
export { theCompany } from './company/state.ts'
export { presetId, standardLostReasons, standardStages, theStandardPipeline } from './sales-pipeline/presets.ts'

// Processes
export { accountAssignment } from './processes/account-assignment.ts'
export { customerByInvoice, customerByPayment, customerBySale } from './processes/customer-by-document.ts'
export { invoiceIssue } from './processes/invoice-issue.ts'
export { leadAssignment } from './processes/lead-assignment.ts'
export { leadConversion } from './processes/lead-conversion.ts'
export { creditRelease } from './processes/credit-release.ts'
export { contactMerge, leadMerge } from './processes/mergers.ts'
export { paymentAllocation } from './processes/payment-allocation.ts'

// Mergers
export { choosableContactFields } from './contact/merge-values.ts'
export { firstId as firstWayId } from './contact/state.ts'
export { choosableLeadFields } from './lead/merge-values.ts'
export { contactRank, leadRank } from './merging/rank.ts'

// Events
export { assignmentRulesEvents, type AssignmentRulesEvents } from './assignment-rules/events.ts'
export { assignmentTurnsEvents, type AssignmentTurnsEvents } from './assignment-turns/events.ts'
export { catalogueEvents, type CatalogueEvents } from './catalogue/events.ts'
export { companyEvents, type CompanyEvents } from './company/events.ts'
export { contactEvents, type ContactEvents } from './contact/events.ts'
export { customerCodeSeriesEvents, type CustomerCodeSeriesEvents } from './customer-code-series/events.ts'
export { customerCodeEvents, type CustomerCodeEvents } from './customer-code/events.ts'
export { invoiceSeriesEvents, type InvoiceSeriesEvents } from './invoice-series/events.ts'
export { invoiceEvents, type InvoiceEvents } from './invoice/events.ts'
export { invoiceNumberEvents, type InvoiceNumberEvents } from './invoice-number/events.ts'
export { leadEvents, type LeadEvents } from './lead/events.ts'
export { importRunEvents, type ImportRunEvents } from './import-run/events.ts'
export { opportunityEvents, type OpportunityEvents } from './opportunity/events.ts'
export { paymentEvents, type PaymentEvents } from './payment/events.ts'
export { processEvents, type ProcessEvents } from './process/events.ts'
export { productEvents, type ProductEvents } from './product/events.ts'
export { purchaseEvents, type PurchaseEvents } from './purchase/events.ts'
export { salesPipelineEvents, type SalesPipelineEvents } from './sales-pipeline/events.ts'
export { salesTeamEvents, type SalesTeamEvents } from './sales-team/events.ts'
export { savedViewEvents, type SavedViewEvents } from './saved-view/events.ts'
export { staffMemberEvents, type StaffMemberEvents } from './staff-member/events.ts'

// States
export {
  assignmentRulesState,
  theAssignmentRules,
  type AssignmentLimits,
  type AssignmentPlace,
  type AssignmentRule,
  type AssignmentRulesState,
  type Responsible,
} from './assignment-rules/state.ts'
export { assignmentRequestIdOf } from './assignment-turns/request.ts'
export { assignmentTurnsOf, assignmentTurnsState, type AssignmentTurnsState } from './assignment-turns/state.ts'
export { catalogueFor, catalogueState, type CatalogueEntry, type CatalogueState } from './catalogue/state.ts'
export { savedViewState, type SavedViewState } from './saved-view/state.ts'
export { companyState, type CompanyState } from './company/state.ts'
export {
  contactState,
  mainAddressOf,
  mainEmailOf,
  mainPhoneOf,
  type ContactAddress,
  type ContactEmail,
  type ContactKind,
  type ContactNote,
  type ContactPhone,
  type ContactProfile,
  type ContactState,
  type ContactTerm,
  type CustomerTrigger,
  type Demographics,
  type Employment,
  type ProspectiveAs,
  type SupplierTrigger,
} from './contact/state.ts'
export {
  customerCodeInSeries,
  customerCodeSeriesState,
  theCustomerCodeSeries,
  type CustomerCodeSeriesState,
} from './customer-code-series/state.ts'
export {
  invoiceNumberClaim,
  invoiceNumberKey,
  invoiceNumberState,
  type InvoiceNumberState,
  type RecordedNumber,
} from './invoice-number/state.ts'
export { customerCodeClaim, customerCodeKey, customerCodeState, type CustomerCodeState } from './customer-code/state.ts'
export { importRunState, type ImportRunState, type RowCounts } from './import-run/state.ts'
export {
  invoiceSeriesOf,
  invoiceSeriesState,
  recordedSeriesOf,
  standardSymbol,
  type InvoiceSeriesState,
} from './invoice-series/state.ts'
export {
  cameWithNumber,
  invoiceState,
  type InvoiceBuyer,
  type InvoiceContent,
  type InvoiceCreditNote,
  type InvoiceLine,
  type InvoiceMovement,
  type InvoiceState,
  type IssuedInvoice,
} from './invoice/state.ts'
export { compareMovements, type MovementDays } from './invoice/movement-order.ts'
export { coverableFrom, outstandingOn } from './invoice/outstanding.ts'
export { overdueEpisodes, type Cover, type OverdueEpisode } from './invoice/overdue.ts'
export { dueDay, dueRules, instalmentsOf, type Instalment, type PaymentTerms } from './invoice/terms.ts'
export {
  leadState,
  leadStatusOf,
  type ConversionMode,
  type LeadAddress,
  type LeadKind,
  type LeadNeed,
  type LeadProfile,
  type LeadRating,
  type LeadState,
  type LeadStatus,
} from './lead/state.ts'
export { contactIdOfLead, conversionIdOf, firstOpportunityIdOf } from './lead/conversion-made.ts'
export type { Assignment } from './sales-team/assignment.ts'
export {
  mainPersonOf,
  opportunityState,
  probabilityOf,
  type OpportunityLine,
  type OpportunityPerson,
  type OpportunityState,
  type Revenue,
  type StageEntered,
} from './opportunity/state.ts'
export { allocatedOn, leftOf, mostAllocatedFrom, remainderOn } from './payment/remainder.ts'
export {
  paymentState,
  type AmountReturned,
  type PaymentAllocation,
  type PaymentPurpose,
  type PaymentState,
} from './payment/state.ts'
export { processState, type ProcessState } from './process/state.ts'
export { productState, type ProductState } from './product/state.ts'
export { purchaseState, type PurchaseState } from './purchase/state.ts'
export { salesPipelineState, type LostReason, type SalesPipelineState, type Stage } from './sales-pipeline/state.ts'
export { salesTeamState, type SalesTeamState } from './sales-team/state.ts'
export { staffMemberState, type StaffMemberState } from './staff-member/state.ts'

// Decisions
export {
  assignmentChoices,
  chooseAssignee,
  responsibleFor,
  type Arrival,
  type Assignee,
  type AssignmentChoice,
  type AssignmentCircumstances,
  type AssignmentReason,
  type AssignmentRulesBy,
  type AssignmentTurnsNow,
} from './assignment-rules/choose-assignee.ts'
export { codesOf, kernelRejection, kernelRejections, rejectionOf } from './kernel/aggregate.ts'
export { isRejection, rejectionIn } from './kernel/command.ts'
export { decide } from './kernel/decide.ts'
export { contextAsOf, stateIn } from './kernel/reference.ts'
export { historyOf } from './kernel/stream-history.ts'

// Duplicates
export { describedContact, describedLead } from './duplicates/described.ts'
export {
  comparableOf,
  lookUpKeysOf,
  matchOf,
  matchReasonWords,
  possiblySame,
  type Comparable,
  type Described,
  type Match,
  type MatchReason,
} from './duplicates/match.ts'
export { organisationKeyOf } from './duplicates/organisation-name.ts'

// Values
export { showDay } from './kernel/show-day.ts'
export { AmountInvalid, decimalsOf, minorUnitsIn, moneyOf, priceOf, sameMoney, showMoney } from './kernel/money.ts'
export { Erased, isErased } from './kernel/personal.ts'
export { countryGiven } from './kernel/country.ts'
export { labelKey, tagKey } from './kernel/catalogue-entry.ts'
export { oneLine } from './kernel/one-line.ts'
export { phoneExpected, phoneNumberOf, phonesIn, type PhoneGiven } from './kernel/phone-number.ts'
export { searchKeyOf, searchWordsOf, sortKeyOf } from './kernel/vietnamese.ts'
export { languages, wordsOf } from './kernel/words.ts'

// Aggregates of one's own
export { defineAggregate } from './kernel/aggregate.ts'
export { commandOf, defineRejections } from './kernel/command.ts'
export { set, unopened } from './kernel/dated.ts'
export { defineEvents, olderVersion } from './kernel/events.ts'
export { expected, expectedInWords, issueWords, wordsOfIssue } from './kernel/expected.ts'
export { personal } from './kernel/personal.ts'
export { defineProcess, leg } from './kernel/process.ts'
export { defineState } from './kernel/state.ts'
export { code, day, id, line, marginGiven, percent, text } from './kernel/values.ts'
export { currencyCode, currencyGiven, quantity, storedMoney, units } from './kernel/money.ts'
export { emailAddress } from './kernel/email-address.ts'
export { custom } from './kernel/custom-fields.ts'
export { externalIds } from './kernel/external-ids.ts'
export { activeStaffMember, staffMemberRejections } from './staff-member/state.ts'

export type * from './kernel/index.ts'
