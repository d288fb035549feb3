// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { customerRefusedStored, madeCustomerStored, makesCustomerStored } from '../contact/made-customer.ts'
import { customStored } from '../kernel/custom-fields.ts'
import { defineEvents } from '../kernel/events.ts'
import { externalIdsStored } from '../kernel/external-ids.ts'
import { currencyCode, storedMoney } from '../kernel/money.ts'
import { personal } from '../kernel/personal.ts'
import { day, id } from '../kernel/values.ts'
import { assignmentStored } from '../sales-team/assignment.ts'
import { dueRules } from './terms.ts'

const person = id('person').describe('Whom the personal fields are about; the invoice’s own id where nobody is known')
const taxRate = z.number().nullable().describe('Tax in percent; null where it is not subject to tax')

const line = z.object({
  lineId: id('line'),
  productId: id('product').nullable().describe('Product; null where it is none of the list'),
  description: personal(z.string())
    .nullable()
    .describe('What is charged for, as printed; null as the product is called'),
  quantity: z.number().describe('Units, at most three decimals'),
  unitPrice: storedMoney.describe('Price of a unit'),
  discount: storedMoney.describe('Discount on the line'),
  net: storedMoney.describe('What it comes to without tax, after its discount and its share of the invoice’s'),
  taxRate,
  tax: storedMoney.describe('Its part of the tax'),
})

const terms = z.object({
  dueOn: day.nullable().describe('Due day; null where it is paid in instalments'),
  instalments: z
    .array(
      z.object({
        portion: z.number().describe('Percent of the total'),
        rule: z.enum(dueRules).describe('What its due day counts from'),
        count: z.int().describe('Days or months'),
      }),
    )
    .describe('Instalments; none where there is one due day'),
})

const buyer = z.object({
  name: personal(z.string()).nullable().describe('Name'),
  taxCode: personal(z.string()).nullable().describe('Tax code'),
  address: personal(z.string()).nullable().describe('Address'),
  email: personal(z.string()).nullable().describe('Address that it is sent to'),
})

const whose = {
  personId: person,
  customerId: id('contact').describe('Customer'),
  opportunityId: id('opportunity').nullable().describe('Opportunity that it is for; null none'),
  assignment: assignmentStored.describe('Who is in charge'),
}
const amounts = {
  currency: currencyCode.describe('Currency of all its amounts, ISO 4217'),
  net: storedMoney.describe('Total without tax'),
  tax: storedMoney.describe('Tax'),
  total: storedMoney.describe('Total with tax'),
}

const content = {
  ...whose,
  ...amounts,
  lines: z.array(line).describe('Lines'),
  discount: storedMoney.describe('Discount on the whole invoice'),
  taxes: z
    .array(
      z.object({
        rate: taxRate,
        taxable: storedMoney.describe('What is taxable at it'),
        tax: storedMoney.describe('Tax at it'),
      }),
    )
    .describe('Tax by rate'),
  terms: terms.describe('When it is to be paid'),
  buyer: buyer.nullable().describe('Buyer as printed; null none'),
  externalIds: externalIdsStored.describe('What other systems call it'),
  custom: customStored.describe('The company’s own fields'),
  note: personal(z.string()).nullable().describe('What was said about it'),
}

const series = {
  seriesId: id('invoice series').describe('Series that its number is of'),
  symbol: z.string().describe('Symbol of the series'),
  year: z.int().describe('Year of the series'),
}
const amount = storedMoney.describe('Amount')
const why = personal(z.string()).nullable().describe('Why')
const paymentId = id('payment').describe('Payment')
const instalment = z.int().describe('Instalment, 1 the first')

const events = defineEvents({
  InvoiceDrafted: z.object(content).describe('An invoice was drafted'),
  InvoiceDraftChanged: z.object(content).describe('The draft of an invoice is another one; all of it as it is since'),
  InvoiceDraftDiscarded: z.object({}).describe('The draft of an invoice was thrown away'),

  InvoiceReadyToIssue: z
    .object({ ...series, on: day.describe('Day that it is to be issued on') })
    .describe('It was checked and waits for its number: from here on it is neither changed nor refused'),
  InvoiceIssued: z
    .object({
      number: z.string().describe('Its number'),
      seriesId: id('invoice series')
        .nullable()
        .describe(
          'Series that the number is of: where it came with its number, one of those; null where that is not told',
        ),
      symbol: z.string().nullable().describe('Symbol of the series; null none'),
      on: day.describe('Its date'),
      instalments: z
        .array(
          z.object({
            instalment,
            dueOn: day.describe('Due day'),
            amount: storedMoney.describe('What is due'),
          }),
        )
        .describe('What is due when'),
      ...whose,
      ...amounts,
      makesCustomer: makesCustomerStored,
    })
    .describe('An invoice was issued'),
  InvoiceMadeCustomer: madeCustomerStored.describe(
    'The one it is for is a customer since: by this invoice, or by something else by then',
  ),
  InvoiceCustomerRefused: customerRefusedStored.describe('The one it is for did not become a customer by it'),

  InvoicePaymentAllocated: z
    .object({
      allocationId: id('allocation'),
      paymentId,
      instalment: instalment.nullable().describe('Instalment that it was meant for; null none'),
      amount,
    })
    .describe('Part of a payment pays it'),
  InvoiceAllocationUndone: z
    .object({
      allocationId: id('allocation'),
      paymentId,
      amount: storedMoney.describe('What was left of it'),
      on: day.describe('From this day on it pays nothing: not before it was there'),
    })
    .describe('Part of a payment does not pay it after all'),

  InvoiceCreditRequested: z
    .object({
      creditNoteId: id('credit note'),
      amount: storedMoney.describe('Amount credited, with tax'),
      tax: storedMoney.describe('The part of it that is tax'),
      personId: person,
      reason: why,
      ...series,
      on: day.describe('Day that the credit note is to be issued on'),
      released: z
        .array(
          z.object({ allocationId: id('allocation'), paymentId, amount: storedMoney.describe('What is freed of it') }),
        )
        .describe('Parts of payments that it frees, since it credits more than is outstanding'),
    })
    .describe('A credit note waits for its number: from here on it is not refused'),
  InvoiceCredited: z
    .object({
      creditNoteId: id('credit note'),
      number: z.string().describe('Number of the credit note'),
      seriesId: id('invoice series').describe('Series that the number is of'),
      symbol: z.string().describe('Symbol of the series'),
      on: day.describe('Its date'),
      amount: storedMoney.describe('Amount credited, with tax'),
      tax: storedMoney.describe('The part of it that is tax'),
      released: z
        .array(
          z.object({
            allocationId: id('allocation'),
            paymentId,
            amount: storedMoney.describe('What is freed of it'),
            on: day.describe('From this day on it is free: not before it was there'),
          }),
        )
        .describe('Parts of payments that it frees, since it credits more than is outstanding'),
    })
    .describe('A credit note was issued'),

  InvoiceWrittenOff: z
    .object({ writeOffId: id('write-off'), amount, personId: person, reason: why })
    .describe('It is not expected to be paid, in part or whole'),
  InvoiceWriteOffUndone: z
    .object({
      writeOffId: id('write-off'),
      amount,
      on: day.describe('From this day on it is expected again: not before it was written off'),
    })
    .describe('What was written off is expected after all'),

  InvoiceCancelled: z
    .object({ personId: person, reason: why })
    .describe('An issued invoice was cancelled: it keeps its number, and comes to nothing from then on'),
  InvoiceOverdue: z
    .object({ instalment, on: day.describe('First day on which it was overdue') })
    .describe('An instalment was overdue from this day on'),
})

type Inferred = typeof events
export interface InvoiceEvents extends Inferred {} // a name for hovers and errors
export const invoiceEvents: InvoiceEvents = events
