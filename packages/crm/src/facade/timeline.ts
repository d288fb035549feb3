// What happened to a contact in all its roles: read from the streams that concern it, which `relations` tells. It costs what happened to the
// contact, whatever else the company's log holds.
import { opportunity, opportunityEvents, type Words } from '@eventcrm/domain'
import { streamName, type Codec, type DecodedEvent, type EventStore, type Position } from '@eventcrm/event-store'
import { documentsOf, QuestionInvalid, ViewBuilding, type DocumentStore } from '@eventcrm/projection'
import { relations, type RelationDocument } from '@eventcrm/read-model-directory'

/** What the event is about, as seen from the contact. */
export type TimelineRole =
  /** Itself. */
  | 'self'
  /** A lead that was converted for it, or became an opportunity of it. */
  | 'lead'
  /** An opportunity that is or was for it. */
  | 'customer'
  /** An opportunity in which it is or was involved. */
  | 'person'
  /** A purchase of it. */
  | 'buyer'
  /** A person who takes, changes or leaves a position in it. */
  | 'organisation'

export interface TimelineEntry<Event = DecodedEvent> {
  readonly event: Event
  readonly as: TimelineRole
  readonly of: { readonly category: RelationDocument['category']; readonly id: string }
}
export interface Timeline<Event = DecodedEvent> {
  /** The latest first: by when it happened, and of one instant by where it stands in the log. */
  readonly entries: readonly TimelineEntry<Event>[]
  /** For the next page; null on the last. */
  readonly next: string | null
}
export interface TimelineOptions {
  /** Entries of the page, 1 to 1000; 50 when left out. */
  readonly limit?: number | undefined
  /** `next` of the page before. */
  readonly after?: string | undefined
}

interface Told {
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly codec: Codec
}

/** A stream, and which of its events concern the contact. */
interface Source {
  readonly category: RelationDocument['category']
  readonly id: string
  readonly as: TimelineRole
  /** Position of the last that does; null all. */
  readonly until: Position | null
  /** Of a person who works for it: which employments. */
  readonly employments?: ReadonlySet<string>
}

const forEver = (a: Position | null, b: Position | null): Position | null =>
  a === null || b === null ? null : a > b ? a : b

const { OpportunityLeadTaken: leadTaken } = opportunityEvents

/** Of the leads that became an opportunity: those that had when it went to another customer. */
const takenUntil = async (
  { events, codec }: Told,
  opportunityId: string,
  leadIds: readonly string[],
  until: Position,
): Promise<readonly string[]> => {
  const taken = new Set<string>()
  if (leadIds.length > 0)
    for await (const recorded of events.readStream(streamName(events.namespace, opportunity.category, opportunityId))) {
      if (recorded.position > until) break
      if (recorded.type === leadTaken.type) taken.add(leadTaken.schema.parse(codec.decode(recorded).data).leadId)
    }
  return leadIds.filter(leadId => taken.has(leadId))
}

const sourcesIn = async (
  told: Told,
  contactIds: ReadonlySet<string>,
  documents: readonly RelationDocument[],
): Promise<readonly Source[]> => {
  const sources = new Map<string, Source>()
  const add = (source: Source): void => {
    const { category, id } = source
    const known = sources.get(`${category} ${id}`)
    const until = known ? forEver(known.until, source.until) : source.until
    sources.set(`${category} ${id}`, { ...(known ?? source), until })
  }
  for (const id of contactIds) add({ category: 'contact', id, as: 'self', until: null })
  for (const { category, id, relations: all, leadIds } of documents) {
    const its = all.filter(({ contactId }) => contactIds.has(contactId))
    if (category === 'contact') {
      if (contactIds.has(id)) continue // its own stream says all of it
      const employments = new Set(its.flatMap(({ employmentId }) => employmentId ?? []))
      add({ category, id, as: 'organisation', until: null, employments })
      continue
    }
    for (const { as, until } of its) {
      add({ category, id, as, until })
      if (as !== 'customer') continue
      const taken = until === null ? leadIds : await takenUntil(told, id, leadIds, until)
      for (const leadId of taken) add({ category: 'lead', id: leadId, as: 'lead', until })
    }
  }
  return [...sources.values()]
}

const isOfEmployment = (event: DecodedEvent, employments: ReadonlySet<string>): boolean => {
  const { data }: { readonly data: { readonly employmentId?: unknown; readonly employment?: unknown } } = event
  const { employmentId, employment } = data
  const id =
    typeof employment === 'object' && employment !== null && 'employmentId' in employment
      ? employment.employmentId
      : employmentId
  return typeof id === 'string' && employments.has(id)
}

/** Later first: what happened at an instant, and its place in the log. */
const keyOf = ({ occurredAt, position }: DecodedEvent): string => `${occurredAt} ${position}`
const cursor = /^\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z \d{1,40}$/

const invalid = (field: string, words: Words) => new QuestionInvalid([{ field, message: words.en, words }])

/** The entries that come first, of however many are offered. */
class Latest {
  readonly #most: number
  #kept: { readonly key: string; readonly entry: TimelineEntry }[] = []
  constructor(most: number) {
    this.#most = most
  }
  offer(key: string, entry: TimelineEntry): void {
    this.#kept.push({ key, entry })
    if (this.#kept.length > 4 * this.#most) this.#cut()
  }
  #cut(): void {
    this.#kept.sort((a, b) => (a.key < b.key ? 1 : -1))
    this.#kept.length = Math.min(this.#kept.length, this.#most)
  }
  all() {
    this.#cut()
    return this.#kept
  }
}

/**
 * A page of what happened to contacts, taken together.
 * @throws QuestionInvalid for options of another form; ViewBuilding while documents are first folded
 */
export const timelineOf = async (
  told: Told,
  contactIds: readonly string[],
  { limit = 50, after }: TimelineOptions = {},
): Promise<Timeline> => {
  const { events, documents, codec } = told
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > 1000)
    throw invalid('limit', { en: 'expected a whole number from 1 to 1000', vi: 'cần một số nguyên từ 1 đến 1000' })
  if (after !== undefined && !cursor.test(after))
    throw invalid('after', {
      en: 'expected what the page before ended with',
      vi: 'cần giá trị mà trang trước đã cho ở cuối',
    })
  const [progress, found] = await documents.query([
    { progress: relations.collection },
    { find: relations.collection, where: { or: contactIds.map(id => ({ field: 'contactIds', contains: id })) } },
  ])
  if (!progress || progress.building) throw new ViewBuilding(relations.name)
  const latest = new Latest(limit + 1)
  for (const source of await sourcesIn(told, new Set(contactIds), documentsOf(relations, found))) {
    const { category, id, as, until, employments } = source
    for await (const recorded of events.readStream(streamName(events.namespace, category, id))) {
      if (until !== null && recorded.position > until) break
      const event = codec.decode(recorded)
      const key = keyOf(event)
      if (after !== undefined && key >= after) continue
      if (employments && !isOfEmployment(event, employments)) continue
      latest.offer(key, { event, as, of: { category, id } })
    }
  }
  const kept = latest.all()
  const page = kept.slice(0, limit)
  return {
    entries: page.map(({ entry }) => entry),
    next: kept.length > limit ? (page.at(-1)?.key ?? null) : null,
  }
}
