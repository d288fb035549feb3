// What several commands of an invoice have in common.
import { contactRejections } from '../contact/state.ts'
import { kernelRejection } from '../kernel/aggregate.ts'
import { commandOf, defineRejections, type Rejection } from '../kernel/command.ts'
import { expected } from '../kernel/expected.ts'
import { moneyGiven, showMoney, type StoredMoney } from '../kernel/money.ts'
import { id, line, text } from '../kernel/values.ts'
import { productRejections } from '../product/state.ts'
import { assignmentRejections } from '../sales-team/assignment.ts'
import { staffMemberRejections } from '../staff-member/state.ts'
import { invoiceRejections, invoiceState, mostMovements, type InvoiceState } from './state.ts'

export const reject = defineRejections({
  ...invoiceRejections,
  ...contactRejections,
  ...staffMemberRejections,
  ...assignmentRejections,
  PRODUCT_UNKNOWN: productRejections.PRODUCT_UNKNOWN,
  OPPORTUNITY_UNKNOWN: { en: 'There is no such opportunity', vi: 'Không có cơ hội này' },
  CUSTOMER_MISSING: {
    en: 'An invoice needs a customer, and the opportunity has none',
    vi: 'Hóa đơn cần có khách hàng, mà cơ hội chưa có khách hàng',
  },
  ALREADY_DRAFTED: {
    en: 'An invoice was drafted under this id with other values',
    vi: 'Đã có hóa đơn với mã này nhưng có giá trị khác',
  },
  NOT_DRAFT: {
    en: 'The invoice is no draft any more, so it can’t be changed: correct an issued one by a credit note',
    vi: 'Hóa đơn không còn là bản nháp nên không sửa được: hóa đơn đã phát hành thì lập hóa đơn điều chỉnh',
  },
  SYMBOL_IN_USE: {
    en: 'The company gives numbers of its own under this symbol in that year: an invoice that was issued elsewhere has another symbol, or none',
    vi: 'Trong năm đó công ty tự cấp số theo ký hiệu này: hóa đơn phát hành ở nơi khác phải có ký hiệu khác hoặc để trống',
  },
  NOT_READY: { en: 'The invoice does not wait for a number', vi: 'Hóa đơn này không chờ cấp số' },
  NOT_ISSUED: {
    en: 'The invoice has not been issued, or was cancelled',
    vi: 'Hóa đơn chưa phát hành hoặc đã bị hủy',
  },
  NUMBER_MISSING: { en: 'It needs the next number of its series', vi: 'Cần số kế tiếp của dãy hóa đơn' },
  ISSUED_OTHERWISE: {
    en: 'The invoice was issued in another series',
    vi: 'Hóa đơn đã phát hành theo ký hiệu khác',
  },
  CURRENCY_MISMATCH: {
    en: 'The amount is in another currency than the invoice',
    vi: 'Số tiền dùng loại tiền khác với hóa đơn',
  },
  AMOUNT_TOO_LARGE: {
    en: 'The lines add up to more than an invoice may come to',
    vi: 'Tổng các dòng vượt quá giá trị tối đa của một hóa đơn',
  },
  DISCOUNT_TOO_LARGE: {
    en: 'The discount is more than what it is a discount on',
    vi: 'Chiết khấu lớn hơn số tiền được chiết khấu',
  },
  OUTSTANDING_EXCEEDED: {
    en: 'It is more than what is outstanding then or on a later day',
    vi: 'Số tiền lớn hơn số còn phải thu vào ngày đó hoặc một ngày sau đó',
  },
  INSTALMENT_UNKNOWN: { en: 'The invoice has no such instalment', vi: 'Hóa đơn không có kỳ thanh toán này' },
  ALLOCATION_EXISTS: {
    en: 'There is an allocation with this id and other values',
    vi: 'Đã có khoản phân bổ với mã này nhưng có giá trị khác',
  },
  ALLOCATION_UNKNOWN: { en: 'The invoice has no such allocation', vi: 'Hóa đơn không có khoản phân bổ này' },
  CREDIT_NOTE_EXISTS: {
    en: 'There is a credit note with this id and other values',
    vi: 'Đã có hóa đơn điều chỉnh với mã này nhưng có giá trị khác',
  },
  CREDIT_NOTE_UNKNOWN: { en: 'The invoice has no such credit note', vi: 'Hóa đơn không có hóa đơn điều chỉnh này' },
  CREDIT_EXCEEDED: {
    en: 'It is more than what can be credited: what is not credited and not written off yet',
    vi: 'Số tiền lớn hơn số có thể điều chỉnh giảm: phần chưa điều chỉnh và chưa xóa nợ',
  },
  WRITE_OFF_EXISTS: {
    en: 'There is a write-off with this id and other values',
    vi: 'Đã có khoản xóa nợ với mã này nhưng có giá trị khác',
  },
  WRITE_OFF_UNKNOWN: { en: 'The invoice has no such write-off', vi: 'Hóa đơn không có khoản xóa nợ này' },
  NOTHING_OUTSTANDING: {
    en: 'Nothing is outstanding then or on a later day',
    vi: 'Không còn khoản phải thu vào ngày đó hoặc một ngày sau đó',
  },
  PARTLY_COVERED: {
    en: 'An invoice is cancelled only while nothing is paid, credited or written off: undo that first, or issue a credit note',
    vi: 'Chỉ hủy được hóa đơn khi chưa thanh toán, điều chỉnh hay xóa nợ: hãy bỏ các khoản đó trước, hoặc lập hóa đơn điều chỉnh',
  },
})

export const command = commandOf(invoiceState)
export const invoiceId = id('invoice')
export const allocationId = id('allocation')
export const creditNoteId = id('credit note')
export const writeOffId = id('write-off')
export const reason = text(2000).optional().describe('Why')
export const symbol = line(30).describe('Symbol of the series that its number is of')
export const amountGiven = moneyGiven.refine(
  ({ minorUnits }) => minorUnits > 0,
  expected({ en: 'expected more than 0', vi: 'cần số lớn hơn 0' }),
)

export const notIssued = ({ status }: InvoiceState, invoiceId: string): Rejection =>
  reject('NOT_ISSUED', { field: 'invoiceId', invoiceId, status })

/** The currency of all that is said of an invoice. */
const currencyOf = ({ content }: InvoiceState): string => content?.currency ?? ''
export const moneyIn = (state: InvoiceState, minorUnits: number): StoredMoney => ({
  minorUnits,
  currency: currencyOf(state),
})
export const otherCurrency = (state: InvoiceState, given: StoredMoney | undefined): Rejection | undefined => {
  const expected = currencyOf(state)
  return given === undefined || given.currency === expected
    ? undefined
    : reject('CURRENCY_MISMATCH', { field: 'amount', expected, currency: given.currency })
}
/** The most that there may be, in details of a rejection. */
export const mostOf = (state: InvoiceState, minorUnits: number) => {
  const { amount: most, currency } = showMoney(moneyIn(state, Math.max(0, minorUnits)))
  return { most, currency }
}

/** Why so many movements more are too many. */
export const tooManyMovements = ({ movements }: InvoiceState, more: number): Rejection | undefined =>
  movements.length + more > mostMovements
    ? kernelRejection('TOO_MANY_PARTS', { field: 'movements', most: mostMovements })
    : undefined
