// Words of an export's progress and end.
import type { Language } from '@eventcrm/domain'
import type { ExportName, ExportSummary, LeftOut } from '@eventcrm/exporter'
import { formatsOf } from './formats.ts'

interface Wrote {
  readonly what: ExportName
  readonly things: number
  readonly rows: number
  readonly file: string
  readonly mapping: string
}

const inEnglish: Readonly<Record<LeftOut, string>> = {
  cancelledInvoices: 'cancelled invoices',
  creditNotes: 'credit notes',
  writeOffs: 'write-offs',
  bouncedPayments: 'payments that bounced',
  voidedPurchases: 'void purchases',
}

const en = {
  exporting: (what: ExportName) => `Exporting ${what}`,
  progress: (done: number, of: number) => `${formatsOf('en').count(done)} of ${formatsOf('en').count(of)}`,
  stopped: 'Stopped; nothing was written.',
  wrote: ({ what, things, rows, file, mapping }: Wrote) =>
    `Wrote ${formatsOf('en').count(things)} ${what} in ${formatsOf('en').count(rows)} rows to ${file}, and how to import them to ${mapping}.`,
  notWritten: (all: ExportSummary['leftOut']) =>
    `Not in the file: ${all.map(({ what, count }) => `${inEnglish[what]} (${formatsOf('en').count(count)})`).join(', ')}.`,
  intoNew:
    'Into a database that is not there yet, in the order of products, staff, pipelines, contacts, leads, opportunities, purchases, invoices, payments:',
}
export type ExportWords = typeof en

const names: Readonly<Record<ExportName, string>> = {
  products: 'sản phẩm',
  staff: 'nhân viên',
  pipelines: 'quy trình bán hàng',
  contacts: 'liên hệ',
  leads: 'khách hàng tiềm năng',
  opportunities: 'cơ hội',
  purchases: 'giao dịch mua',
  invoices: 'hóa đơn',
  payments: 'khoản thanh toán',
}

const inVietnamese: Readonly<Record<LeftOut, string>> = {
  cancelledInvoices: 'hóa đơn đã hủy',
  creditNotes: 'hóa đơn điều chỉnh giảm',
  writeOffs: 'khoản xóa nợ',
  bouncedPayments: 'khoản thu bị trả lại',
  voidedPurchases: 'giao dịch mua đã hủy',
}

const vi: ExportWords = {
  exporting: what => `Đang xuất ${names[what]}`,
  progress: (done, of) => `${formatsOf('vi').count(done)} / ${formatsOf('vi').count(of)}`,
  stopped: 'Đã dừng; chưa ghi gì.',
  wrote: ({ what, things, rows, file, mapping }) =>
    `Đã ghi ${formatsOf('vi').count(things)} ${names[what]} trong ${formatsOf('vi').count(rows)} dòng vào ${file}, và cách nhập lại vào ${mapping}.`,
  notWritten: all =>
    `Không có trong tệp: ${all.map(({ what, count }) => `${inVietnamese[what]} (${formatsOf('vi').count(count)})`).join(', ')}.`,
  intoNew:
    'Để nhập vào một cơ sở dữ liệu mới, theo thứ tự sản phẩm, nhân viên, quy trình bán hàng, liên hệ, khách hàng tiềm năng, cơ hội, giao dịch mua, hóa đơn, khoản thanh toán:',
}

export const exportWords: Readonly<Record<Language, ExportWords>> = { en, vi }
