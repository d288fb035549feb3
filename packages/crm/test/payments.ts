// Payments of one customer and the invoices that they pay, over any stores.
import { invoiceEvents, outstandingOn, paymentEvents, remainderOn } from '@eventcrm/domain'
import type { EventStore } from '@eventcrm/event-store'
import { expect } from 'vitest'
import { isRejected } from '../src/index.ts'
import { idOf, type LeadsCrm } from './leads.ts'

export const customerId = idOf(1)
export const [payment1, payment2] = [idOf(11), idOf(12)]
export const [invoice1, invoice2] = [idOf(21), idOf(22)]
export const [first, second, third] = [idOf(31), idOf(32), idOf(33)]
export const creditNote = idOf(41)

export const vnd = (amount: number) => ({ amount, currency: 'VND' })

/** A customer with two invoices of 1000 and two payments of 1500, all of January; each command is accepted once, however often it is sent. */
export const setTheScene = async ({ contacts, invoices, payments }: LeadsCrm): Promise<void> => {
  const on = (at: string, commandId: string) => ({ at, commandId })
  await contacts.register(
    { contactId: customerId, kind: 'organisation', name: 'Đại Phát' },
    on('2026-01-01', 'contact'),
  )
  for (const [n, invoiceId] of [invoice1, invoice2].entries())
    await invoices.record(
      { invoiceId, customerId, number: String(n + 1), lines: [{ unitPrice: vnd(1000) }] },
      on('2026-01-10', `invoice-${String(n)}`),
    )
  for (const [n, paymentId] of [payment1, payment2].entries())
    await payments.receive({ paymentId, customerId, amount: vnd(1500) }, on('2026-01-05', `payment-${String(n)}`))
}

/** Has an invoice corrected by a credit note. */
export const credit = async (
  crm: LeadsCrm,
  of: { readonly invoiceId: string; readonly creditNoteId: string; readonly amount?: number },
  at: string,
): Promise<void> => {
  const { amount, ...given } = of
  const options = { at, commandId: `credit-${of.creditNoteId}` }
  await crm.invoices.credit({ ...given, ...(amount === undefined ? {} : { amount: vnd(amount) }) }, options)
}

/** 'accepted', or the code that it was rejected with. */
export const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
    return 'accepted'
  } catch (error) {
    if (isRejected(error)) return error.code
    throw error
  }
}

/** What stands in the log of payments and invoices: per stream, which command decided what. */
export const streamsIn = async (events: EventStore): Promise<Readonly<Record<string, readonly unknown[]>>> => {
  const streams: Record<string, unknown[]> = {}
  const categories = ['payment', 'invoice'].map(one => `${events.namespace}.${one}`)
  for await (const { stream, type, data, metadata } of events.readAll({ categories }))
    (streams[stream.slice(events.namespace.length + 1)] ??= []).push({
      ...{ type, data, commandId: metadata.commandId, on: metadata.occurredOn },
    })
  // what is carried out again after an end comes in whichever order
  for (const one of Object.values(streams)) one.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  return streams
}

interface Booking {
  readonly on: string
  readonly account: string
  readonly amount: bigint
}

/** Every booking that events say, in accounts of the test's own: what of an invoice, what of a payment, seen from either side. */
const bookingsIn = async (crm: LeadsCrm): Promise<readonly Booking[]> => {
  const all: Booking[] = []
  const askedOn = new Map<string, string>()
  const book = (on: string, account: string, amount: number, sign: 1 | -1 = 1) =>
    all.push({ on, account, amount: BigInt(sign * amount) })
  /** What was booked there first is nothing from that day on. */
  const bookBack = (on: string, account: string) => {
    const before = all.find(one => one.account === account)
    all.push({ on, account, amount: -(before?.amount ?? 0n) })
  }
  const i = invoiceEvents
  const p = paymentEvents
  for await (const { type, streamId, occurredOn: day, data } of crm.events({ follow: false })) {
    const is = <Data>(definition: { readonly type: string; readonly schema: { parse(data: unknown): Data } }) =>
      type === definition.type ? definition.schema.parse(data) : undefined
    const issued = is(i.InvoiceIssued)
    if (issued) book(issued.on, `total ${streamId}`, issued.total.minorUnits)
    if (is(i.InvoiceCancelled)) bookBack(day, `total ${streamId}`)
    const allocated = is(i.InvoicePaymentAllocated)
    if (allocated) {
      book(day, `paid ${streamId}`, allocated.amount.minorUnits)
      book(day, `by invoices ${allocated.paymentId}`, allocated.amount.minorUnits)
    }
    const undone = is(i.InvoiceAllocationUndone)
    if (undone) {
      book(undone.on, `paid ${streamId}`, undone.amount.minorUnits, -1)
      book(undone.on, `by invoices ${undone.paymentId}`, undone.amount.minorUnits, -1)
    }
    const credited = is(i.InvoiceCredited)
    if (credited) book(credited.on, `credited ${streamId}`, credited.amount.minorUnits)
    for (const { on, paymentId, amount } of credited?.released ?? []) {
      book(on, `paid ${streamId}`, amount.minorUnits, -1)
      book(on, `by invoices ${paymentId}`, amount.minorUnits, -1)
    }
    const writtenOff = is(i.InvoiceWrittenOff)
    if (writtenOff) book(day, `written off ${streamId}`, writtenOff.amount.minorUnits)
    const expected = is(i.InvoiceWriteOffUndone)
    if (expected) book(expected.on, `written off ${streamId}`, expected.amount.minorUnits, -1)
    const received = is(p.PaymentReceived)
    if (received) book(day, `received ${streamId}`, received.amount.minorUnits)
    if (is(p.PaymentBounced)) bookBack(day, `received ${streamId}`)
    // it is out of the remainder since it was asked for, unless the invoice refused it
    const asked = is(p.PaymentAllocationRequested)
    if (asked) askedOn.set(`${streamId}/${asked.allocationId}`, day)
    const taken = is(p.PaymentAllocated)
    if (taken)
      book(askedOn.get(`${streamId}/${taken.allocationId}`) ?? day, `by payments ${streamId}`, taken.amount.minorUnits)
    const back = is(p.PaymentAllocationUndone) ?? is(p.PaymentAllocationReleased)
    if (back) book(day, `by payments ${streamId}`, back.amount.minorUnits, -1)
  }
  return all
}

/**
 * Holds that on every day, of each invoice, paid + credited + written off + outstanding = total and nothing of it is less than 0; and of each
 * payment what invoices say that it pays, what it says itself, and what is left of it, agree.
 */
export const expectBalanced = async (
  crm: LeadsCrm,
  invoiceIds: readonly string[],
  paymentIds: readonly string[],
): Promise<void> => {
  const bookings = await bookingsIn(crm)
  const days = [...new Set(bookings.map(({ on }) => on))].sort()
  const of = Map.groupBy(bookings, ({ account }) => account)
  const at = (day: string, account: string): bigint =>
    (of.get(account) ?? []).reduce((sum, one) => (one.on <= day ? sum + one.amount : sum), 0n)
  for (const invoiceId of invoiceIds) {
    const state = await crm.state('invoices', invoiceId)
    for (const day of days) {
      const [total, paid, credited, writtenOff] = ['total', 'paid', 'credited', 'written off'].map(account =>
        at(day, `${account} ${invoiceId}`),
      )
      const outstanding = BigInt(outstandingOn(state, day))
      expect(
        [paid, credited, writtenOff, outstanding].every(amount => (amount ?? -1n) >= 0n),
        `${invoiceId} ${day}`,
      ).toBe(true)
      expect((paid ?? 0n) + (credited ?? 0n) + (writtenOff ?? 0n) + outstanding, `${invoiceId} ${day}`).toBe(total)
    }
  }
  for (const paymentId of paymentIds) {
    const state = await crm.state('payments', paymentId)
    for (const day of days) {
      const pays = at(day, `by invoices ${paymentId}`)
      expect(at(day, `by payments ${paymentId}`), `${paymentId} ${day}`).toBe(pays)
      expect(remainderOn(state, day), `${paymentId} ${day}`).toBe(at(day, `received ${paymentId}`) - pays)
    }
  }
}
