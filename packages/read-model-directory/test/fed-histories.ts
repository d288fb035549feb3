// Random lives of leads, contacts and opportunities, written down as events: not only what the deciders would let happen.
import { contactEvents, leadEvents, opportunityEvents, type Day, type NewEvent } from '@eventcrm/domain'
import {
  createCodec,
  createMemoryEventStore,
  streamName,
  type EventStore,
  type StoredEvent,
} from '@eventcrm/event-store'
import fc from 'fast-check'

export interface Happening {
  readonly category: 'lead' | 'contact' | 'opportunity'
  readonly id: string
  readonly on: Day
  readonly event: NewEvent
}

const uuid = (kind: number, n: number) =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`
const leadIds = Array.from({ length: 7 }, (_, n) => uuid(1, n))
const opportunityIds = Array.from({ length: 4 }, (_, n) => uuid(2, n))
export const contactIds = Array.from({ length: 4 }, (_, n) => uuid(3, n))
export const ownerIds = [uuid(4, 1), uuid(4, 2), null]
export const teamIds = [uuid(5, 1), null]
export const sources = ['Facebook', 'Hội thảo', null]
export const campaigns = ['Hè 2016', null]

const first = Date.UTC(2015, 11, 20)
export const dayAt = (n: number): Day => new Date(first + n * 86_400_000).toISOString().slice(0, 10)
export const lastDay = 120

const entry = (label: string | null) => (label === null ? null : { entryId: null, label })
const stage = (name: string) => ({
  ...{ pipelineId: uuid(6, 1), stageId: uuid(7, 1), name, order: 1, probability: 10, rottingDays: null },
})
const revenue = { value: { minorUnits: 1, currency: 'VND' }, byHand: true }

const drawn = fc.record({
  type: fc.oneof(
    {
      weight: 24,
      arbitrary: fc.constantFrom(
        'LeadAssigned',
        'LeadProfileSet',
        'LeadQualified',
        'LeadDisqualified',
        'LeadNoteAdded',
        'LeadMarkedLost',
        'LeadRestored',
        'LeadConvertedToOpportunity',
        'LeadConversionRefused',
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom('LeadVoided', 'OpportunityVoided') },
    { weight: 16, arbitrary: fc.constant('OpportunityLeadTaken') },
    { weight: 3, arbitrary: fc.constant('OpportunityLeadReleased') },
    { weight: 8, arbitrary: fc.constant('MarkedWon') },
    {
      weight: 8,
      arbitrary: fc.constantFrom('MarkedLost', 'OpportunityReopened', 'OpportunityCustomerLinked'),
    },
    { weight: 1, arbitrary: fc.constantFrom('ContactBecameCustomer') },
    { weight: 4, arbitrary: fc.constant('ContactRegistered') },
    { weight: 8, arbitrary: fc.constantFrom('ContactMergedInto') },
    { weight: 5, arbitrary: fc.constantFrom('ContactSetApart') },
  ),
  late: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.integer({ min: 1, max: 60 }) }),
  lead: fc.constantFrom(...leadIds),
  opportunity: fc.constantFrom(...opportunityIds),
  contact: fc.constantFrom(...contactIds),
  survivor: fc.constantFrom(...contactIds),
  customerId: fc.constantFrom(...contactIds, null),
  ownerId: fc.constantFrom(...ownerIds),
  teamId: fc.constantFrom(...teamIds),
  source: fc.constantFrom(...sources),
  campaign: fc.constantFrom(...campaigns),
  both: fc.boolean(),
})
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

const assignmentOf = ({ ownerId, teamId }: Drawn) => ({ ownerId, teamId, department: ownerId && 'Sales' })

const createdOf = (d: Drawn, leadId: string): NewEvent =>
  leadEvents.LeadCreated({
    personId: leadId,
    ...{ title: null, name: 'Nguyễn Văn Đông', organisationName: null },
    ...{ phone: null, email: null, website: null, address: null },
    ...{ kind: 'individual', position: null, industry: null, size: null, group: null, territory: null },
    source: entry(d.source),
    campaign: entry(d.campaign),
    ...{ need: null, tags: [], externalIds: [], custom: {} },
    assignment: assignmentOf(d),
  })
const openedOf = (d: Drawn, opportunityId: string): NewEvent =>
  opportunityEvents.OpportunityOpened({
    personId: opportunityId,
    ...{ title: 'Máy in', stage: stage('Mới'), revenue, expectedCloseOn: null, priority: 1, tags: [] },
    ...{ externalIds: [], custom: {} },
    assignment: assignmentOf(d),
    customerId: d.customerId,
  })
const registered = (contactId: string): NewEvent =>
  contactEvents.ContactRegistered({
    personId: contactId,
    ...{ kind: 'individual', name: 'Trần Thị Ánh', phone: null, email: null, term: 'regular', taxCode: null },
    profile: {
      ...{ industry: null, size: null, group: null, territory: null },
      ...{ contactStatus: null, contactSource: null, customerSource: null },
    },
    ...{ accountManagerId: null, externalIds: [], custom: {} },
  })

const eventOf = (d: Drawn): NewEvent => {
  const conversionId = uuid(8, 1)
  switch (d.type) {
    case 'LeadAssigned':
      return leadEvents.LeadAssigned({ from: assignmentOf(d), to: assignmentOf(d), rule: null })
    case 'LeadProfileSet': {
      const to = { source: entry(d.source), ...(d.both ? { campaign: entry(d.campaign) } : {}) }
      return leadEvents.LeadProfileSet({ from: to, to })
    }
    case 'LeadQualified':
      return leadEvents.LeadQualified({ personId: d.lead, note: null })
    case 'LeadDisqualified':
      return leadEvents.LeadDisqualified({ personId: d.lead, reason: null, note: null })
    case 'LeadNoteAdded':
      return leadEvents.LeadNoteAdded({ personId: d.lead, noteId: uuid(9, 1), text: 'Gọi lại' })
    case 'LeadMarkedLost':
      return leadEvents.LeadMarkedLost({ personId: d.lead, reason: null, note: null })
    case 'LeadRestored':
      return leadEvents.LeadRestored({ lostFor: null })
    case 'LeadVoided':
      return leadEvents.LeadVoided({ was: 'open' })
    case 'LeadConvertedToOpportunity':
      return leadEvents.LeadConvertedToOpportunity({
        conversionId,
        mode: 'newOpportunity',
        opportunityId: d.opportunity,
        customerId: d.customerId,
      })
    case 'LeadConversionRefused':
      return leadEvents.LeadConversionRefused({ conversionId, step: 'opportunity', code: 'NOT_OPEN' })
    case 'OpportunityLeadTaken':
      return opportunityEvents.OpportunityLeadTaken({ leadId: d.lead, conversionId })
    case 'OpportunityLeadReleased':
      return opportunityEvents.OpportunityLeadReleased({ leadId: d.lead, conversionId })
    case 'OpportunityCustomerLinked':
      return opportunityEvents.OpportunityCustomerLinked({ from: null, to: d.customerId })
    case 'MarkedWon':
      return opportunityEvents.MarkedWon({ from: stage('Mới'), to: stage('Thắng'), revenue, expected: revenue })
    case 'MarkedLost':
      return opportunityEvents.MarkedLost({ stage: stage('Mới'), reason: null, personId: d.opportunity, note: null })
    case 'OpportunityReopened':
      return opportunityEvents.OpportunityReopened({ was: 'lost', stage: stage('Mới') })
    case 'OpportunityVoided':
      return opportunityEvents.OpportunityVoided({ was: 'open' })
    case 'ContactRegistered':
      return registered(d.contact)
    case 'ContactMergedInto':
      return contactEvents.ContactMergedInto({ survivorId: d.survivor, mergeId: uuid(8, 2) })
    case 'ContactSetApart':
      return contactEvents.ContactSetApart({ survivorId: d.survivor, mergeId: uuid(8, 2) })
    case 'ContactBecameCustomer':
      return contactEvents.ContactBecameCustomer({
        personId: d.contact,
        code: 'KH1',
        trigger: 'manual',
        documentId: null,
      })
  }
}

/** What is part of what, as far as it was written. */
export class Pointers {
  readonly #into = new Map<string, string>()

  /** What stands for it, then what stands for that, and so on. */
  above(id: string): readonly string[] {
    const next = this.#into.get(id)
    return next === undefined ? [] : [next, ...this.above(next)]
  }
  /** @returns false for what makes no sense: what is part of nothing is not set apart, and nothing goes round in a circle */
  take(id: string, { type, data }: NewEvent): boolean {
    if (type === 'ContactSetApart') return this.#into.delete(id)
    const survivorId: unknown = type === 'ContactMergedInto' ? Reflect.get(data, 'survivorId') : undefined
    if (typeof survivorId !== 'string') return true
    if (this.#into.has(id) || [survivorId, ...this.above(survivorId)].includes(id)) return false
    this.#into.set(id, survivorId)
    return true
  }
}

/**
 * Histories in log order: the day of writing rises, and what happened earlier is dated back, but never before its beginning. A contact may
 * be registered after an opportunity for it was opened.
 */
export const histories = (): fc.Arbitrary<readonly Happening[]> =>
  fc.array(drawn, { minLength: 30, maxLength: 120, size: 'max' }).map(all => {
    const began = new Map<string, number>()
    const ended = new Set<string>()
    const history: Happening[] = []
    const pointers = new Pointers()
    for (const [i, d] of all.entries()) {
      const written = Math.floor((i * lastDay) / all.length)
      const begin = (category: Happening['category'], id: string, event: NewEvent, on: number) => {
        if (began.has(id)) return
        began.set(id, on)
        history.push({ category, id, on: dayAt(on), event })
      }
      const category = d.type.startsWith('Lead') ? 'lead' : d.type.startsWith('Contact') ? 'contact' : 'opportunity'
      const id = { lead: d.lead, contact: d.contact, opportunity: d.opportunity }[category]
      // what is void takes no more
      if (ended.has(id)) continue
      const day = Math.max(0, written - d.late)
      if (d.type.startsWith('Lead') || d.type.startsWith('OpportunityLead'))
        begin('lead', d.lead, createdOf(d, d.lead), day)
      if (category === 'opportunity') begin('opportunity', d.opportunity, openedOf(d, d.opportunity), day)
      if (category === 'contact') begin('contact', d.contact, registered(d.contact), day)
      if (d.type.endsWith('Voided')) ended.add(id)
      const event = eventOf(d)
      if (event.type === 'ContactRegistered' || !pointers.take(id, event)) continue
      history.push({ category, id, on: dayAt(Math.max(day, began.get(id) ?? 0)), event })
    }
    for (const id of contactIds)
      if (!began.has(id)) history.push({ category: 'contact', id, on: dayAt(lastDay), event: registered(id) })
    return history
  })

const codec = createCodec({ ...leadEvents, ...contactEvents, ...opportunityEvents })
const stored = ({ id, on, event }: Happening, index: number): StoredEvent =>
  codec.encode(
    event,
    `99999999-0000-4000-8000-${String(index).padStart(12, '0')}`,
    {
      occurredAt: `${on}T09:00:00.000Z`,
      occurredOn: on,
      recordedAt: '2016-12-31T00:00:00.000Z',
      ...{ commandId: 'command', correlationId: 'command', causationId: 'command', actor: 'test', source: 'test' },
    },
    id,
  )

export const logOf = async (history: readonly Happening[]): Promise<EventStore> => {
  const events = createMemoryEventStore()
  const revisions = new Map<string, number>()
  for (const [i, happening] of history.entries()) {
    const stream = streamName('crm', happening.category, happening.id)
    const expected = revisions.get(stream) ?? -1
    revisions.set(stream, expected + 1)
    await events.append(stream, expected === -1 ? 'noStream' : expected, [stored(happening, i)])
  }
  return events
}
