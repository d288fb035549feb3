import { minorUnitsIn } from '@eventcrm/domain'
import { choiceField, dayField, defineList, idField, moneyField, pastField, textField } from '@eventcrm/projection'
import { invoices } from './invoices.ts'

/** Invoices as they are now. Drafts that were thrown away are nowhere but where the status asks for them. */
export const invoicesList = defineList({
  name: 'invoices',
  title: { en: 'Invoices', vi: 'Hóa đơn' },
  describe: 'Invoices as they are now; drafts that were thrown away are told only when asked for',
  view: invoices,
  hidden: { where: { field: 'status', equals: 'discarded' }, field: 'status' },
  scope: { owner: 'ownerId', team: 'teamId', department: 'department' },
  fields: {
    number: textField({ title: { en: 'Number', vi: 'Số' }, path: 'number', sortPath: 'number', behind: 'symbol' }),
    symbol: choiceField({ title: { en: 'Symbol', vi: 'Ký hiệu' }, path: 'symbol' }),
    status: choiceField({
      title: { en: 'Status', vi: 'Tình trạng' },
      path: 'status',
      choices: {
        draft: { en: 'Draft', vi: 'Bản nháp' },
        ready: { en: 'Waiting for its number', vi: 'Chờ cấp số' },
        issued: { en: 'Issued', vi: 'Đã phát hành' },
        cancelled: { en: 'Cancelled', vi: 'Đã hủy' },
        discarded: { en: 'Draft thrown away', vi: 'Bản nháp đã bỏ' },
      },
    }),
    settlement: choiceField({
      title: { en: 'Settlement', vi: 'Tình trạng công nợ' },
      path: 'settlement',
      choices: {
        open: { en: 'Open', vi: 'Còn nợ toàn bộ' },
        partlySettled: { en: 'Partly settled', vi: 'Còn nợ một phần' },
        settled: { en: 'Settled', vi: 'Đã tất toán' },
      },
    }),
    overdue: pastField({ title: { en: 'Overdue', vi: 'Quá hạn' }, path: 'nextDueOn' }),
    customer: idField({
      title: { en: 'Customer', vi: 'Khách hàng' },
      path: 'customerId',
      idOf: 'contact',
      groups: false, // there are as many as customers
    }),
    opportunity: idField({
      title: { en: 'Opportunity', vi: 'Cơ hội' },
      path: 'opportunityId',
      idOf: 'opportunity',
      groups: false,
    }),
    owner: idField({ title: { en: 'Salesperson', vi: 'Nhân viên' }, path: 'ownerId', idOf: 'staff member' }),
    team: idField({ title: { en: 'Team', vi: 'Đội' }, path: 'teamId', idOf: 'sales team' }),
    department: choiceField({ title: { en: 'Department', vi: 'Phòng ban' }, path: 'department' }),
    issuedOn: dayField({ title: { en: 'Date', vi: 'Ngày lập' }, path: 'issuedOn' }),
    dueOn: dayField({ title: { en: 'Last due day', vi: 'Hạn cuối' }, path: 'dueOn' }),
    nextDueOn: dayField({ title: { en: 'Due', vi: 'Hạn' }, path: 'nextDueOn' }),
    currency: choiceField({ title: { en: 'Currency', vi: 'Tiền tệ' }, path: 'currency' }),
    // the first amount is what groups add up
    outstanding: moneyField({
      title: { en: 'Outstanding', vi: 'Còn phải thu' },
      path: 'outstanding',
      currencyPath: 'currency',
      minorUnitsOf: minorUnitsIn,
    }),
    total: moneyField({
      title: { en: 'Total', vi: 'Tổng tiền' },
      path: 'total',
      currencyPath: 'currency',
      minorUnitsOf: minorUnitsIn,
    }),
  },
  columns: ['number', 'customer', 'status', 'issuedOn', 'nextDueOn', 'total', 'outstanding'],
  sort: [{ field: 'issuedOn' }],
})
