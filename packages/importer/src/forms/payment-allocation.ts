// What of a payment pays the invoice that its row names.
import {
  coverableFrom,
  leftOf,
  payment,
  showMoney,
  type InvoiceState,
  type PaymentAllocation,
  type PaymentState,
  type StoredMoney,
} from '@eventcrm/crm'
import { severalHave } from '../references.ts'
import type { Name, PaymentValues, Plan, Row } from './payment-fields.ts'
import { given, moneyFrom } from './money.ts'

export interface InvoiceNamed {
  readonly id: string
  readonly state: InvoiceState
}

/** The invoice that a row names; undefined where it names none, or none that there is, which is a fault. */
export const invoiceNamed = async (
  { crm, find }: Row,
  { invoice: named }: PaymentValues,
  plan: Plan,
): Promise<InvoiceNamed | undefined> => {
  if (named === undefined) return undefined
  const found = await find('invoice', named)
  if (found.is === 'known') return { id: found.id, state: await crm.state('invoices', found.id) }
  if (found.is === 'ambiguous')
    plan.fault('invoice', 'REFERENCE_UNKNOWN', severalHave(found.candidates.length, 'invoice'))
  else
    plan.fault('invoice', 'REFERENCE_UNKNOWN', {
      en: 'there is no such invoice: import it first, or mend the number',
      vi: 'không có hóa đơn này: hãy nhập trước, hoặc sửa lại số',
    })
  return undefined
}

const sum = (amounts: readonly number[]) => amounts.reduce((total, one) => total + one, 0)

/** What the payment pays of that invoice already, as the row means it. */
const sameBefore = (
  there: PaymentState,
  invoiceId: string,
  { allocatedOn, instalment }: PaymentValues,
): readonly (readonly [string, PaymentAllocation])[] =>
  [...there.allocations].filter(
    ([, one]) =>
      one.invoiceId === invoiceId &&
      one.status !== 'refused' &&
      (allocatedOn === undefined || one.on === allocatedOn) &&
      // with the day, a row says all that tells parts of one invoice from another
      (instalment === undefined ? allocatedOn === undefined || one.instalment === null : one.instalment === instalment),
  )

interface Paying {
  /** As it is before the row. */
  readonly there: PaymentState
  readonly amount: StoredMoney
  readonly paidOn: string
}

/** Has the payment pay the invoice, unless it does already. */
export const allocate = async (
  row: Row,
  values: PaymentValues,
  { id: invoiceId, state }: InvoiceNamed,
  { there, amount: whole, paidOn }: Paying,
  plan: Plan,
): Promise<void> => {
  const { id: paymentId, crm } = row
  const { allocatedOn = null, instalment = null } = values
  if (row.isKeyed)
    plan.isFurther = row.isFirst(JSON.stringify(['pays', paymentId, invoiceId, allocatedOn, instalment]), 0)
  const part = moneyFrom('allocated', values.allocated, whole.currency, plan)
  const at: Name = values.allocated === undefined ? 'amount' : 'allocated'
  if (plan.faults.some(({ field }) => field === 'allocated')) return
  const before = sameBefore(there, invoiceId, values)
  if (before.length > 0) {
    const amounts = before.map(([, { amount }]) => amount)
    const meant = [...amounts, sum(amounts), sum(before.map(([id]) => leftOf(there, id)))]
    // a row without a part says as much as the payment says, which may pay others too
    if (part && !meant.includes(part.minorUnits))
      plan.fault('allocated', 'RECORDED_OTHERWISE', {
        en: 'another part of this payment pays the invoice, which stays: put that one, or leave the cell empty',
        vi: 'khoản này đã thanh toán cho hóa đơn một phần khác và giữ nguyên: hãy ghi phần đó, hoặc để trống ô này',
      })
    // one that waits for its process since an import was stopped
    for (const [id, one] of before)
      if (one.status === 'requested') pay(row, id, invoiceId, one, whole.currency, at, plan)
    return
  }
  const amount = (part ?? whole).minorUnits
  const issuedOn = state.issued?.on ?? paidOn
  const on = values.allocatedOn ?? (issuedOn > paidOn ? issuedOn : paidOn)
  const known = (state.issued?.instalments ?? []).map(one => one.instalment)
  if (state.issued && values.instalment !== undefined && !known.includes(values.instalment)) {
    const range = known.length === 1 ? '1' : `1 – ${String(known.length)}`
    plan.fault('instalment', 'INSTALMENT_UNKNOWN', {
      en: `expected an instalment that the invoice has: ${range}`,
      vi: `cần kỳ thanh toán mà hóa đơn có: ${range}`,
    })
    return
  }
  if (state.status === 'issued' && state.issued?.currency === whole.currency) {
    const most = coverableFrom(state, on)
    if (amount > most) {
      const left = `${showMoney({ minorUnits: Math.max(0, most), currency: whole.currency }).amount} ${whole.currency}`
      plan.fault(at, 'OUTSTANDING_EXCEEDED', {
        en: `expected at most ${left}, which is outstanding of the invoice then or on a later day; what is beyond stays with the customer: put what pays the invoice under \`allocated\``,
        vi: `cần nhiều nhất ${left}, là số còn phải thu của hóa đơn vào ngày đó hoặc một ngày sau đó; phần vượt là tiền trả trước của khách: hãy ghi phần thanh toán hóa đơn ở \`allocated\``,
      })
      return
    }
  }
  const times = [...there.allocations.values()].filter(one => one.invoiceId === invoiceId).length
  const allocationId = await crm.idFor('allocation', paymentId, invoiceId, String(times))
  pay(row, allocationId, invoiceId, { amount, on, instalment: values.instalment ?? null }, whole.currency, at, plan)
}

const pay = (
  { id: paymentId }: Row,
  allocationId: string,
  invoiceId: string,
  { amount: minorUnits, on, instalment }: Pick<PaymentAllocation, 'amount' | 'on' | 'instalment'>,
  currency: string,
  at: Name,
  plan: Plan,
): void => {
  const amount = given({ minorUnits, currency })
  if (!amount) return
  const input = { paymentId, allocationId, invoiceId, instalment: instalment ?? undefined, amount }
  plan.step(
    payment.allocate(input, on),
    { at: 'allocatedOn', invoiceId: 'invoice', 'amount.currency': 'currency', amount: at, settle: 'invoice' },
    (crm, options) => crm.payments.allocate(input, { ...options, at: on }),
  )
}
