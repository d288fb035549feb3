// What several commands of a lead have in common.
import { z } from 'zod'
import { catalogueFor, type CatalogueState } from '../catalogue/state.ts'
import { catalogueEntryGiven, catalogueEntryRejections, type CatalogueEntryStored } from '../kernel/catalogue-entry.ts'
import { commandOf, defineRejections, type Closed } from '../kernel/command.ts'
import { phoneRejections } from '../kernel/phone-number.ts'
import type { Reference } from '../kernel/reference.ts'
import { dayGiven, id, line, text } from '../kernel/values.ts'
import { mergingRejections } from '../merging/rejections.ts'
import { productRejections, productState, type ProductState } from '../product/state.ts'
import { contactRejections } from '../contact/state.ts'
import { placeRejections } from '../opportunity/place-rejections.ts'
import { staffMemberRejections } from '../staff-member/state.ts'
import {
  leadRejections,
  leadState,
  leadStatusOf,
  type LeadAddress,
  type LeadNames,
  type LeadNeed,
  type LeadProfile,
  type LeadState,
} from './state.ts'

export const reject = defineRejections({
  ...leadRejections,
  ...staffMemberRejections,
  ...placeRejections,
  ...phoneRejections,
  ...productRejections,
  ...contactRejections,
  ...catalogueEntryRejections,
  ...mergingRejections,
  ALREADY_CREATED: {
    en: 'A lead was created under this id with other values',
    vi: 'Đã có khách hàng tiềm năng với mã này nhưng có giá trị khác',
  },
  LEAD_NEEDS_A_NAME: {
    en: 'A lead needs a title, or the name of a person or an organisation',
    vi: 'Khách hàng tiềm năng cần có tiêu đề, hoặc tên người hay tên tổ chức',
  },
  LEAD_VOID: {
    en: 'The lead was entered by mistake, and nothing more can happen to it',
    vi: 'Khách hàng tiềm năng này đã bị hủy vì nhập nhầm nên không ghi thêm được gì',
  },
  LEAD_CONVERTING: {
    en: 'The lead is being converted: try again when that is done',
    vi: 'Khách hàng tiềm năng đang được chuyển đổi: hãy thử lại khi việc đó xong',
  },
  LEAD_NOT_OPEN: { en: 'The lead is no longer open', vi: 'Khách hàng tiềm năng này không còn mở' },
  NOTE_UNKNOWN: { en: 'The lead has no such note', vi: 'Khách hàng tiềm năng không có ghi chú này' },
  NOTE_EXISTS: {
    en: 'The lead has a note with this id and another text',
    vi: 'Khách hàng tiềm năng đã có ghi chú với mã này nhưng có nội dung khác',
  },
  ALREADY_ASSIGNED: {
    en: 'Somebody is in charge of the lead already',
    vi: 'Khách hàng tiềm năng này đã có người phụ trách',
  },
  ASSIGNMENT_NOT_REQUESTED: {
    en: 'The rules were not asked for this, or have answered',
    vi: 'Không có yêu cầu phân công theo quy tắc này, hoặc yêu cầu đã được trả lời',
  },
  NOT_QUALIFIED: {
    en: 'The lead has to be qualified before it is converted',
    vi: 'Phải thẩm định khách hàng tiềm năng đạt yêu cầu trước khi chuyển đổi',
  },
  MISSING_FIELDS: {
    en: 'Something is missing for what the lead is to become',
    vi: 'Còn thiếu thông tin để chuyển đổi khách hàng tiềm năng',
  },
  ALREADY_CONVERTED: {
    en: 'The lead was converted before, and is converted once',
    vi: 'Khách hàng tiềm năng đã được chuyển đổi, và chỉ chuyển đổi một lần',
  },
  ALREADY_CUSTOMER: { en: 'The contact is a customer under another code', vi: 'Liên hệ đã là khách hàng với mã khác' },
  PERSON_ERASED: {
    en: 'The person was erased meanwhile, and nothing can be made of the lead any more',
    vi: 'Người này đã bị xóa trong lúc chuyển đổi nên không còn gì để chuyển đổi nữa',
  },
  CONVERSION_UNKNOWN: {
    en: 'The lead is in no such conversion',
    vi: 'Khách hàng tiềm năng không ở trong lần chuyển đổi này',
  },
  CONVERTED_SURVIVES: {
    en: 'A converted lead is the one that the others become part of',
    vi: 'Khách hàng tiềm năng đã chuyển đổi phải là mục giữ lại khi gộp',
  },
  OPPORTUNITY_UNKNOWN: { en: 'There is no such opportunity', vi: 'Không có cơ hội này' },
  NOT_OPEN: { en: 'The opportunity is closed', vi: 'Cơ hội đã đóng' },
})

const isVoid = (state: LeadState, leadId: string) =>
  state.status === 'void' ? reject('LEAD_VOID', { field: 'leadId', leadId }) : undefined
export const converting = (leadId: string) => reject('LEAD_CONVERTING', { field: 'leadId', leadId })

const closed = {
  rejects: ['LEAD_CONVERTING', 'LEAD_VOID'],
  why: (state, leadId) => (state.status === 'converting' ? converting(leadId) : isVoid(state, leadId)),
} as const satisfies Closed<LeadState, string>
/** What changes nothing while the lead is being converted, and nothing after it was voided. */
export const command = commandOf(leadState, closed)
const voided = { rejects: ['LEAD_VOID'], why: isVoid } as const satisfies Closed<LeadState, string>
/** What is not refused in general while the lead is being converted. */
export const commandWhileConverting = commandOf(leadState, voided)
/** What is refused in no state in general. */
export const commandAlways = commandOf(leadState)

export const leadId = id('lead')
/** Why a lead allows nothing that only an open one does. */
export const notOpen = (state: LeadState, leadId: string) =>
  reject('LEAD_NOT_OPEN', { field: 'leadId', leadId, status: leadStatusOf(state) })
export const personOf = (state: LeadState, leadId: string): string => leadState.personOf(state, leadId)

export const kind = z.enum(['individual', 'organisation']).describe('Person or organisation')
const named = (most: number, what: string) => line(most).nullish().describe(`${what}; null none`)
export const names = {
  title: named(300, 'What it is about'),
  name: named(200, 'Name of the person'),
  organisationName: named(200, 'Name of the organisation'),
}
export const isNameless = ({ title, name, organisationName }: LeadNames): boolean =>
  title === null && name === null && organisationName === null

const addressLines = {
  street: named(200, 'House number and street'),
  ward: named(200, 'Ward or commune'),
  district: named(200, 'District'),
  province: named(200, 'Province or city'),
  country: named(200, 'Country'),
  postalCode: named(200, 'Postal code'),
}
export const addressGiven = z.strictObject(addressLines)
/** An address that says nothing is none. */
export const addressIn = (given: z.output<typeof addressGiven> | null | undefined): LeadAddress | null => {
  if (!given) return null
  const { street = null, ward = null, district = null, province = null, country = null, postalCode = null } = given
  const address = { street, ward, district, province, country, postalCode }
  return Object.values(address).every(value => value === null) ? null : address
}

export const needGiven = z.strictObject({
  productIds: z.array(id('product')).max(50).optional().describe('Products wanted'),
  description: text(2000).nullish().describe('What is wanted, in words'),
  strength: z.enum(['wish', 'need']).nullish().describe('How strongly: a wish, or a need'),
  when: z.enum(['now', 'later']).nullish().describe('Wanted now, or in the future'),
  wantedOn: dayGiven.nullish().describe('Day on which it is wanted'),
  canAfford: z.boolean().nullish().describe('Whether the money is there'),
})
/** A need of which nothing is said is none. */
export const needIn = (given: z.output<typeof needGiven> | null | undefined): LeadNeed | null => {
  if (!given) return null
  const { productIds = [], ...said } = given
  const { description = null, strength = null, when = null, wantedOn = null, canAfford = null } = said
  const need = { description, strength, when, wantedOn, canAfford }
  if (productIds.length === 0 && Object.values(need).every(value => value === null)) return null
  return { productIds: [...new Set(productIds)].sort(), ...need }
}

/** For a command's context: products that a need may name, also those no longer sold. */
export const productsKnown = (
  field: string,
  ids: readonly string[],
): Readonly<Record<string, Reference<ProductState>>> =>
  Object.fromEntries(
    ids.map(productId => [
      productId,
      {
        ...productState.of(productId),
        refuse: ({ status }: ProductState) =>
          status === 'unknown' ? { code: 'PRODUCT_UNKNOWN', details: { field, productId } } : undefined,
      },
    ]),
  )

const entry = (what: string) => catalogueEntryGiven.nullish().describe(`${what}; null none`)
/** Fields of a lead that hold a value of a catalogue. */
export const catalogueFields = {
  position: entry('Position of the person'),
  industry: entry('Industry'),
  size: entry('Size of the organisation'),
  group: entry('Customer group'),
  territory: entry('Territory'),
  source: entry('Where it came from'),
  campaign: entry('Campaign that brought it'),
}
export type CatalogueField = keyof typeof catalogueFields
/** For a command's context: the lists that the values given are looked up in. */
export const cataloguesFor = (
  given: Readonly<Partial<Record<CatalogueField, unknown>>>,
): Readonly<Record<CatalogueField, Reference<CatalogueState>>> => ({
  position: catalogueFor('position', given.position),
  industry: catalogueFor('industry', given.industry),
  size: catalogueFor('size', given.size),
  group: catalogueFor('customerGroup', given.group),
  territory: catalogueFor('territory', given.territory),
  source: catalogueFor('leadSource', given.source),
  campaign: catalogueFor('campaign', given.campaign),
})
export const entriesOf = (profile: LeadProfile): { readonly [F in CatalogueField]: CatalogueEntryStored | null } => {
  const { kind: _, ...entries } = profile
  return entries
}
