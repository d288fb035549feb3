// What several commands of an opportunity have in common.
import { z } from 'zod'
import { requiredFieldRejections } from '../company/required-fields.ts'
import { contactRejections } from '../contact/state.ts'
import { leadRejections } from '../lead/state.ts'
import { commandOf, defineRejections, type Rejection } from '../kernel/command.ts'
import { catalogueEntryRejections } from '../kernel/catalogue-entry.ts'
import { mostMinorUnits, priceOf, showMoney, type StoredMoney } from '../kernel/money.ts'
import { dayGiven, id } from '../kernel/values.ts'
import { productRejections } from '../product/state.ts'
import {
  admits,
  salesPipelineState,
  stagesInOrder,
  type SalesPipelineState,
  type Stage,
} from '../sales-pipeline/state.ts'
import { placeRejections } from './place-rejections.ts'
import { staffMemberRejections } from '../staff-member/state.ts'
import {
  opportunityState,
  type OpportunityLine,
  type OpportunityState,
  type Revenue,
  type StageEntered,
} from './state.ts'

export const reject = defineRejections({
  ...staffMemberRejections,
  ...requiredFieldRejections,
  OPPORTUNITY_UNKNOWN: { en: 'There is no such opportunity', vi: 'Không có cơ hội này' },
  NOT_OPEN: { en: 'The opportunity is closed', vi: 'Cơ hội đã đóng' },
  OPPORTUNITY_VOID: {
    en: 'The opportunity was entered by mistake, and nothing more can happen to it',
    vi: 'Cơ hội này đã bị hủy vì nhập nhầm nên không ghi thêm được gì',
  },
  ALREADY_OPENED: {
    en: 'An opportunity was opened under this id with other values',
    vi: 'Đã có cơ hội mở với mã này nhưng có giá trị khác',
  },
  ...placeRejections,
  STAGE_NOT_WON: { en: 'The stage is no won one', vi: 'Giai đoạn này không phải giai đoạn thắng' },
  NO_WON_STAGE: {
    en: 'The pipeline has no stage that the opportunity could be won in',
    vi: 'Quy trình bán hàng không có giai đoạn thắng nào cho cơ hội',
  },
  ...contactRejections,
  ...leadRejections,
  ...catalogueEntryRejections,
  PERSON_UNKNOWN: { en: 'The contact is not involved', vi: 'Liên hệ này không tham gia cơ hội' },
  PERSON_EXISTS: { en: 'The contact is involved in another role', vi: 'Liên hệ này đã tham gia với vai trò khác' },
  PERSON_IS_ORGANISATION: {
    en: 'Those involved are persons, and the contact is an organisation: link it as the customer',
    vi: 'Người tham gia phải là cá nhân, còn liên hệ này là tổ chức: hãy ghi là khách hàng của cơ hội',
  },
  ...productRejections,
  LINE_UNKNOWN: { en: 'The opportunity has no such line', vi: 'Cơ hội không có dòng này' },
  LINE_EXISTS: {
    en: 'The opportunity has a line with this id and other values',
    vi: 'Cơ hội đã có dòng với mã này nhưng có giá trị khác',
  },
  PRICE_MISSING: {
    en: 'The product has no list price, so a price must be given',
    vi: 'Sản phẩm không có giá niêm yết nên phải cho biết giá',
  },
  CURRENCY_MISMATCH: {
    en: 'The amount is in another currency than the opportunity',
    vi: 'Số tiền dùng loại tiền khác với cơ hội',
  },
  AMOUNT_TOO_LARGE: {
    en: 'The lines add up to more than an opportunity may be worth',
    vi: 'Tổng các dòng vượt quá giá trị tối đa của một cơ hội',
  },
})

/** A command that a void opportunity takes no more. */
export const command = commandOf(opportunityState, {
  rejects: ['OPPORTUNITY_VOID'],
  why: ({ status }, opportunityId) =>
    status === 'void' ? reject('OPPORTUNITY_VOID', { field: 'opportunityId', opportunityId }) : undefined,
})
export const commandOnVoid = commandOf(opportunityState)
export const opportunityId = id('opportunity')
export const priority = z.int().min(0).max(3).describe('Stars, 0 to 3')
export const expectedCloseOn = dayGiven.describe('Day on which it is expected to close')

/** Why an opportunity allows nothing that only an open one does. */
export const notOpen = ({ status }: OpportunityState, opportunityId: string) =>
  reject('NOT_OPEN', { field: 'opportunityId', opportunityId, status })

/**
 * What only an open opportunity allows to be set, and closing it does not set itself. Closing depends on it: dated before its last
 * setting, it would have that happen to a closed opportunity.
 */
export const whileOpen = ['probabilityByHand', 'revenue', 'expectedCloseOn', 'leads.leadId'] as const

/** The pipeline that it is in. */
export const pipelineOf = (state: OpportunityState) => salesPipelineState.of(state.stage.pipelineId)

/** A stage as an opportunity enters it. */
export const entered = (pipelineId: string, stage: Stage): StageEntered => {
  const { stageId, name, order, probability, rottingDays } = stage
  return { pipelineId, stageId, name, order, probability, rottingDays }
}

/** The stage of that id, if an opportunity of that team may enter it. */
export const stageToEnter = (
  pipeline: SalesPipelineState,
  stageId: string,
  teamId: string | null,
): Stage | Rejection => {
  const stage = pipeline.stages.get(stageId)
  const details = { field: 'stageId', stageId }
  if (!stage) return reject('STAGE_UNKNOWN', { ...details, known: stagesInOrder(pipeline).map(stage => stage.stageId) })
  if (stage.retired) return reject('STAGE_RETIRED', details)
  return admits(stage.teamIds, teamId)
    ? stage
    : reject('STAGE_CLOSED_TO_TEAM', { ...details, teamId, known: stage.teamIds })
}

/**
 * Why an opportunity cannot take an amount: its currency is that of its lines. Without lines it may change, with the revenue.
 * @param field the command's field that holds the amount
 */
export const otherCurrency = (state: OpportunityState, amount: StoredMoney, field: string): Rejection | undefined => {
  const { currency } = state.revenue.value
  if (amount.currency === currency || state.lines.size === 0) return undefined
  return reject('CURRENCY_MISMATCH', { field, expected: currency, currency: amount.currency })
}

/**
 * The expected revenue that these lines add up to, each rounded half up to the currency's minor unit.
 * @param field the command's field at fault when they add up to too much
 */
export const sumOf = (lines: Iterable<OpportunityLine>, currency: string, field: string): Revenue | Rejection => {
  let sum = 0n
  for (const { quantity, unitPrice } of lines) sum += priceOf(quantity, unitPrice)
  if (sum <= mostMinorUnits) return { value: { minorUnits: Number(sum), currency }, byHand: false }
  const { amount } = showMoney({ minorUnits: mostMinorUnits, currency })
  return reject('AMOUNT_TOO_LARGE', { field, most: amount, currency })
}
