// `crm.duplicates`: which leads and contacts may be the same. Nothing is merged by it.
import {
  contact,
  describedContact,
  describedLead,
  lead,
  rejectionOf,
  type CompanyState,
  type Described,
} from '@eventcrm/domain'
import { emailAddress, phoneNumberOf } from '@eventcrm/domain/kernel'
import type { DocumentStore, Projector } from '@eventcrm/projection'
import {
  duplicatePairs,
  duplicatesOf,
  duplicatesOfEach,
  matches,
  type Duplicate,
  type DuplicatePair,
  type WithDuplicates,
} from '@eventcrm/read-model-directory'
import { z } from 'zod'
import { checked } from '../commands/checked.ts'
import type { CommandHandler } from '../commands/command-handler.ts'
import { expecting } from '../commands/faults.ts'
import { CommandRejected } from '../errors.ts'

/** Whose duplicates are looked for: somebody who is written down, or what is known of somebody who is not. */
export type DuplicatesAsked =
  | { readonly contactId: string; readonly limit?: number | undefined }
  | { readonly leadId: string; readonly limit?: number | undefined }
  | { readonly values: DescribedGiven; readonly limit?: number | undefined }

/** What is known of somebody who may have been written down. */
export interface DescribedGiven {
  readonly kind: 'individual' | 'organisation'
  readonly name?: string | null | undefined
  /** Of a person, the organisation. */
  readonly organisationName?: string | null | undefined
  /** As people write it. */
  readonly phone?: string | null | undefined
  readonly email?: string | null | undefined
  readonly taxCode?: string | null | undefined
}

export interface Duplicates {
  /**
   * Leads and contacts that may be the same, the likeliest first, each with a score of 50 to 100 and its reasons. Of a lead or contact itself what was said
   * of it up to now counts, of the others what the documents hold: so it tells of duplicates right after somebody was written down.
   * @throws CommandInvalid; CommandRejected for an id that is none
   * @example
   * await crm.contacts.register({ contactId, kind: 'individual', name: 'Lê An', phone: '0912 345 678' })
   * for (const { of, id, score, reasons } of await crm.duplicates.find({ contactId })) console.log(of, id, score, reasons)
   */
  find(asked: DuplicatesAsked): Promise<readonly Duplicate[]>
  /**
   * Of many that were written down, those that may be the same as others, in the order asked. Documents are brought up to date first. An id that is none is
   * left out, as are those that are part of another and those entered by mistake.
   * @param asked at most 1,000 ids of leads and contacts; `limit` others of each, 20 when left out
   * @throws CommandInvalid; what `catchUp` does
   * @example
   * for (const { id, duplicates } of await crm.duplicates.findEach({ ids: [contactId, leadId] })) console.log(id, duplicates[0]?.score)
   */
  findEach(asked: {
    readonly ids: readonly string[]
    readonly limit?: number | undefined
  }): Promise<readonly WithDuplicates[]>
  /** All pairs that may be the same, each once. It reads through all leads and contacts. */
  pairs(): AsyncIterable<DuplicatePair>
}

const uuid = z.uuid().toLowerCase()
const limit = z.int().min(1).max(100).optional()
const textGiven = z.string().max(500).nullish()
const schema = z.union([
  z.strictObject({ contactId: uuid, limit }),
  z.strictObject({ leadId: uuid, limit }),
  z.strictObject({
    values: z.strictObject({
      kind: z.enum(['individual', 'organisation']),
      name: textGiven,
      organisationName: textGiven,
      phone: textGiven,
      email: textGiven,
      taxCode: textGiven,
    }),
    limit,
  }),
])

const eachSchema = z.strictObject({ ids: z.array(uuid).max(1000), limit })

interface Surroundings {
  readonly handler: Pick<CommandHandler, 'state'>
  readonly documents: DocumentStore
  readonly projector: Pick<Projector, 'catchUp'>
  readonly company: () => Promise<Pick<CompanyState, 'country'>>
}

export const duplicatesIn = ({ handler, documents, projector, company }: Surroundings): Duplicates => {
  const contactOf = async (id: string): Promise<readonly [Described, string]> => {
    const state = await handler.state(contact.state, id)
    if (state.status === 'unknown')
      throw new CommandRejected(rejectionOf(contact, 'CONTACT_UNKNOWN', { field: 'contactId', contactId: id }))
    return state.merging.into ? contactOf(state.merging.into.survivorId) : [describedContact(state), id]
  }
  const leadOf = async (id: string): Promise<readonly [Described, string, string | null]> => {
    const state = await handler.state(lead.state, id)
    if (state.status === 'unknown')
      throw new CommandRejected(rejectionOf(lead, 'LEAD_UNKNOWN', { field: 'leadId', leadId: id }))
    if (state.merging.into) return leadOf(state.merging.into.survivorId)
    const contactId = state.status === 'converted' ? (state.conversion?.customer?.contactId ?? null) : null
    return [describedLead(state), id, contactId]
  }
  return {
    async find(given) {
      const asked = checked('duplicates.find', value => schema.safeParse(value, expecting), given)
      if ('contactId' in asked) {
        const [described, id] = await contactOf(asked.contactId)
        return duplicatesOf(documents, described, { id, contactId: null }, asked.limit)
      }
      if ('leadId' in asked) {
        const [described, id, contactId] = await leadOf(asked.leadId)
        return duplicatesOf(documents, described, { id, contactId }, asked.limit)
      }
      const { kind, name = null, organisationName = null, phone, email, taxCode = null } = asked.values
      const number = phone ? phoneNumberOf(phone, (await company()).country) : undefined
      const address = emailAddress.safeParse(email)
      const described: Described = {
        kind,
        name,
        organisationName,
        phones: number === undefined ? [] : [number],
        emails: address.success ? [address.data] : [],
        taxCode,
      }
      return duplicatesOf(documents, described, undefined, asked.limit)
    },
    async findEach(given) {
      const asked = checked('duplicates.findEach', value => eachSchema.safeParse(value, expecting), given)
      await projector.catchUp([matches])
      return duplicatesOfEach(documents, [...new Set(asked.ids)], asked.limit)
    },
    pairs: () => duplicatePairs(documents),
  }
}
