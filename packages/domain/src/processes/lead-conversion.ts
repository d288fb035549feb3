import { contact } from '../contact/commands.ts'
import { derivedId } from '../kernel/derived-id.ts'
import { leg, defineProcess, type Answer, type Leg, type ProcessEvent } from '../kernel/process.ts'
import type { DataOf } from '../kernel/events.ts'
import { showMoney } from '../kernel/money.ts'
import { isErased, type Personal } from '../kernel/personal.ts'
import { lead } from '../lead/commands.ts'
import type { LeadEvents } from '../lead/events.ts'
import { opportunity } from '../opportunity/commands.ts'

type Requested = DataOf<LeadEvents['LeadConversionRequested']>
type Opening = NonNullable<NonNullable<Requested['opportunity']>['opening']>
type Registration = NonNullable<NonNullable<Requested['customer']>['registration']>
type Customer = NonNullable<Requested['customer']>
type Person = NonNullable<Customer['person']>
type Request = ProcessEvent<Requested>
/** What a leg or two were refused with; undefined where they were accepted. */
type Refusal = Generator<Leg, string | undefined, Answer>
/** What opening or taking was refused with, or the opportunity that this conversion itself opened. */
type Opened = { readonly code?: string | undefined; readonly opened?: string | undefined }
/** Legs that nothing hangs on: what they are refused with ends no conversion, and the lead still has what they would have brought. */
type Carried = Generator<Leg, void, Answer>

/** Somebody was erased between the request and its step: nothing can be made of them any more. */
const erased = 'PERSON_ERASED'

const given = (value: Personal<string> | null): string | undefined =>
  value === null || isErased(value) ? undefined : value
const customGiven = (custom: Opening['custom']) =>
  Object.fromEntries(Object.entries(custom).flatMap(([field, value]) => (isErased(value) ? [] : [[field, value]])))

const externalIdsGiven = (ids: Opening['externalIds']) =>
  ids.flatMap(({ system, id }) => (isErased(id) ? [] : [{ system, id }]))

const opened = ({ streamId: leadId, data }: Request, opportunityId: string, opening: Opening, title: string) =>
  opportunity.open({
    opportunityId,
    personId: data.personId,
    title,
    pipelineId: opening.pipelineId ?? undefined,
    stageId: opening.stageId ?? undefined,
    ownerId: opening.ownerId ?? undefined,
    teamId: opening.teamId,
    expectedRevenue: opening.expectedRevenue ? showMoney(opening.expectedRevenue) : undefined,
    expectedCloseOn: opening.expectedCloseOn ?? undefined,
    tags: opening.tags.map(({ label }) => label),
    leadId,
    conversionId: data.conversionId,
    externalIds: externalIdsGiven(opening.externalIds),
    custom: customGiven(opening.custom),
  })

const registered = ({ data }: Request, contactId: string, registration: Registration, name: string) => {
  const { kind, phone, email, industry, size, group, territory, source, accountManagerId, address } = registration
  const lines = address && {
    addressId: address.addressId,
    street: given(address.street),
    ward: given(address.ward),
    district: given(address.district),
    province: address.province,
    country: address.country,
    postalCode: given(address.postalCode),
  }
  const { addressId: _, ...said } = lines ?? { addressId: '' }
  return contact.register({
    contactId,
    personId: data.personId,
    kind,
    name,
    phone: given(phone),
    email: given(email),
    // by their labels, since an entry may have been retired meanwhile
    profile: {
      industry: industry?.label,
      size: size?.label,
      group: group?.label,
      territory: territory?.label,
      contactSource: source?.label,
      customerSource: source?.label,
    },
    accountManagerId: accountManagerId ?? undefined,
    // an address of which all was erased is none
    addresses: lines && Object.values(said).some(value => typeof value === 'string') ? [lines] : [],
    externalIds: externalIdsGiven(registration.externalIds),
    custom: customGiven(registration.custom),
  })
}

/** @param there the code that says that it has been made already, by an earlier attempt or somebody else: then it is used */
const refusalOf = (answer: Answer, there?: string): string | undefined =>
  answer.accepted || answer.rejection.code === there ? undefined : answer.rejection.code

const steps = {
  *opportunity(request: Request): Generator<Leg, Opened, Answer> {
    const { streamId: leadId, data } = request
    const { opportunity: becoming, conversionId } = data
    if (!becoming) return {}
    const { opportunityId, opening } = becoming
    const taking = opportunity.takeLead({ opportunityId, leadId, conversionId })
    if (!opening) return { code: refusalOf(yield leg('opportunity', taking)) }
    const title = given(opening.title)
    if (title === undefined) return { code: erased }
    const answer = yield leg('opportunity', opened(request, opportunityId, opening, title))
    const isThere = !answer.accepted && answer.rejection.code === 'ALREADY_OPENED'
    if (isThere) return { code: refusalOf(yield leg('taken', taking)) }
    return { code: refusalOf(answer), opened: answer.accepted ? opportunityId : undefined }
  },
  *contact(request: Request, { contactId, registration }: Customer): Refusal {
    if (!registration) return undefined
    const name = given(registration.name)
    if (name === undefined) return erased
    const answer = yield leg('contact', registered(request, contactId, registration, name))
    // whoever is to manage the account left since: the contact is nobody's rather than the opportunity without one
    const leaves = !answer.accepted && answer.rejection.code === 'STAFF_MEMBER_LEFT'
    const managed = { ...registration, accountManagerId: null }
    const again = leaves ? yield leg('unmanaged', registered(request, contactId, managed, name)) : answer
    return refusalOf(again, 'ALREADY_REGISTERED')
  },
  *customer({ streamId: documentId }: Request, { contactId, becomesCustomer, code: kept }: Customer): Refusal {
    if (!becomesCustomer) return undefined
    // without a code, the company's next
    const code = given(kept)
    if (kept !== null && code === undefined) return erased
    return refusalOf(
      yield leg('customer', contact.becomeCustomer({ contactId, code, trigger: 'leadConversion', documentId })),
    )
  },
  *link({ data }: Request, { contactId: customerId }: Customer): Refusal {
    if (!data.opportunity) return undefined
    const { opportunityId } = data.opportunity
    return refusalOf(yield leg('link', opportunity.linkCustomer({ opportunityId, customerId })))
  },
  /** It still has the lead: a crash may have come between its release and the refusal, and what was refused then been accepted since. */
  *kept({ streamId: leadId, data }: Request): Refusal {
    if (!data.opportunity) return undefined
    const { opportunityId } = data.opportunity
    return refusalOf(
      yield leg('kept', opportunity.takeLead({ opportunityId, leadId, conversionId: data.conversionId })),
    )
  },
}

const employed = ({ data }: Request, { contactId, name, phone, email, accountManagerId }: Person) =>
  contact.register({
    ...{ contactId, personId: data.personId, kind: 'individual', name: given(name) ?? '' },
    ...{ phone: given(phone), email: given(email), accountManagerId: accountManagerId ?? undefined },
  })

/** What the lead had besides: with what its conversion has made, once nothing can be refused any more. */
const carried = {
  *tags({ data: { opportunity: becoming, customer } }: Request): Carried {
    for (const [n, { label: tag }] of (becoming?.tags ?? []).entries())
      yield leg(`opportunityTag/${String(n)}`, opportunity.tag({ opportunityId: becoming?.opportunityId ?? '', tag }))
    for (const [n, { label: tag }] of (customer?.registration?.tags ?? []).entries())
      yield leg(`contactTag/${String(n)}`, contact.tag({ contactId: customer?.contactId ?? '', tag }))
  },
  *notes({ streamId: leadId }: Request, { contactId, registration }: Customer): Carried {
    if (!registration) return
    const { noteIds, remark } = registration
    for (const noteId of noteIds) yield leg(`note/${noteId}`, contact.takeNote({ contactId, leadId, noteId }))
    const text = given(remark)
    const noteId = derivedId(leadId, 'remark')
    if (text !== undefined) yield leg('remark', contact.addNote({ contactId, noteId, text }))
  },
  *source(_: Request, { contactId, source }: Customer): Carried {
    if (source) yield leg('source', contact.setProfile({ contactId, customerSource: source.label }))
  },
  /** Whom an organisation is reached through: a contact of its own, with a position there and a part in the opportunity. */
  *person(request: Request, { contactId: organisationId, person }: Customer): Carried {
    if (!person || isErased(person.name)) return
    const { contactId, employmentId, position } = person
    const answer = yield leg('person', employed(request, person))
    if (!answer.accepted && answer.rejection.code === 'STAFF_MEMBER_LEFT')
      yield leg('personUnmanaged', employed(request, { ...person, accountManagerId: null }))
    const employment = { contactId, employmentId, organisationId, position: position?.label }
    yield leg('position', contact.takePosition(employment))
    const { opportunityId } = request.data.opportunity ?? {}
    if (opportunityId !== undefined) yield leg('involved', opportunity.addPerson({ opportunityId, contactId }))
  },
}

/**
 * Carries a conversion out: the opportunity is opened or takes the lead, since that is refused most; then the contact is made, becomes a
 * customer and is linked; then the lead says what came of it. What is refused on the way has the opportunity release the lead, which is
 * opened again; one that this conversion opened is void then, if it is open still. What an earlier attempt has made has the same ids, and is used. What nothing hangs on comes last: tags, notes, and the
 * person of an organisation.
 */
export const leadConversion = defineProcess({
  name: 'leadConversion',
  version: 3,
  describe: 'Carries out the conversion of a lead into an opportunity, a customer, or both',
  aggregates: [lead],
  requests: {
    LeadConversionRequested: {
      key: ({ data }) => data.conversionId,
      *steps(request): Generator<Leg, void, Answer> {
        const { streamId: leadId, data } = request
        const { conversionId, customer, opportunity: becoming } = data
        const { code: refused, opened } = yield* steps.opportunity(request)
        if (refused !== undefined) {
          yield leg('refused', lead.refuseConversion({ leadId, conversionId, step: 'opportunity', code: refused }))
          return
        }
        const others = customer
          ? ([
              ['contact', steps.contact(request, customer)],
              ['customer', steps.customer(request, customer)],
              ['link', steps.link(request, customer)],
              ['opportunity', steps.kept(request)],
            ] as const)
          : []
        for (const [step, legs] of others) {
          const code = yield* legs
          if (code === undefined) continue
          if (becoming) {
            const { opportunityId } = becoming
            yield leg('released', opportunity.releaseLead({ opportunityId, leadId, conversionId }))
          }
          // one that somebody won or lost meanwhile is more than this conversion's
          if (opened !== undefined) yield leg('voided', opportunity.void({ opportunityId: opened, onlyOpen: true }))
          yield leg('refused', lead.refuseConversion({ leadId, conversionId, step, code }))
          return
        }
        yield* carried.tags(request)
        if (customer) {
          yield* carried.source(request, customer)
          yield* carried.notes(request, customer)
          yield* carried.person(request, customer)
        }
        yield leg('converted', lead.completeConversion({ leadId, conversionId }))
      },
    },
  },
  outcomes: {
    LeadConvertedToOpportunity: ({ data }) => data.conversionId,
    LeadConvertedToCustomer: ({ data }) => data.conversionId,
    LeadConversionRefused: { key: ({ data }) => data.conversionId, refusal: ({ data }) => data.code },
  },
})
