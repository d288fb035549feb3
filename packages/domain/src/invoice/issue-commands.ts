import { z } from 'zod'
import { companyState, theCompany, type CompanyState } from '../company/state.ts'
import {
  customerRefusedGiven,
  isToMakeCustomer,
  isYetToMakeCustomer,
  madeCustomerGiven,
} from '../contact/made-customer.ts'
import { contactState, type ContactState } from '../contact/state.ts'
import { invoiceNumberClaim } from '../invoice-number/state.ts'
import { invoiceSeriesOf, invoiceSeriesState, recordedSeriesOf, standardSymbol } from '../invoice-series/state.ts'
import { same } from '../kernel/change.ts'
import type { FutureClaim } from '../kernel/claim.ts'
import { isRejection } from '../kernel/command.ts'
import type { Day } from '../kernel/dated.ts'
import { line } from '../kernel/values.ts'
import { knownStaffMember } from '../staff-member/state.ts'
import { contentContext, contentGiven, contentOf, contentRejects, dueOf } from './draft-commands.ts'
import { invoiceEvents as events } from './events.ts'
import { outstandingFrom, totalOf } from './outstanding.ts'
import { command, invoiceId, notIssued, reason, reject, symbol } from './rules.ts'
import type { InvoiceContent } from './state.ts'

/** A number that command handling takes: left out by the process that carries the request out. */
export const numberTaken = z
  .int()
  .min(1)
  .optional()
  .describe('The number: command handling takes it from the series, and refuses a command that says one')

/** The series that a number of that day is of. */
export const seriesOn = (given: string, on: Day) => {
  const year = Number(on.slice(0, 4))
  return { seriesId: invoiceSeriesOf(given, year), symbol: given, year }
}
export const seriesReference = (seriesId: string) => ({ ...invoiceSeriesState.of(seriesId), id: seriesId })

/** The first number of the series asked for: where it was recorded of an invoice issued elsewhere, numbers would be given a second time. */
export const firstNumberOf = (
  request: { readonly symbol: string; readonly on: Day } | null | undefined,
  invoiceId: string,
): readonly FutureClaim[] =>
  request ? [{ ...invoiceNumberClaim({ ...request, number: '1' }), ownerId: invoiceId, field: 'symbol' }] : []

const issued = (
  content: InvoiceContent,
  on: Day,
  given: { readonly number: string; readonly seriesId: string | null; readonly symbol: string | null },
  { company, customer }: { readonly company: CompanyState; readonly customer: ContactState },
) => {
  const { personId, customerId, opportunityId, assignment, currency, net, tax, total } = content
  return events.InvoiceIssued({
    ...given,
    ...{ on, instalments: dueOf(content, on) },
    ...{ customerId, opportunityId, assignment, personId, currency, net, tax, total },
    makesCustomer: isToMakeCustomer('invoice', company, customer),
  })
}

/** How a draft becomes an invoice: a request that passed every check, a number, and the issuing. */
export const issueCommands = {
  issue: command({
    describe:
      'Issues a draft: it gets the next number of its series, and can be changed no more. Where the number before has a later date, that is its date too, from which due days count',
    rejects: ['ISSUED_OTHERWISE', 'NOT_DRAFT'],
    schema: z.strictObject({
      invoiceId,
      symbol: symbol.optional().describe(`Symbol of the series that its number is of; ${standardSymbol} when left out`),
    }),
    dependsOn: ['content'],
    needsFree: ({ invoiceId }, { request }) => firstNumberOf(request, invoiceId),
    decide: ({ invoiceId, symbol: given }, { status, request }, _, on) => {
      if (request)
        return given === undefined || given === request.symbol
          ? []
          : reject('ISSUED_OTHERWISE', { field: 'symbol', symbol: request.symbol })
      if (status !== 'draft') return reject('NOT_DRAFT', { field: 'invoiceId', invoiceId, status })
      return [events.InvoiceReadyToIssue({ ...seriesOn(given ?? standardSymbol, on), on })]
    },
  }),

  completeIssue: command({
    describe: 'Has an invoice issued under its number; its process says so, and nobody else needs to',
    rejects: ['NOT_READY', 'NUMBER_MISSING'],
    schema: z.strictObject({ invoiceId, number: numberTaken }),
    dependsOn: ['request'],
    gapless: {
      without: 'NUMBER_MISSING',
      field: 'number',
      of: ({ invoiceId }, { request }) => {
        const { seriesId = invoiceSeriesOf('', 0), symbol: of = '', year = 0 } = request ?? {}
        return {
          series: seriesReference(seriesId),
          taken: { ownerId: invoiceId, invoiceId, symbol: of, year },
          isRequest: ({ type }) => type === events.InvoiceReadyToIssue.type,
        }
      },
      with: (given, number) => ({ ...given, number }),
    },
    context: (_, { content }) => ({
      company: companyState.of(theCompany),
      customer: contactState.of(content?.customerId),
    }),
    decide: ({ invoiceId, number }, { status, content, request, issued: already }, named, on) => {
      if (already) return []
      if (status !== 'ready' || !content || !request)
        return reject('NOT_READY', { field: 'invoiceId', invoiceId, status })
      if (number === undefined) return reject('NUMBER_MISSING', { field: 'number' })
      const { seriesId, symbol: of } = request
      return [issued(content, on, { number: String(number), seriesId, symbol: of }, named)]
    },
  }),

  record: command({
    describe: 'Records an invoice that was issued elsewhere, under the number it has; its day is its date',
    rejects: ['ALREADY_DRAFTED', 'SYMBOL_IN_USE', ...contentRejects],
    creates: true,
    schema: z.strictObject({
      ...contentGiven,
      number: line(60).describe('Its number'),
      symbol: symbol.optional().describe('Symbol of the series of its number; none when left out'),
    }),
    context: (given, _, day) => ({
      ...contentContext(given),
      // as of now: a number that was given on whichever day is given
      ownSeries: {
        ...invoiceSeriesState.of(given.symbol === undefined ? null : seriesOn(given.symbol, day).seriesId),
        now: true,
      },
      // it counts for whom it counted for, also one who had left by its day and had the opportunity before
      owner: knownStaffMember('ownerId', given.ownerId),
      company: companyState.of(theCompany),
    }),
    claims: ({ number, symbol: of = null }, _, day) => [invoiceNumberClaim({ number, symbol: of, on: day })],
    decide: ({ number, symbol: of = null, ...given }, { drafted, issued: already }, named, on) => {
      const content = contentOf(given, named, drafted)
      if (isRejection(content)) return content
      if (!drafted && named.ownSeries.number > 0) return reject('SYMBOL_IN_USE', { field: 'symbol', symbol: of })
      if (!drafted)
        return [
          events.InvoiceDrafted(content),
          issued(content, on, { number, seriesId: recordedSeriesOf(of, Number(on.slice(0, 4))), symbol: of }, named),
        ]
      const isSame = same(content, drafted) && already?.number === number && already.symbol === of
      return isSame ? [] : reject('ALREADY_DRAFTED', { field: 'invoiceId', invoiceId: given.invoiceId })
    },
  }),

  completeCustomer: command({
    describe:
      'States that the one it is for is a customer; the process that sees to it says so, and nobody else needs to',
    schema: z.strictObject({ invoiceId, ...madeCustomerGiven }),
    decide: ({ customerId }, state) => (isYetToMakeCustomer(state) ? [events.InvoiceMadeCustomer({ customerId })] : []),
  }),

  refuseCustomer: command({
    describe:
      'States that the one it is for did not become a customer; the process that sees to it says so, and nobody else needs to',
    schema: z.strictObject({ invoiceId, ...customerRefusedGiven }),
    decide: ({ customerId, code }, state) =>
      isYetToMakeCustomer(state) ? [events.InvoiceCustomerRefused({ customerId, code })] : [],
  }),

  cancel: command({
    describe: 'Cancels an issued invoice: it keeps its number, and comes to nothing from then on',
    rejects: ['NOT_ISSUED', 'PARTLY_COVERED'],
    schema: z.strictObject({ invoiceId, reason }),
    dependsOn: ['status'],
    decide: ({ invoiceId, reason: why = null }, state, _, on) => {
      if (state.status === 'cancelled') return []
      if (state.status !== 'issued' || !state.content) return notIssued(state, invoiceId)
      const covered = outstandingFrom(state, on).find(({ outstanding }) => outstanding !== totalOf(state))
      const later = state.movements.at(-1)?.on ?? ''
      if (covered || later > on)
        return reject('PARTLY_COVERED', { field: 'invoiceId', invoiceId, on: covered?.on ?? later })
      return [events.InvoiceCancelled({ personId: state.content.personId, reason: why })]
    },
  }),
}
