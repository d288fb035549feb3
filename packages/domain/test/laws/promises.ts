// What holds, written down apart from the code that sees to it: when each event may happen, and what is true of every state.
import { mainAddressOf, mainEmailOf, mainPhoneOf, profileOf } from '../../src/contact/state.ts'
import { cameWithNumber } from '../../src/invoice/state.ts'
import { tagKey } from '../../src/kernel/index.ts'
import {
  leftOf,
  mainPersonOf,
  priceOf,
  probabilityOf,
  type AssignmentRulesEvents,
  type AssignmentRulesState,
  type AssignmentTurnsEvents,
  type AssignmentTurnsState,
  type CatalogueEntry,
  type CatalogueEvents,
  type CatalogueState,
  type CompanyEvents,
  type CompanyState,
  type ContactEvents,
  type ContactState,
  type CustomFields,
  type CustomerCodeEvents,
  type CustomerCodeSeriesEvents,
  type CustomerCodeSeriesState,
  type CustomerCodeState,
  type DataOf,
  type Dated,
  type ExternalIds,
  type Fact,
  type LeadEvents,
  type LeadState,
  type InvoiceEvents,
  type InvoiceNumberEvents,
  type InvoiceNumberState,
  type InvoiceSeriesEvents,
  type InvoiceSeriesState,
  type InvoiceState,
  type ImportRunEvents,
  type ImportRunState,
  type OpportunityEvents,
  type OpportunityState,
  type PaymentEvents,
  type PaymentState,
  type ProcessEvents,
  type ProcessState,
  type ProductEvents,
  type PurchaseEvents,
  type PurchaseState,
  type ProductState,
  type SalesPipelineEvents,
  type SalesPipelineState,
  type SalesTeamEvents,
  type SavedViewEvents,
  type SavedViewState,
  type SalesTeamState,
  type Stage,
  type StaffMemberEvents,
  type StaffMemberState,
} from '../../src/index.ts'
import { Merging, same } from '../../src/kernel/index.ts'

/** Per event, whether it may happen to a state; `from` is what held until then. */
type Promises<E, S> = { readonly [Type in keyof E]: (state: S, event: DataOf<E[Type]>) => boolean }

const clearsWhatIsThere = ({ custom }: CustomFields, e: { readonly custom: Readonly<Record<string, unknown>> }) =>
  Object.entries(e.custom).every(([field, value]) => value !== null || custom.has(field))
const clearsIdThatIsThere = (s: ExternalIds, { system, id }: { readonly system: string; readonly id: unknown }) =>
  id !== null || s.externalIds.has(system)

const open = (s: OpportunityState) => s.status === 'open'
const opened = (s: OpportunityState) => s.status !== 'unknown'

const opportunity: Promises<OpportunityEvents, OpportunityState> = {
  OpportunityOpened: s => s.status === 'unknown',
  OpportunityRetitled: opened,
  OpportunityCustomFieldsSet: (s, e) => opened(s) && clearsWhatIsThere(s, e),
  OpportunityExternalIdSet: (s, e) => opened(s) && clearsIdThatIsThere(s, e),
  StageChanged: (s, e) => open(s) && same(s.stage, e.from) && s.stage.stageId !== e.to.stageId,
  OpportunityProbabilitySet: (s, e) => open(s) && s.probabilityByHand === e.from,
  OpportunityRevenueSet: (s, e) => (open(s) || s.status === 'won') && same(s.revenue, e.from),
  OpportunityExpectedCloseSet: (s, e) => open(s) && s.expectedCloseOn === e.from,
  OpportunityPrioritySet: (s, e) => opened(s) && s.priority === e.from,
  OpportunityTagged: (s, e) => opened(s) && !s.tags.has(tagKey(e.tag)),
  OpportunityUntagged: (s, e) => opened(s) && same(s.tags.get(tagKey(e.tag)), e.tag),
  OpportunityReassigned: (s, e) => opened(s) && same(s.assignment, e.from),
  OpportunityCustomerLinked: (s, e) => opened(s) && s.customerId === e.from,
  OpportunityPersonAdded: (s, e) => opened(s) && !s.persons.has(e.contactId),
  OpportunityPersonRoleSet: (s, e) => s.persons.has(e.contactId) && same(s.persons.get(e.contactId)?.role, e.from),
  OpportunityPersonRemoved: (s, e) => same(s.persons.get(e.contactId), { contactId: e.contactId, role: e.role }),
  OpportunityMainPersonSet: (s, e) => s.mainPersonId === e.from && s.persons.has(e.to),
  OpportunityLineAdded: (s, e) => open(s) && !s.lines.has(e.line.lineId),
  OpportunityLineChanged: (s, e) => open(s) && same(s.lines.get(e.from.lineId), e.from),
  OpportunityLineRemoved: (s, e) => open(s) && same(s.lines.get(e.line.lineId), e.line),
  MarkedWon: (s, e) => open(s) && same(s.stage, e.from) && same(s.revenue, e.expected),
  MarkedLost: (s, e) => open(s) && same(s.stage, e.stage),
  OpportunityReopened: (s, e) => s.status === e.was && same(s.stage, e.stage),
  OpportunityLeadTaken: (s, e) => open(s) && s.leads.get(e.leadId)?.conversionId !== e.conversionId,
  OpportunityLeadReleased: (s, e) => s.leads.get(e.leadId)?.conversionId === e.conversionId,
  OpportunityVoided: (s, e) => s.status === e.was,
}

const begun = (s: LeadState) => s.status !== 'unknown'
const stillOpen = (s: LeadState) => s.status === 'open'
const changesSomething = (from: object, s: LeadState, keys: readonly string[]) =>
  same(Object.keys(from), keys) && Object.entries(from).every(([field, was]) => same(Reflect.get(s, field), was))
const named = ({ title, name, organisationName }: LeadState) =>
  title !== null || name !== null || organisationName !== null

const lead: Promises<LeadEvents, LeadState> = {
  LeadCreated: s => s.status === 'unknown',
  LeadRenamed: (s, { personId: _, ...names }) => begun(s) && named({ ...s, ...names }),
  LeadContactDetailsSet: begun,
  LeadProfileSet: (s, e) => begun(s) && changesSomething(e.from, s, Object.keys(e.to)),
  LeadNeedSet: begun,
  LeadQuestionnaireAnswered: (s, e) => begun(s) && e.answers.every(a => a.answer !== null || s.answers.has(a.question)),
  LeadTagged: (s, e) => begun(s) && !s.tags.has(tagKey(e.tag)),
  LeadUntagged: (s, e) => begun(s) && [...s.tags.values()].some(tag => same(tag, e.tag)),
  LeadNoteAdded: (s, e) => begun(s) && !s.notes.has(e.noteId),
  LeadNoteChanged: (s, e) => s.notes.has(e.noteId),
  LeadNoteRemoved: (s, e) => s.notes.has(e.noteId),
  LeadCustomFieldsSet: (s, e) => begun(s) && clearsWhatIsThere(s, e),
  LeadExternalIdSet: (s, e) => begun(s) && clearsIdThatIsThere(s, e),
  LeadAssigned: (s, e) => begun(s) && same(s.assignment, e.from),
  // it may be given by hand as of an earlier day, which the answer then says
  LeadAssignmentRequested: s => begun(s) && s.assignmentRequest?.answered !== false,
  LeadAssignmentRefused: (s, e) => s.assignmentRequest?.requestId === e.requestId && !s.assignmentRequest.answered,
  LeadQualified: stillOpen,
  LeadDisqualified: stillOpen,
  LeadRated: (s, e) => stillOpen(s) && s.rating === e.from,
  LeadMarkedLost: stillOpen,
  LeadRestored: (s, e) => s.status === 'lost' && same(s.lost?.reason, e.lostFor),
  LeadVoided: (s, e) => s.status === e.was,
  LeadConversionRequested: s => stillOpen(s) && s.qualification?.outcome !== 'disqualified',
  LeadConvertedToOpportunity: (s, e) =>
    s.status === 'converting' &&
    s.conversion?.conversionId === e.conversionId &&
    s.conversion.opportunity?.opportunityId === e.opportunityId,
  LeadConvertedToCustomer: (s, e) =>
    s.status === 'converting' && s.conversion?.conversionId === e.conversionId && s.conversion.opportunity === null,
  LeadConversionRefused: (s, e) => s.status === 'converting' && s.conversion?.conversionId === e.conversionId,
  LeadMergeRequested: (s, e) => s.merging.requested === null && s.merging.into === null && !s.merging.knows(e.mergeId),
  LeadMergedInto: s => s.merging.into === null && s.merging.requested === null && s.merging.unmerging === null,
  LeadMerged: (s, e) =>
    same(s.merging.requested?.mergeId === e.mergeId && s.merging.requested.loserIds, e.loserIds) ||
    s.merging.standing.some(one => one.mergeId === e.mergeId && same(one.loserIds, e.loserIds)),
  LeadMergeRefused: (s, e) => s.merging.requested?.mergeId === e.mergeId,
  LeadAddressedAs: (s, e) => s.merging.standsFor(e.path.at(-1) ?? '') && e.facts > 0,
  LeadUnmergeRequested: (s, e) =>
    s.merging.unmerging === null && s.merging.standing.some(one => same(one, { ...e, loserIds: e.loserIds })),
  LeadSetApart: (s, e) => same(s.merging.into, e),
  LeadUnmerged: (s, e) => s.merging.unmerging === e.mergeId,
}

const created = (s: SalesPipelineState) => s.status === 'created'
const usable = (s: SalesPipelineState, isWon: boolean) =>
  [...s.stages.values()].filter(stage => stage.isWon === isWon && !stage.retired)
const stageHad =
  <K extends keyof Stage>(field: K) =>
  (s: SalesPipelineState, e: { readonly stageId: string; readonly from: Stage[K] }) =>
    same(s.stages.get(e.stageId)?.[field], e.from)

const salesPipeline: Promises<SalesPipelineEvents, SalesPipelineState> = {
  PipelineCreated: s => !created(s),
  PipelineRenamed: (s, e) => created(s) && s.name === e.from,
  PipelineTeamsSet: (s, e) => created(s) && same(s.teamIds, e.from),
  StageAdded: (s, e) => created(s) && !s.stages.has(e.stageId),
  StageRenamed: stageHad('name'),
  StageReordered: stageHad('order'),
  StageProbabilitySet: (s, e) => stageHad('probability')(s, e) && s.stages.get(e.stageId)?.isWon === false,
  StageRottingDaysSet: stageHad('rottingDays'),
  StageRequirementsSet: stageHad('requirements'),
  StageTeamsSet: stageHad('teamIds'),
  StageFolded: (s, e) => s.stages.get(e.stageId)?.folded === false,
  StageUnfolded: (s, e) => s.stages.get(e.stageId)?.folded === true,
  StageRetired: (s, e) =>
    s.stages.get(e.stageId)?.retired === false && usable(s, s.stages.get(e.stageId)?.isWon === true).length > 1,
  StageRestored: (s, e) => s.stages.get(e.stageId)?.retired === true,
  LostReasonAdded: (s, e) => created(s) && !s.lostReasons.has(e.reasonId),
  LostReasonRenamed: (s, e) => s.lostReasons.get(e.reasonId)?.name === e.from,
  LostReasonRetired: (s, e) => s.lostReasons.get(e.reasonId)?.retired === false,
  LostReasonRestored: (s, e) => s.lostReasons.get(e.reasonId)?.retired === true,
}

const salesTeam: Promises<SalesTeamEvents, SalesTeamState> = {
  SalesTeamCreated: s => s.status === 'unknown',
  SalesTeamRenamed: (s, e) => s.status === 'created' && s.name === e.from,
  SalesTeamTerritorySet: (s, e) => s.status === 'created' && s.territory === e.from,
  SalesTeamLeaderSet: (s, e) => s.status === 'created' && s.leaderId === e.from,
  SalesTeamMemberAdded: (s, e) => s.status === 'created' && !s.members.has(e.staffMemberId),
  SalesTeamMemberRemoved: (s, e) => s.status === 'created' && s.members.has(e.staffMemberId),
}

const staffMember: Promises<StaffMemberEvents, StaffMemberState> = {
  StaffMemberJoined: s => s.status === 'unknown',
  StaffMemberRenamed: s => s.status !== 'unknown',
  StaffMemberEmailSet: s => s.status !== 'unknown',
  StaffMemberPhoneSet: s => s.status !== 'unknown',
  StaffMemberMoved: (s, e) => s.status === 'active' && s.department === e.from,
  StaffMemberMainTeamSet: (s, e) => s.status === 'active' && s.mainTeamId === e.from,
  StaffMemberLeft: s => s.status === 'active',
  StaffMemberReturned: s => s.status === 'left',
}

const product: Promises<ProductEvents, ProductState> = {
  ProductListed: s => s.status === 'unknown',
  ProductCodeChanged: (s, e) => s.status !== 'unknown' && s.code === e.from,
  ProductRenamed: (s, e) => s.status !== 'unknown' && s.name === e.from,
  ProductRegrouped: (s, e) => s.status !== 'unknown' && s.group === e.from,
  ProductUnitSet: (s, e) => s.status !== 'unknown' && s.unit === e.from,
  ProductPriceChanged: (s, e) => s.status === 'listed' && same(s.listPrice, e.from),
  ProductRetired: s => s.status === 'listed',
  ProductRestored: s => s.status === 'retired',
}

const yetToMakeCustomer = (s: PurchaseState | InvoiceState | PaymentState) => s.madeCustomer === 'asked'
const purchase: Promises<PurchaseEvents, PurchaseState> = {
  PurchaseRecorded: s => s.status === 'unknown',
  PurchaseMadeCustomer: yetToMakeCustomer,
  PurchaseCustomerRefused: yetToMakeCustomer,
  PurchaseVoided: s => s.status === 'recorded',
}

const company: Promises<CompanyEvents, CompanyState> = {
  CompanyFounded: s => s.status === 'unfounded',
  CompanyRenamed: (s, e) => s.status === 'founded' && s.name === e.from,
  CompanyCurrencySet: (s, e) => s.status === 'founded' && s.currency === e.from,
  CompanyCountrySet: (s, e) => s.status === 'founded' && s.country === e.from,
  CompanyLanguageSet: (s, e) => s.status === 'founded' && s.language === e.from,
  CompanyCustomerCodesSet: (s, e) => s.status === 'founded' && same(s.customerCodes, e.from),
  CompanyMarginSet: (s, e) => s.status === 'founded' && s.margin === e.from,
  CompanyLeadQualificationSet: (s, e) => s.status === 'founded' && s.leadsMustBeQualified === e.from,
  CompanyCustomerTriggersSet: (s, e) => same(s.customerTriggers, e.from) && !same(e.from, e.to),
  CompanyRequiredFieldsSet: (s, e) => s.status === 'founded' && !same(e.from, e.to),
}

const assignmentRules: Promises<AssignmentRulesEvents, AssignmentRulesState> = {
  AssignmentRuleSet: (_, e) => !same(e.from, e.to),
  AssignmentDefaultSet: (s, e) => same(s.otherwise, e.from) && !same(e.from, e.to),
  AssignmentLimitsSet: (_, e) => !same(e.from, e.to),
}

const entryHad =
  <K extends keyof CatalogueEntry>(field: K) =>
  (s: CatalogueState, e: { readonly entryId: string; readonly from: CatalogueEntry[K] }) =>
    same(s.entries.get(e.entryId)?.[field], e.from)
const catalogue: Promises<CatalogueEvents, CatalogueState> = {
  CatalogueEntryAdded: (s, e) => !s.entries.has(e.entryId) && (e.parentId === null || s.entries.has(e.parentId)),
  CatalogueEntryRenamed: entryHad('label'),
  CatalogueEntryCodeSet: entryHad('code'),
  CatalogueEntryReordered: entryHad('order'),
  CatalogueEntryMoved: (s, e) => entryHad('parentId')(s, e) && (e.to === null || s.entries.has(e.to)),
  CatalogueEntryBandSet: entryHad('band'),
  CatalogueEntryRetired: (s, e) => s.entries.get(e.entryId)?.retired === false,
  CatalogueEntryReinstated: (s, e) => s.entries.get(e.entryId)?.retired === true,
}

const registered = (s: ContactState) => s.status === 'registered'
const contact: Promises<ContactEvents, ContactState> = {
  ContactRegistered: s => !registered(s),
  ContactRenamed: registered,
  ContactKindSet: (s, e) => registered(s) && s.kind === e.from,
  ContactPhoneSet: (s, e) => registered(s) && (e.phone !== null || s.furtherPhones.size === 0),
  ContactMainPhoneSet: (s, e) => registered(s) && same(mainPhoneOf(s), e.from),
  ContactPhoneAdded: (s, e) =>
    s.phone !== null && s.phoneId !== e.phone.phoneId && !s.furtherPhones.has(e.phone.phoneId),
  ContactPhoneChanged: (s, e) => s.furtherPhones.has(e.phone.phoneId),
  ContactPhoneRemoved: (s, e) => s.furtherPhones.has(e.phoneId),
  ContactEmailSet: (s, e) => registered(s) && (e.email !== null || s.furtherEmails.size === 0),
  ContactMainEmailSet: (s, e) => registered(s) && same(mainEmailOf(s), e.from),
  ContactEmailAdded: (s, e) =>
    s.email !== null && s.emailId !== e.email.emailId && !s.furtherEmails.has(e.email.emailId),
  ContactEmailChanged: (s, e) => s.furtherEmails.has(e.email.emailId),
  ContactEmailRemoved: (s, e) => s.furtherEmails.has(e.emailId),
  ContactProfileSet: (s, e) =>
    registered(s) && same(Object.keys(e.from), Object.keys(e.to)) && same({ ...profileOf(s), ...e.from }, profileOf(s)),
  ContactAccountManagerSet: (s, e) => registered(s) && s.accountManagerId === e.from,
  ContactAssignmentRequested: s => registered(s) && s.assignmentRequest?.answered !== false,
  ContactAssignmentRefused: (s, e) => s.assignmentRequest?.requestId === e.requestId && !s.assignmentRequest.answered,
  ContactCustomFieldsSet: (s, e) => registered(s) && clearsWhatIsThere(s, e),
  ContactExternalIdSet: (s, e) => registered(s) && clearsIdThatIsThere(s, e),
  ContactAddressAdded: (s, e) => registered(s) && !s.addresses.has(e.address.addressId),
  ContactAddressChanged: (s, e) => s.addresses.has(e.address.addressId),
  ContactAddressRemoved: (s, e) => s.addresses.has(e.addressId),
  ContactMainAddressSet: (s, e) => s.mainAddressId === e.from && s.addresses.has(e.to),
  ContactTermSet: (s, e) => registered(s) && s.term === e.from,
  ContactProspectiveAsSet: (s, e) => registered(s) && s.prospectiveAs === e.from,
  ContactTaxCodeSet: registered,
  ContactDemographicsSet: s => s.kind === 'individual',
  ContactPositionTaken: (s, e) => s.kind === 'individual' && !s.employments.has(e.employment.employmentId),
  ContactPositionChanged: (s, e) => same(s.employments.get(e.employmentId)?.position, e.from),
  ContactPositionLeft: (s, e) => same(s.employments.get(e.employment.employmentId), e.employment),
  ContactTagged: (s, e) => registered(s) && !s.tags.has(tagKey(e.tag)),
  ContactUntagged: (s, e) => same(s.tags.get(tagKey(e.tag)), e.tag),
  ContactNoteAdded: (s, e) => registered(s) && !s.notes.has(e.note.noteId),
  ContactNoteChanged: (s, e) => s.notes.has(e.note.noteId),
  ContactNoteRemoved: (s, e) => s.notes.has(e.noteId),
  ContactBecameCustomer: s => registered(s) && s.customer === null,
  ContactBecameSupplier: s => registered(s) && s.supplier === null,
  ContactArchived: s => registered(s) && !s.archived,
  ContactUnarchived: s => s.archived,
  ContactMergeRequested: (s, e) =>
    s.merging.requested === null && s.merging.into === null && !s.merging.knows(e.mergeId),
  ContactMergedInto: s => s.merging.into === null && s.merging.requested === null && s.merging.unmerging === null,
  ContactMerged: (s, e) =>
    same(s.merging.requested?.mergeId === e.mergeId && s.merging.requested.loserIds, e.loserIds) ||
    s.merging.standing.some(one => one.mergeId === e.mergeId && same(one.loserIds, e.loserIds)),
  ContactMergeRefused: (s, e) => s.merging.requested?.mergeId === e.mergeId,
  ContactAddressedAs: (s, e) => s.merging.standsFor(e.path.at(-1) ?? '') && e.facts > 0,
  ContactUnmergeRequested: (s, e) =>
    s.merging.unmerging === null && s.merging.standing.some(one => same(one, { ...e, loserIds: e.loserIds })),
  ContactSetApart: (s, e) => same(s.merging.into, e),
  ContactUnmerged: (s, e) => s.merging.unmerging === e.mergeId,
}

const contactInvariants: Invariants<ContactState> = {
  'one that can be reached by phone has a main number': s => s.phone !== null || s.furtherPhones.size === 0,
  'one that can be reached by e-mail has a main address': s => s.email !== null || s.furtherEmails.size === 0,
  'no number and no address is there twice': s => !s.furtherPhones.has(s.phoneId) && !s.furtherEmails.has(s.emailId),
  'one that has addresses has a main one': s => (mainAddressOf(s) === null) === (s.addresses.size === 0),
  'only a person works for an organisation': s => s.kind === 'individual' || s.employments.size === 0,
}

const importRun: Promises<ImportRunEvents, ImportRunState> = {
  ImportRunBegun: s => s.status === 'unknown',
  ImportRunFinished: s => s.status === 'begun',
  ImportRunBrokenOff: s => s.status === 'begun',
}

const customerCode: Promises<CustomerCodeEvents, CustomerCodeState> = {
  CustomerCodeClaimed: s => s.ownerId === null,
  CustomerCodeReleased: (s, e) => s.ownerId === e.ownerId,
}

const invoiceNumber: Promises<InvoiceNumberEvents, InvoiceNumberState> = {
  InvoiceNumberClaimed: s => s.ownerId === null,
  InvoiceNumberReleased: (s, e) => s.ownerId === e.ownerId,
}

const process: Promises<ProcessEvents, ProcessState> = {
  ProcessStarted: (s, e) => !s.versions.includes(e.version),
}

const customerCodeSeries: Promises<CustomerCodeSeriesEvents, CustomerCodeSeriesState> = {
  CustomerCodeNumberTaken: (s, e) => e.number > s.number,
}

const issued = (s: InvoiceState) => s.status === 'issued'
const invoice: Promises<InvoiceEvents, InvoiceState> = {
  InvoiceDrafted: s => s.status === 'unknown',
  InvoiceDraftChanged: s => s.status === 'draft',
  InvoiceDraftDiscarded: s => s.status === 'draft',
  InvoiceReadyToIssue: s => s.status === 'draft',
  InvoiceMadeCustomer: yetToMakeCustomer,
  InvoiceCustomerRefused: yetToMakeCustomer,
  InvoiceIssued: (s, e) => s.status === (cameWithNumber(e) ? 'draft' : 'ready'),
  InvoicePaymentAllocated: (s, e) =>
    issued(s) && !s.movements.some(({ kind, id }) => kind === 'allocation' && id === e.allocationId),
  // of what was there later it counts from then on
  InvoiceAllocationUndone: issued,
  InvoiceCreditRequested: (s, e) => issued(s) && !s.creditNotes.has(e.creditNoteId),
  InvoiceCredited: (s, e) => issued(s) && s.creditNotes.get(e.creditNoteId)?.number === null,
  InvoiceWrittenOff: issued,
  InvoiceWriteOffUndone: issued,
  InvoiceCancelled: issued,
  InvoiceOverdue: (s, e) =>
    s.issued !== null &&
    s.issued.on < e.on &&
    s.issued.instalments.some(({ instalment }) => instalment === e.instalment),
}

const invoiceSeries: Promises<InvoiceSeriesEvents, InvoiceSeriesState> = {
  InvoiceNumberAssigned: (s, e) => e.number === s.number + 1 && e.on >= s.on,
}

/** What is wrong with a state after these events; an empty list when nothing is. */
type Invariants<S> = Readonly<Record<string, (state: S, facts: readonly Fact[]) => boolean>>

const slips = (facts: readonly Fact[]) =>
  facts.filter(({ type, data }) => {
    const { from, to } = data as DataOf<OpportunityEvents['OpportunityExpectedCloseSet']>
    return type === 'OpportunityExpectedCloseSet' && from !== null && to !== null && to > from
  }).length

const opportunityInvariants: Invariants<OpportunityState> = {
  'it is exactly one of open, won, lost and void': s => ['open', 'won', 'lost', 'void'].includes(s.status),
  'it is won in a stage, and lost for no reason, or the other way round': s =>
    s.status === 'void' ||
    ((s.wonStage !== null) === (s.status === 'won') && (s.lost !== null) === (s.status === 'lost')),
  'the revenue is the sum of the lines unless it is by hand': s =>
    s.revenue.byHand ||
    BigInt(s.revenue.value.minorUnits) ===
      [...s.lines.values()].reduce((sum, { quantity, unitPrice }) => sum + priceOf(quantity, unitPrice), 0n),
  'it has no more tags, lines and facts than there is room for': s =>
    s.tags.size <= 100 && s.lines.size <= 500 && s.facts <= 10_000,
  'every line is in its currency': s =>
    [...s.lines.values()].every(line => line.unitPrice.currency === s.revenue.value.currency),
  'a list price is in the currency of the line': s =>
    [...s.lines.values()].every(line => !line.listPrice || line.listPrice.currency === line.unitPrice.currency),
  'its probability is within 0 and 100': s => probabilityOf(s) >= 0 && probabilityOf(s) <= 100,
  'it was won at 100 and lost at 0': s => s.status === 'open' || probabilityOf(s) === (s.status === 'won' ? 100 : 0),
  'every slip counts': (s, facts) => s.slips === slips(facts),
  'it keeps what it was opened with': (s, facts) => s.opening === facts[0]?.data,
  'one with persons has a main one': s => (mainPersonOf(s) === null) === (s.persons.size === 0),
  'an unassigned one has no department': s => s.assignment.ownerId !== null || s.assignment.department === null,
}

const sumOf = (values: readonly { readonly minorUnits: number }[]) =>
  values.reduce((sum, { minorUnits }) => sum + minorUnits, 0)
const invoiceInvariants: Invariants<InvoiceState> = {
  'lines and taxes add up to the total': ({ content: c }) =>
    !c ||
    (sumOf(c.lines.map(({ net }) => net)) === c.net.minorUnits &&
      sumOf(c.lines.map(({ tax }) => tax)) === c.tax.minorUnits &&
      sumOf(c.taxes.map(({ taxable }) => taxable)) === c.net.minorUnits &&
      sumOf(c.taxes.map(({ tax }) => tax)) === c.tax.minorUnits &&
      c.net.minorUnits + c.tax.minorUnits === c.total.minorUnits),
  'the discount is split over the lines': ({ content: c }) =>
    !c ||
    c.lines.reduce(
      (sum, { quantity, unitPrice, discount }) => sum + Number(priceOf(quantity, unitPrice)) - discount.minorUnits,
      0,
    ) -
      c.discount.minorUnits ===
      c.net.minorUnits,
  'instalments add up to the total, and none is due before its date': ({ issued: i }) =>
    !i ||
    (sumOf(i.instalments.map(({ amount }) => amount)) === i.total.minorUnits &&
      i.instalments.every(({ dueOn }) => dueOn >= i.on)),
  // the last day may have only some of its facts here
  'on no day before that of the last fact is less than nothing outstanding': (s, facts) => {
    const last = facts.at(-1)?.occurredOn ?? ''
    let covered = 0
    return s.movements.every(({ on, amount }, i) => {
      covered += amount
      return on >= last || s.movements[i + 1]?.on === on || covered <= (s.issued?.total.minorUnits ?? 0)
    })
  },
  'movements stand in the order of days': s => s.movements.every(({ on }, i) => on <= (s.movements[i + 1]?.on ?? '9')),
  'a cancelled one has nothing covered': s =>
    s.status !== 'cancelled' || s.movements.reduce((sum, { amount }) => sum + amount, 0) === 0,
  'no more tax is credited than there is': s =>
    sumOf([...s.creditNotes.values()].map(({ tax }) => tax)) <= (s.issued?.tax.minorUnits ?? 0),
  'it keeps what it was drafted with': (s, facts) => s.drafted === facts[0]?.data,
}

const leadInvariants: Invariants<LeadState> = {
  'it has a title or a name': named,
  'it is lost for a reason or none, or not lost': s =>
    s.status === 'void' || (s.lost !== null) === (s.status === 'lost'),
  'what is being converted, or was, says into what': s =>
    !['converting', 'converted'].includes(s.status) || s.conversion !== null,
  'it keeps what it was created with': (s, facts) => s.creation === facts[0]?.data,
  'every conversion counts': (s, facts) =>
    s.conversions === facts.filter(({ type }) => type === 'LeadConversionRequested').length,
  'it is converted once': (_, facts) => facts.filter(({ type }) => type.startsWith('LeadConvertedTo')).length <= 1,
  // what was void by the name of another may be void by its own after it was parted from that
  'nothing is recorded of a void one': (s, facts) =>
    s.status !== 'void' ||
    facts.filter(({ type }) => type === 'LeadVoided').length <=
      1 + facts.filter(({ type }) => type === 'LeadUnmerged').length,
}

const salesPipelineInvariants: Invariants<SalesPipelineState> = {
  'it keeps a stage to be open in, once it has one': s =>
    usable(s, false).length > 0 || [...s.stages.values()].every(stage => stage.isWon),
  'it keeps a stage to be won in, once it has one': s =>
    usable(s, true).length > 0 || [...s.stages.values()].every(stage => !stage.isWon),
  'what is won is certain': s => [...s.stages.values()].every(stage => !stage.isWon || stage.probability === 100),
  'every stage stands under its id': s => [...s.stages].every(([id, stage]) => id === stage.stageId),
  'teams stand once and in order': s =>
    [s, ...[...s.stages.values()]].every(({ teamIds }) => same(teamIds, [...new Set(teamIds)].sort())),
}

const inUse = (s: CatalogueState) => [...s.entries.values()].filter(({ retired }) => !retired)
const isOnce = (values: readonly unknown[]) => new Set(values).size === values.length
const pathOf = (s: CatalogueState, entryId: string | null, path: readonly string[] = []): readonly string[] =>
  entryId === null || path.includes(entryId)
    ? path
    : pathOf(s, s.entries.get(entryId)?.parentId ?? null, [...path, entryId])
const catalogueInvariants: Invariants<CatalogueState> = {
  'no two entries in use beside each other have one label': s =>
    isOnce(inUse(s).map(({ parentId, label }) => `${String(parentId)} ${label.toUpperCase()}`)),
  'no two entries in use have one code': s =>
    isOnce(inUse(s).flatMap(({ code }) => (code === null ? [] : [code.toUpperCase()]))),
  'no two entries in use stand for one number': s =>
    inUse(s).every(a => inUse(s).every(b => a === b || !a.band || !b.band || a.band.from !== b.band.from)),
  'no entry stands under itself': s =>
    [...s.entries.values()].every(({ entryId, parentId }) => !pathOf(s, parentId).includes(entryId)),
}

const isSaved = (s: SavedViewState) => s.status === 'saved'
const savedView: Promises<SavedViewEvents, SavedViewState> = {
  SavedViewSaved: s => s.status === 'unknown',
  SavedViewRenamed: (s, e) => isSaved(s) && !same(s.name, e.name),
  SavedViewChanged: isSaved,
  SavedViewShared: (s, e) => isSaved(s) && s.shared === e.from && s.shared !== e.to,
  SavedViewRemoved: isSaved,
}

const assignmentTurns: Promises<AssignmentTurnsEvents, AssignmentTurnsState> = {
  AssignmentTurnTaken: (s, e) => !s.given.has(e.requestId) || s.given.get(e.requestId)?.givenBack === 'NO_ROOM_LEFT',
  AssignmentTurnGivenBack: (s, e) => s.given.get(e.requestId)?.givenBack === null,
}

const isReceived = (s: PaymentState) => s.status === 'received'
const allocationIs = (s: PaymentState, { allocationId }: { readonly allocationId: string }, status: string) =>
  s.allocations.get(allocationId)?.status === status
const payment: Promises<PaymentEvents, PaymentState> = {
  PaymentReceived: s => s.status === 'unknown',
  PaymentMadeCustomer: yetToMakeCustomer,
  PaymentCustomerRefused: yetToMakeCustomer,
  PaymentMade: s => s.status === 'unknown',
  // it may have bounced since, as of an earlier day
  PaymentAllocationRequested: (s, e) => isReceived(s) && !s.allocations.has(e.allocationId),
  PaymentAllocated: (s, e) => allocationIs(s, e, 'requested'),
  PaymentAllocationRefused: (s, e) => allocationIs(s, e, 'requested'),
  PaymentAllocationUndoRequested: (s, e) => allocationIs(s, e, 'allocated'),
  PaymentAllocationUndone: (s, e) =>
    e.amount.minorUnits <= leftOf(s, e.allocationId) &&
    (allocationIs(s, e, 'undoing') || s.bounce?.allocations.some(one => one.allocationId === e.allocationId) === true),
  PaymentAllocationReleased: (s, e) => e.amount.minorUnits <= leftOf(s, e.allocationId),
  PaymentReleaseCompleted: s => s.status !== 'unknown',
  PaymentBounced: s => isReceived(s) && s.bounce === null,
  PaymentBounceCompleted: s => s.bounce !== null && !s.bounceCompleted,
}
const daysOf = (s: PaymentState) => [...s.allocations.values(), ...s.returned.values()].map(({ on }) => on)
/** What pays invoices on a day. What is only asked for may be refused later, and others have its place by then. */
const payingOn = ({ allocations, returned }: PaymentState, day: string): bigint => {
  const pays = (allocationId: string) => !['requested', 'refused'].includes(allocations.get(allocationId)?.status ?? '')
  let sum = 0n
  for (const [id, { on, amount }] of allocations) if (on <= day && pays(id)) sum += BigInt(amount)
  for (const { allocationId, on, amount } of returned.values())
    if (on <= day && pays(allocationId)) sum -= BigInt(amount)
  return sum
}
const paymentInvariants: Invariants<PaymentState> = {
  'no more of it pays invoices than came in, on any day': s =>
    daysOf(s).every(day => payingOn(s, day) >= 0n && payingOn(s, day) <= BigInt(s.amount.minorUnits)),
  'no more of an allocation comes back than it is': s =>
    [...s.allocations.keys()].every(allocationId => leftOf(s, allocationId) >= 0),
  'nothing that was paid out pays an invoice': s => s.status === 'received' || s.allocations.size === 0,
  'nothing comes back before the day that it was allocated on': s =>
    [...s.returned.values()].every(({ allocationId, on }) => on >= (s.allocations.get(allocationId)?.on ?? '')),
}

const promises: Readonly<Record<string, object>> = {
  assignmentRules,
  assignmentTurns,
  catalogue,
  lead,
  opportunity,
  salesPipeline,
  salesTeam,
  savedView,
  staffMember,
  product,
  purchase,
  company,
  contact,
  customerCode,
  invoiceNumber,
  process,
  customerCodeSeries,
  importRun,
  invoice,
  invoiceSeries,
  payment,
}
const invariants: Readonly<Record<string, object>> = {
  catalogue: catalogueInvariants,
  invoice: invoiceInvariants,
  lead: leadInvariants,
  opportunity: opportunityInvariants,
  salesPipeline: salesPipelineInvariants,
  contact: contactInvariants,
  payment: paymentInvariants,
}

const hasMerged = (state: Dated): boolean =>
  'merging' in state && state.merging instanceof Merging && state.merging.standing.length > 0

/**
 * Whether an event may happen to a state of that category.
 * @param wasParted whether what was merged there was parted, as of any day: what was said meanwhile may have been said of what the parts said
 */
export const mayHappen = (category: string, state: Dated, { type, data }: Fact, wasParted: boolean): boolean => {
  const promise = (promises[category] as Promises<Record<string, never>, Dated> | undefined)?.[type]
  if (!promise) throw new TypeError(`Nobody wrote down when ${type} may happen`)
  if (promise(state, data as never)) return true
  // what was said of it while it was part of another may change nothing for what others said that are part of it
  return (hasMerged(state) || wasParted) && !/(Merge|Merged|Apart|AddressedAs)/.test(type)
}

/** The invariants that a state of that category breaks. */
export const broken = (category: string, state: Dated, facts: readonly Fact[]): readonly string[] =>
  Object.entries((invariants[category] ?? {}) as Invariants<Dated>).flatMap(([name, holds]) =>
    holds(state, facts) ? [] : [name],
  )
