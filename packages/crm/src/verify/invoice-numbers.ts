// Whether the numbers of invoices and credit notes have no gap, and each has the one that its series gave it. Kept meanwhile: the last number of each
// series, and the numbers that were given and are not used yet.
import { cameWithNumber, invoiceEvents, invoiceSeriesEvents, type Words } from '@eventcrm/domain'
import type { DecodedEvent } from '@eventcrm/event-store'

const { InvoiceNumberAssigned } = invoiceSeriesEvents
const { InvoiceIssued, InvoiceCredited } = invoiceEvents

const notNext = (last: number): Words => ({
  en: `its number is not ${String(last + 1)}, the one after the last of its series: restore a backup`,
  vi: `số không phải ${String(last + 1)}, tức số kế tiếp của dãy: hãy khôi phục từ bản sao lưu`,
})
const notGiven: Words = {
  en: 'its number is not one that its series gave it: restore a backup',
  vi: 'số không phải do dãy của nó cấp: hãy khôi phục từ bản sao lưu',
}

export class InvoiceNumbers {
  readonly #last = new Map<string, number>()
  readonly #unused = new Set<string>()

  /**
   * @param event the next one of the log
   * @returns what is wrong with it
   */
  check({ type, streamId, data }: Pick<DecodedEvent, 'type' | 'streamId' | 'data'>): Words | undefined {
    if (type === InvoiceNumberAssigned.type) {
      const { number, ownerId } = InvoiceNumberAssigned.schema.parse(data)
      const last = this.#last.get(streamId) ?? 0
      this.#last.set(streamId, number)
      this.#unused.add(`${ownerId} ${streamId} ${String(number)}`)
      return number === last + 1 ? undefined : notNext(last)
    }
    if (type === InvoiceIssued.type) {
      const issued = InvoiceIssued.schema.parse(data)
      return cameWithNumber(issued) ? undefined : this.#use(streamId, issued)
    }
    if (type === InvoiceCredited.type) {
      const credited = InvoiceCredited.schema.parse(data)
      return this.#use(credited.creditNoteId, credited)
    }
    return undefined
  }

  #use(ownerId: string, { seriesId, number }: { readonly seriesId: string | null; readonly number: string }) {
    return this.#unused.delete(`${ownerId} ${String(seriesId)} ${number}`) ? undefined : notGiven
  }
}
