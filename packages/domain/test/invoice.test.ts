import { describe, expect, it } from 'vitest'
import { did, given, pooled } from '../../testkit/src/index.ts'
import {
  contact,
  invoice,
  invoiceEvents as e,
  invoiceSeriesOf,
  recordedSeriesOf,
  opportunity,
  salesPipeline,
  salesTeam,
  staffMember,
} from '../src/index.ts'
import {
  allocated,
  allocation,
  creditNote,
  credited,
  customer,
  customerId,
  draft,
  drafted,
  invoiceId,
  issued,
  managerId,
  payment,
  undone,
  vnd,
  writeOff,
  writtenOff,
} from './invoice-past.ts'

const stored = (minorUnits: number) => ({ minorUnits, currency: 'VND' })
const nobody = { ownerId: null, teamId: null, department: null }
const money = { currency: 'VND', net: stored(1000), tax: stored(100), total: stored(1100) }
const whose = { personId: customerId, customerId, opportunityId: null, assignment: nobody }
const seriesId = invoiceSeriesOf('HD', 2026)
const series = { seriesId, symbol: 'HD', year: 2026 }

describe('a draft', () => {
  it('says what it comes to', () => {
    const outcome = given(customer).when(invoice.draft(draft()), '2026-01-05')
    const [event] = 'code' in outcome.outcome ? [] : outcome.outcome
    expect(event?.data).toMatchObject({
      customerId,
      ...money,
      taxes: [{ rate: 10, taxable: stored(1000), tax: stored(100) }],
      terms: { dueOn: null, instalments: [{ portion: 100, rule: 'daysAfterInvoice', count: 0 }] },
    })
  })

  it('is that of who has the opportunity, else of who manages the customer’s account', () => {
    const opportunityId = pooled('opportunity')
    const people = [
      did(salesTeam.create({ teamId: pooled('sales team'), name: 'North' }), '2026-01-01'),
      did(
        staffMember.register({ staffMemberId: managerId, name: 'An', mainTeamId: pooled('sales team') }),
        '2026-01-01',
      ),
      did(
        staffMember.register({
          staffMemberId: pooled('staff member', 1),
          name: 'Bình',
          department: 'Bán lẻ',
          mainTeamId: pooled('sales team'),
        }),
        '2026-01-01',
      ),
      did(salesPipeline.create({ name: 'Sales' }), '2026-01-01'),
      did(opportunity.open({ opportunityId, title: 'Máy in', ownerId: managerId }), '2026-01-02'),
      did(
        contact.setAccountManager({ contactId: customerId, accountManagerId: pooled('staff member', 1) }),
        '2026-01-02',
      ),
    ]
    const ofDraft = (other: Partial<Parameters<typeof invoice.draft>[0]>) => {
      const { outcome } = given(customer, ...people).when(invoice.draft(draft(other)), '2026-01-05')
      return 'code' in outcome ? outcome : Reflect.get(outcome[0]?.data ?? {}, 'assignment')
    }
    expect(ofDraft({ opportunityId })).toMatchObject({ ownerId: managerId, teamId: pooled('sales team') })
    expect(ofDraft({})).toEqual({
      ownerId: pooled('staff member', 1),
      teamId: pooled('sales team'),
      department: 'Bán lẻ',
    })
    expect(ofDraft({ ownerId: managerId })).toMatchObject({ ownerId: managerId, teamId: pooled('sales team') })
    expect(ofDraft({ teamId: null, opportunityId })).toMatchObject({ ownerId: managerId, teamId: null })
    expect(ofDraft({ teamId: pooled('sales team', 9) })).toMatchObject({ code: 'SALES_TEAM_UNKNOWN' })
    expect(ofDraft({ ownerId: null, opportunityId })).toMatchObject({ ownerId: null })
  })

  it('names what is there, in one currency', () => {
    given().when(invoice.draft(draft()), '2026-01-05').rejected('CONTACT_UNKNOWN', { field: 'customerId' })
    const usd = { amount: 1, currency: 'USD' }
    const when = (other: Partial<Parameters<typeof invoice.draft>[0]>) =>
      given(customer).when(invoice.draft(draft(other)), '2026-01-05')
    when({ opportunityId: pooled('opportunity') }).rejected('OPPORTUNITY_UNKNOWN', { field: 'opportunityId' })
    when({ lines: [{ unitPrice: vnd(1) }, { unitPrice: usd }] }).rejected('CURRENCY_MISMATCH', {
      field: 'lines.1.unitPrice',
      expected: 'VND',
    })
    when({ lines: [{ unitPrice: vnd(1), discount: vnd(2) }] }).rejected('DISCOUNT_TOO_LARGE', {
      field: 'lines.0.discount',
      most: '1',
    })
    when({ lines: [{ productId: pooled('product'), unitPrice: vnd(1) }] }).rejected('PRODUCT_UNKNOWN', {
      field: 'lines.0.productId',
    })
    const line = { lineId: pooled('line'), unitPrice: vnd(1) }
    when({ lines: [line, line] }).invalid('lines.1.lineId')
    when({ terms: { instalments: [{ portion: 50, count: 1 }] } }).invalid('terms.instalments')
    when({ terms: { dueOn: '2026-02-01', instalments: [{ portion: 100, count: 1 }] } }).invalid('terms')
  })

  it('is the same sent again, and another one under its id is refused', () => {
    given(customer, drafted()).when(invoice.draft(draft()), '2026-01-06').nothing()
    given(customer, drafted())
      .when(invoice.draft(draft({ note: 'gấp' })), '2026-01-06')
      .rejected('ALREADY_DRAFTED', { field: 'invoiceId' })
  })

  it('is changed and thrown away until it waits for its number, and not after', () => {
    const changed = invoice.changeDraft(draft({ note: 'gấp' }))
    const { outcome } = given(customer, drafted()).when(changed, '2026-01-06')
    expect(outcome).toMatchObject([{ type: 'InvoiceDraftChanged', data: { note: 'gấp', total: stored(1100) } }])
    given(customer, drafted())
      .when(invoice.discardDraft({ invoiceId }), '2026-01-06')
      .decides(e.InvoiceDraftDiscarded({}))
    const ready = [customer, drafted(), did(invoice.issue({ invoiceId }), '2026-01-10')]
    for (const message of [changed, invoice.discardDraft({ invoiceId })])
      given(...ready)
        .when(message, '2026-01-11')
        .rejected('NOT_DRAFT', { status: 'ready' })
    given(...ready)
      .when(invoice.cancel({ invoiceId }), '2026-01-11')
      .rejected('NOT_ISSUED', { status: 'ready' })
  })
})

describe('issuing', () => {
  it('asks for a number, and is dated as that', () => {
    given(customer, drafted())
      .when(invoice.issue({ invoiceId }), '2026-01-10')
      .decides(e.InvoiceReadyToIssue({ ...series, on: '2026-01-10' }))
    const ready = [
      customer,
      drafted({ terms: { instalments: [{ portion: 100, count: 5 }] } }),
      did(invoice.issue({ invoiceId }), '2026-01-10'),
    ]
    given(...ready)
      .when(invoice.completeIssue({ invoiceId }), '2026-01-10')
      .rejected('NUMBER_MISSING')
    given(...ready)
      .when(invoice.completeIssue({ invoiceId, number: 7 }), '2026-01-12')
      .decides(
        e.InvoiceIssued({
          number: '7',
          seriesId,
          symbol: 'HD',
          on: '2026-01-12',
          instalments: [{ instalment: 1, dueOn: '2026-01-17', amount: stored(1100) }],
          ...whose,
          ...money,
          makesCustomer: true,
        }),
      )
  })

  it('is done once', () => {
    const past = [customer, drafted(), ...issued()]
    given(...past)
      .when(invoice.issue({ invoiceId }), '2026-01-20')
      .nothing()
    given(...past)
      .when(invoice.completeIssue({ invoiceId, number: 9 }), '2026-01-20')
      .nothing()
    given(...past)
      .when(invoice.issue({ invoiceId, symbol: '1C26TAA' }), '2026-01-20')
      .rejected('ISSUED_OTHERWISE', { symbol: 'HD' })
  })

  it('is not dated before what it issues was said', () => {
    given(customer, drafted()).when(invoice.issue({ invoiceId }), '2026-01-04').rejected('DATED_TOO_EARLY')
    given(customer, drafted(), did(invoice.changeDraft(draft({ note: 'x' })), '2026-01-08'))
      .when(invoice.issue({ invoiceId }), '2026-01-07')
      .rejected('DATED_TOO_EARLY', { notBefore: '2026-01-08' })
  })

  it('elsewhere counts for who was in charge, also one who has left by its day', () => {
    const staffMemberId = pooled('staff member', 1)
    const people = [
      did(staffMember.register({ staffMemberId, name: 'Bình' }), '2026-01-01'),
      did(staffMember.recordLeft({ staffMemberId }), '2026-01-04'),
    ]
    const named = draft({ ownerId: staffMemberId })
    given(customer, ...people)
      .when(invoice.draft(named), '2026-01-05')
      .rejected('STAFF_MEMBER_LEFT', { field: 'ownerId' })
    const { outcome } = given(customer, ...people).when(invoice.record({ ...named, number: '1' }), '2026-01-05')
    expect(outcome).toMatchObject([{ data: { assignment: { ownerId: staffMemberId } } }, { type: 'InvoiceIssued' }])
    given(customer, ...people)
      .when(invoice.record({ ...draft({ ownerId: pooled('staff member', 2) }), number: '1' }), '2026-01-05')
      .rejected('STAFF_MEMBER_UNKNOWN', { field: 'ownerId' })
  })
  it('elsewhere is recorded with its number', () => {
    const record = invoice.record({ ...draft(), number: 'HD-17/2025', symbol: 'AA/25E' })
    const { outcome } = given(customer).when(record, '2026-01-05')
    expect(outcome).toMatchObject([
      { type: 'InvoiceDrafted' },
      {
        type: 'InvoiceIssued',
        data: { number: 'HD-17/2025', symbol: 'AA/25E', seriesId: recordedSeriesOf('AA/25E', 2026) },
      },
    ])
    // years and symbols have series apart, and none is one that numbers are given in
    expect(
      new Set([
        ...[2025, 2026].map(year => recordedSeriesOf('AA/25E', year)),
        ...[recordedSeriesOf(null, 2026), invoiceSeriesOf('AA/25E', 2026), invoiceSeriesOf('', 2026)],
      ]).size,
    ).toBe(5)
    given(customer, did(record, '2026-01-05')).when(record, '2026-01-06').nothing()
    given(customer, did(record, '2026-01-05'))
      .when(invoice.record({ ...draft(), number: '18' }), '2026-01-06')
      .rejected('ALREADY_DRAFTED')
  })
})

describe('what pays it', () => {
  const past = [customer, drafted(), ...issued()]
  const allocate = (amount: number, other = {}) =>
    invoice.allocate({ invoiceId, allocationId: allocation(9), paymentId: payment(9), amount: vnd(amount), ...other })

  it('pays up to what is outstanding then and on every later day', () => {
    given(...past)
      .when(allocate(1100), '2026-01-10')
      .decides(
        e.InvoicePaymentAllocated({
          allocationId: allocation(9),
          paymentId: payment(9),
          instalment: null,
          amount: stored(1100),
        }),
      )
    given(...past)
      .when(allocate(1101), '2026-01-10')
      .rejected('OUTSTANDING_EXCEEDED', { most: '1100' })
    given(...past, allocated(1, 1000, '2026-02-01'))
      .when(allocate(101), '2026-01-10')
      .rejected('OUTSTANDING_EXCEEDED', { most: '100' })
    // what was paid for some days only leaves room on the others alone
    const forSomeDays = [...past, allocated(1, 1000, '2026-02-01'), undone(1, '2026-02-05')]
    given(...forSomeDays)
      .when(allocate(500), '2026-01-20')
      .rejected('OUTSTANDING_EXCEEDED', { most: '100' })
    given(...forSomeDays)
      .when(allocate(1100), '2026-02-05')
      .decides(expect.anything())
  })

  it('may be dated on any day from the invoice’s on', () => {
    const later = [...past, allocated(1, 600, '2026-03-01')]
    given(...later)
      .when(allocate(500), '2026-01-10')
      .decides(expect.anything())
    given(...later)
      .when(allocate(500), '2026-01-09')
      .rejected('DATED_TOO_EARLY', { notBefore: '2026-01-10' })
  })

  it('is for an issued one, in its currency, and for one of its instalments', () => {
    given(customer, drafted()).when(allocate(1), '2026-01-10').rejected('NOT_ISSUED', { status: 'draft' })
    const usd = { amount: { amount: 1, currency: 'USD' } }
    given(...past)
      .when(allocate(1, usd), '2026-01-10')
      .rejected('CURRENCY_MISMATCH', { expected: 'VND' })
    given(...past)
      .when(allocate(1, { instalment: 2 }), '2026-01-10')
      .rejected('INSTALMENT_UNKNOWN', { known: [1] })
    given(...past)
      .when(allocate(0), '2026-01-10')
      .invalid('amount')
  })

  it('is told from another by its id', () => {
    const paid = [...past, did(allocate(100), '2026-01-10')]
    given(...paid)
      .when(allocate(100), '2026-01-12')
      .nothing()
    given(...paid)
      .when(allocate(101), '2026-01-12')
      .rejected('ALLOCATION_EXISTS')
  })

  it('is undone once, from no day before it was there', () => {
    const undo = invoice.undoAllocation({ invoiceId, allocationId: allocation(1) })
    const undoneOn = (on: string) =>
      e.InvoiceAllocationUndone({ allocationId: allocation(1), paymentId: payment(1), amount: stored(100), on })
    const paid = [...past, allocated(1, 100, '2026-01-15')]
    given(...paid)
      .when(undo, '2026-01-20')
      .decides(undoneOn('2026-01-20'))
    given(...paid)
      .when(undo, '2026-01-12')
      .decides(undoneOn('2026-01-15'))
    given(...paid, undone(1, '2026-01-20'))
      .when(undo, '2026-01-21')
      .nothing()
    given(...past)
      .when(undo, '2026-01-20')
      .rejected('ALLOCATION_UNKNOWN')
  })
})

describe('a credit note', () => {
  const past = [customer, drafted(), ...issued()]
  const credit = (other = {}) => invoice.credit({ invoiceId, creditNoteId: creditNote(9), ...other })
  const requested = (amount: number, tax: number, released: readonly [number, number][] = []) =>
    e.InvoiceCreditRequested({
      creditNoteId: creditNote(9),
      amount: stored(amount),
      tax: stored(tax),
      personId: customerId,
      reason: null,
      ...series,
      on: '2026-02-01',
      released: released.map(([n, part]) => ({
        allocationId: allocation(n),
        paymentId: payment(n),
        amount: stored(part),
      })),
    })

  it('is for all that is not yet credited, or for a part', () => {
    given(...past)
      .when(credit(), '2026-02-01')
      .decides(requested(1100, 100))
    given(...past)
      .when(credit({ amount: vnd(550) }), '2026-02-01')
      .decides(requested(550, 50))
    given(...past, ...credited(1, 1000, '2026-01-20'))
      .when(credit(), '2026-02-01')
      .decides(requested(100, 9))
    given(...past, ...credited(1, 1100, '2026-01-20'))
      .when(credit(), '2026-02-01')
      .rejected('CREDIT_EXCEEDED', { most: '0' })
    given(...past)
      .when(credit({ amount: vnd(1101) }), '2026-02-01')
      .rejected('CREDIT_EXCEEDED', { most: '1100' })
    given(...past, writtenOff(1, 100, '2026-01-20'))
      .when(credit({ amount: vnd(1001) }), '2026-02-01')
      .rejected('CREDIT_EXCEEDED', { most: '1000' })
  })

  it('frees the latest allocations of what it credits beyond the outstanding', () => {
    const paid = [...past, allocated(2, 400, '2026-03-01'), allocated(1, 600, '2026-01-20')]
    given(...paid)
      .when(credit({ amount: vnd(100) }), '2026-02-01')
      .decides(requested(100, 9))
    given(...paid)
      .when(credit({ amount: vnd(300) }), '2026-02-01')
      .decides(requested(300, 27, [[2, 200]]))
    // before the later one was there, only the other can be freed
    given(...paid)
      .when(credit({ amount: vnd(800) }), '2026-02-01')
      .decides(
        requested(800, 73, [
          [1, 300],
          [2, 400],
        ]),
      )
    given(...paid, did(credit({ amount: vnd(800) }), '2026-02-01'))
      .when(invoice.completeCredit({ invoiceId, creditNoteId: creditNote(9), number: 4 }), '2026-02-03')
      .decides(
        e.InvoiceCredited({
          ...{ creditNoteId: creditNote(9), number: '4', seriesId, symbol: 'HD', on: '2026-02-03' },
          ...{ amount: stored(800), tax: stored(73) },
          released: [
            { allocationId: allocation(1), paymentId: payment(1), amount: stored(300), on: '2026-02-03' },
            { allocationId: allocation(2), paymentId: payment(2), amount: stored(400), on: '2026-03-01' },
          ],
        }),
      )
  })

  it('counts from when it is asked for, so that what is decided meanwhile leaves it its room', () => {
    const waiting = [...past, allocated(1, 1100, '2026-01-20'), did(credit({ amount: vnd(300) }), '2026-02-01')]
    given(...waiting)
      .when(invoice.undoAllocation({ invoiceId, allocationId: allocation(1) }), '2026-02-02')
      .decides(
        e.InvoiceAllocationUndone({
          ...{ allocationId: allocation(1), paymentId: payment(1), amount: stored(800), on: '2026-02-02' },
        }),
      )
    given(...past, did(credit({ amount: vnd(300) }), '2026-02-01'))
      .when(
        invoice.allocate({ invoiceId, allocationId: allocation(2), paymentId: payment(2), amount: vnd(900) }),
        '2026-01-20',
      )
      .rejected('OUTSTANDING_EXCEEDED', { most: '800' })
  })

  it('of one that was issued elsewhere is of the company’s own series', () => {
    const record = did(invoice.record({ ...draft(), number: '17', symbol: 'AA/25E' }), '2026-01-05')
    given(customer, record).when(credit(), '2026-02-01').decides(requested(1100, 100))
    const { outcome } = given(...past).when(credit({ symbol: 'AA/26E' }), '2026-02-01')
    expect(outcome).toMatchObject([{ data: { symbol: 'AA/26E', seriesId: invoiceSeriesOf('AA/26E', 2026) } }])
  })

  it('is asked for once, and waits for a number', () => {
    const waiting = [...past, did(credit({ amount: vnd(300) }), '2026-02-01')]
    given(...waiting)
      .when(credit({ amount: vnd(300) }), '2026-02-02')
      .nothing()
    given(...waiting)
      .when(credit({ amount: vnd(301) }), '2026-02-02')
      .rejected('CREDIT_NOTE_EXISTS')
    const complete = { invoiceId, creditNoteId: creditNote(9) }
    given(...waiting)
      .when(invoice.completeCredit(complete), '2026-02-02')
      .rejected('NUMBER_MISSING')
    given(...past)
      .when(invoice.completeCredit({ ...complete, number: 1 }), '2026-02-02')
      .rejected('CREDIT_NOTE_UNKNOWN')
    given(...past, ...credited(9, 300, '2026-02-01'))
      .when(invoice.completeCredit({ ...complete, number: 5 }), '2026-02-02')
      .nothing()
  })
})

describe('a write-off', () => {
  const past = [customer, drafted(), ...issued()]
  it('is for what is outstanding, and may be undone', () => {
    const off = { invoiceId, writeOffId: writeOff(1) }
    const why = { personId: customerId, reason: null }
    given(...past, allocated(1, 1000, '2026-02-01'))
      .when(invoice.writeOff(off), '2026-01-20')
      .decides(e.InvoiceWrittenOff({ writeOffId: writeOff(1), amount: stored(100), ...why }))
    given(...past)
      .when(invoice.writeOff({ ...off, amount: vnd(1101) }), '2026-01-20')
      .rejected('OUTSTANDING_EXCEEDED')
    given(...past, allocated(1, 1100, '2026-02-01'))
      .when(invoice.writeOff(off), '2026-01-20')
      .rejected('NOTHING_OUTSTANDING')
    given(...past, writtenOff(1, 100, '2026-01-20'))
      .when(invoice.undoWriteOff(off), '2026-01-15')
      .decides(e.InvoiceWriteOffUndone({ writeOffId: writeOff(1), amount: stored(100), on: '2026-01-20' }))
    given(...past, writtenOff(1, 100, '2026-01-20'), did(invoice.undoWriteOff(off), '2026-01-25'))
      .when(invoice.undoWriteOff(off), '2026-01-26')
      .nothing()
  })
})

describe('cancelling', () => {
  const past = [customer, drafted(), ...issued()]
  it('is for one of which nothing is paid, credited or written off', () => {
    const cancel = invoice.cancel({ invoiceId, reason: 'sai tên' })
    given(...past)
      .when(cancel, '2026-01-10')
      .decides(e.InvoiceCancelled({ personId: customerId, reason: 'sai tên' }))
    given(...past, allocated(1, 1, '2026-03-01'))
      .when(cancel, '2026-01-20')
      .rejected('PARTLY_COVERED', { on: '2026-03-01' })
    const paidBack = [...past, allocated(1, 1, '2026-02-01'), undone(1, '2026-02-03')]
    given(...paidBack)
      .when(cancel, '2026-02-02')
      .rejected('PARTLY_COVERED')
    given(...paidBack)
      .when(cancel, '2026-02-03')
      .decides(expect.anything())
    given(...past, did(invoice.credit({ invoiceId, creditNoteId: creditNote(1), amount: vnd(1) }), '2026-02-01'))
      .when(cancel, '2026-01-20')
      .rejected('PARTLY_COVERED')
  })
  it('leaves it with nothing to be paid', () => {
    const cancelled = [...past, did(invoice.cancel({ invoiceId }), '2026-01-20')]
    given(...cancelled)
      .when(invoice.cancel({ invoiceId }), '2026-01-21')
      .nothing()
    given(...cancelled)
      .when(
        invoice.allocate({ invoiceId, allocationId: allocation(2), paymentId: payment(2), amount: vnd(1) }),
        '2026-01-15',
      )
      .rejected('NOT_ISSUED', { status: 'cancelled' })
  })
})
