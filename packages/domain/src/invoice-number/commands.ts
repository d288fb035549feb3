import { z } from 'zod'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { id } from '../kernel/values.ts'
import { invoiceNumberEvents as events, type InvoiceNumberEvents } from './events.ts'
import type { InvoiceNumberInputs } from './inputs.ts'
import { invoiceNumberState, type InvoiceNumberState } from './state.ts'

const reject = defineRejections({
  INVOICE_NUMBER_TAKEN: {
    en: 'An invoice that was issued elsewhere has this number under the same symbol in that year: give another number or symbol',
    vi: 'Một hóa đơn phát hành ở nơi khác đã mang số này với cùng ký hiệu trong năm đó: hãy cho số hoặc ký hiệu khác',
  },
})

const command = commandOf(invoiceNumberState)
const numberId = id('invoice number')

export type InvoiceNumberRejection = keyof typeof reject.wordings
type Inferred = Aggregate<
  'invoiceNumber',
  'numberId',
  InvoiceNumberEvents,
  InvoiceNumberState,
  InvoiceNumberRejection,
  InvoiceNumberInputs
>
export interface InvoiceNumberAggregate extends Inferred {} // a name for hovers and declarations

/**
 * One number of invoices issued elsewhere, so that no two that are recorded have the same. Command handling claims and releases it; nobody else
 * needs to.
 */
export const invoiceNumber: InvoiceNumberAggregate = defineAggregate({
  state: invoiceNumberState,
  rejections: reject,
  commands: {
    claim: command({
      describe: 'Takes a number for an invoice that was issued elsewhere under it',
      rejects: ['INVOICE_NUMBER_TAKEN'],
      creates: true,
      schema: z.strictObject({ numberId, ownerId: id('invoice').describe('Invoice that has it') }),
      decide: ({ ownerId }, state) => {
        if (state.ownerId === null) return [events.InvoiceNumberClaimed({ ownerId })]
        return state.ownerId === ownerId
          ? []
          : reject('INVOICE_NUMBER_TAKEN', { field: 'number', invoiceId: state.ownerId })
      },
    }),

    release: command({
      describe: 'Frees the number of an invoice that was not recorded after all',
      creates: true, // nothing to free, where nobody ever took it
      schema: z.strictObject({ numberId, ownerId: id('invoice').describe('Invoice that took it') }),
      decide: ({ ownerId }, state) => (state.ownerId === ownerId ? [events.InvoiceNumberReleased({ ownerId })] : []),
    }),
  },
})
