// In an import a number that is taken means most likely that the invoice is in already, under another key.
import { showDay, type Words } from '@eventcrm/crm'
import type { Form } from '../form.ts'

export const explainNumberTaken: NonNullable<Form['explain']> = async (crm, { code, details }) => {
  const { invoiceId } = details
  if (code !== 'INVOICE_NUMBER_TAKEN' || typeof invoiceId !== 'string') return undefined
  const { content, issued } = await crm.state('invoices', invoiceId)
  if (!content || !issued) return undefined // taken by one that is just being recorded
  const { name, customer } = await crm.state('contacts', content.customerId)
  const [called] = [name, customer?.code ?? null].filter(said => typeof said === 'string')
  return taken(issued.on, called)
}

const taken = (day: string, customer: string | undefined): Words => {
  const of = customer === undefined ? { en: '', vi: '' } : { en: ` for ${customer}`, vi: ` của ${customer}` }
  return {
    en: `the invoice of ${day}${of.en} has this number under the same symbol in that year, so this one is most likely in already: a row about the same invoice has the same key; if it is another, give it its own number or symbol`,
    vi: `hóa đơn ngày ${showDay(day, 'vi')}${of.vi} đã mang số này với cùng ký hiệu trong năm đó, nên rất có thể hóa đơn này đã được nhập: dòng về cùng một hóa đơn phải có cùng khóa; nếu là hóa đơn khác, hãy ghi số hoặc ký hiệu riêng`,
  }
}
