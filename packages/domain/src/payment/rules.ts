// What several commands of a payment have in common.
import { contactRejections } from '../contact/state.ts'
import { kernelRejection } from '../kernel/aggregate.ts'
import { commandOf, defineRejections, type Rejection } from '../kernel/command.ts'
import type { Day } from '../kernel/dated.ts'
import { expected } from '../kernel/expected.ts'
import { moneyGiven } from '../kernel/money.ts'
import { id } from '../kernel/values.ts'
import { invoiceRejections } from '../invoice/state.ts'
import { assignmentRejections } from '../sales-team/assignment.ts'
import { staffMemberRejections } from '../staff-member/state.ts'
import { paymentState } from './state.ts'

export const reject = defineRejections({
  ...contactRejections,
  ...staffMemberRejections,
  ...assignmentRejections,
  ...invoiceRejections,
  PAYMENT_UNKNOWN: { en: 'There is no such payment', vi: 'Không có khoản thanh toán này' },
  PAYMENT_EXISTS: {
    en: 'A payment was recorded under this id with other values',
    vi: 'Đã có khoản thanh toán ghi với mã này nhưng có giá trị khác',
  },
  PAYMENT_PAID_OUT: {
    en: 'The payment was paid out: only what came in pays invoices or bounces',
    vi: 'Đây là khoản chi: chỉ khoản thu mới thanh toán hóa đơn hoặc bị trả lại',
  },
  PAYMENT_BOUNCED: { en: 'The payment bounced', vi: 'Khoản thu đã bị trả lại' },
  PAYMENT_NOT_BOUNCED: { en: 'The payment did not bounce', vi: 'Khoản thu không bị trả lại' },
  NOT_ISSUED: {
    en: 'The invoice has not been issued by that day, or was cancelled',
    vi: 'Vào ngày đó hóa đơn chưa phát hành hoặc đã bị hủy',
  },
  OTHER_CUSTOMER: {
    en: 'The payment is by another customer than the invoice',
    vi: 'Khoản thanh toán là của khách hàng khác với hóa đơn',
  },
  CURRENCY_MISMATCH: {
    en: 'The amount is in another currency than the payment or the invoice',
    vi: 'Số tiền dùng loại tiền khác với khoản thanh toán hoặc hóa đơn',
  },
  MORE_THAN_REMAINDER: {
    en: 'The payment has less left than that on that day or later',
    vi: 'Khoản thanh toán còn dư ít hơn số đó vào ngày này hoặc sau đó',
  },
  ALLOCATION_UNKNOWN: { en: 'The payment has no such allocation', vi: 'Khoản thanh toán không có khoản phân bổ này' },
  ALLOCATION_EXISTS: {
    en: 'The payment has an allocation with this id and other values',
    vi: 'Khoản thanh toán đã có khoản phân bổ với mã này nhưng có giá trị khác',
  },
  ALLOCATION_PENDING: {
    en: 'The allocation is still under way: try again when it is done',
    vi: 'Khoản phân bổ đang được thực hiện: hãy thử lại khi xong',
  },
  ALLOCATION_STANDS: {
    en: 'The allocation pays an invoice, and nobody asked for it to be undone',
    vi: 'Khoản phân bổ đang thanh toán hóa đơn, và chưa có yêu cầu hủy',
  },
  MORE_THAN_ALLOCATED: {
    en: 'The allocation has less left than that',
    vi: 'Khoản phân bổ còn lại ít hơn số đó',
  },
})

export const command = commandOf(paymentState)
export const paymentId = id('payment')
export const allocationId = id('allocation')
export const invoiceId = id('invoice')

/** Money in a command of which there is some. */
export const someMoney = moneyGiven.refine(
  ({ minorUnits }) => minorUnits > 0,
  expected({ en: 'expected an amount above 0', vi: 'cần số tiền lớn hơn 0' }),
)

export const otherCurrency = (expected: string, { currency }: { readonly currency: string }): Rejection | undefined =>
  currency === expected ? undefined : reject('CURRENCY_MISMATCH', { field: 'amount.currency', expected, currency })

/** The rejection of what is dated before a day that it builds on. */
export const tooEarly = (field: string, notBefore: Day, on: Day): Rejection | undefined =>
  on < notBefore ? kernelRejection('DATED_TOO_EARLY', { field, notBefore, on }) : undefined
