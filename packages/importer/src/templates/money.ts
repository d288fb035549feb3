import { choices, column, days, type Template } from './template.ts'

const nothing = [null, null, null]
const customerCode = { en: 'Customer code', vi: 'Mã khách hàng' }
const currency = column('currency', { en: 'Currency', vi: 'Loại tiền' }, ['VND', 'VND', 'VND'])

/** One invoice of two lines and one of one. Customers that are not there yet are made; columns that refer to what other files bring are empty. */
export const invoice: Template = {
  becomes: 'invoice',
  columns: [
    column('number', { en: 'Invoice number', vi: 'Số hóa đơn' }, ['HD-001', 'HD-001', 'HD-002']),
    column('symbol', { en: 'Symbol', vi: 'Ký hiệu' }, ['1C25TAA', null, '1C25TAA']),
    column('customer', customerCode, ['KH-201', null, 'KH-202']),
    column('customerName', { en: 'Customer', vi: 'Tên khách hàng' }, [
      { en: 'Hoa Sen Joint Stock Company', vi: 'Công ty Cổ phần Hoa Sen' },
      null,
      'Nguyễn Thị Thu Hà',
    ]),
    choices(
      'customerKind',
      { en: 'Kind of customer', vi: 'Loại khách hàng' },
      { individual: { en: 'person', vi: 'cá nhân' }, organisation: { en: 'organisation', vi: 'tổ chức' } },
      ['organisation', null, 'individual'],
    ),
    days('issuedOn', { en: 'Date', vi: 'Ngày hóa đơn' }, ['2025-04-02', null, '2025-04-10']),
    column('dueAfterDays', { en: 'Days until due', vi: 'Số ngày được nợ' }, [30, null, 15]),
    column('description', { en: 'What for', vi: 'Nội dung' }, [
      { en: 'Laser printer', vi: 'Máy in laser' },
      { en: 'Installation', vi: 'Công lắp đặt' },
      { en: 'Ink', vi: 'Mực in' },
    ]),
    column('quantity', { en: 'Units', vi: 'Số lượng' }, [2, 1, 5]),
    column('unitPrice', { en: 'Price without tax', vi: 'Đơn giá chưa thuế' }, [3_900_000, 500_000, 120_000]),
    column('taxRate', { en: 'Tax rate (%)', vi: 'Thuế suất (%)' }, [10, 8, 10], { unit: 'percent' }),
    currency,
    column('opportunity', { en: 'Opportunity (key)', vi: 'Cơ hội (khóa)' }, nothing),
    column('owner', { en: 'Salesperson (code or name)', vi: 'Nhân viên (mã hoặc tên)' }, nothing),
  ],
}

/** Money that came in, and some given back. Customers that are not there yet are made; the column of invoices, which other files bring, is empty. */
export const payment: Template = {
  becomes: 'payment',
  columns: [
    column(null, { en: 'Receipt', vi: 'Số chứng từ' }, ['TT-001', 'TT-002', 'TT-003']),
    column('customer', customerCode, ['KH-201', 'KH-202', 'KH-202']),
    days('paidOn', { en: 'Paid on', vi: 'Ngày thanh toán' }, ['2025-04-20', '2025-04-12', '2025-04-15']),
    column('amount', { en: 'Amount', vi: 'Số tiền' }, [5_000_000, 700_000, 40_000]),
    currency,
    choices(
      'direction',
      { en: 'In or out', vi: 'Thu hay chi' },
      { received: { en: 'in', vi: 'thu' }, made: { en: 'out', vi: 'chi' } },
      ['received', 'received', 'made'],
    ),
    choices(
      'purpose',
      { en: 'Paid out for', vi: 'Mục đích chi' },
      {
        refund: { en: 'refund', vi: 'hoàn tiền' },
        deposit: { en: 'deposit', vi: 'đặt cọc' },
        commission: { en: 'commission', vi: 'hoa hồng' },
        other: { en: 'other', vi: 'khác' },
      },
      [null, null, 'refund'],
    ),
    column('method', { en: 'Method', vi: 'Hình thức' }, [
      { en: 'bank transfer', vi: 'chuyển khoản' },
      { en: 'cash', vi: 'tiền mặt' },
      { en: 'cash', vi: 'tiền mặt' },
    ]),
    column('reference', { en: 'Reference', vi: 'Nội dung giao dịch' }, ['HOASEN TT HD-001', null, null]),
    column('invoice', { en: 'Pays invoice', vi: 'Thanh toán hóa đơn số' }, nothing),
    column('allocated', { en: 'Of it for that invoice', vi: 'Trong đó cho hóa đơn' }, nothing),
  ],
}
