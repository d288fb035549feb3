import { choices, column, days, type Template } from './template.ts'

const nothing = [null, null, null]

/** Customers that are not there yet are made; columns that refer to what other files bring are empty. */
export const purchase: Template = {
  becomes: 'purchase',
  columns: [
    column(null, { en: 'Receipt', vi: 'Số biên lai' }, ['BL-001', 'BL-002', 'BL-003']),
    column('customer', { en: 'Customer code', vi: 'Mã khách hàng' }, ['KH-101', 'KH-102', 'KH-101']),
    column('customerName', { en: 'Customer', vi: 'Tên khách hàng' }, [
      'Nguyễn Thị Thu Hà',
      { en: 'Kan Coffee Co., Ltd.', vi: 'Công ty TNHH Cà phê Kan' },
      'Nguyễn Thị Thu Hà',
    ]),
    choices(
      'customerKind',
      { en: 'Kind of customer', vi: 'Loại khách hàng' },
      { individual: { en: 'person', vi: 'cá nhân' }, organisation: { en: 'organisation', vi: 'tổ chức' } },
      ['individual', 'organisation', 'individual'],
    ),
    days('boughtOn', { en: 'Bought on', vi: 'Ngày mua' }, ['2025-04-02', '2025-04-05', '2025-05-12']),
    column('amount', { en: 'Amount', vi: 'Số tiền' }, [330_000, 4_290_000, 0]),
    column('tax', { en: 'Tax included', vi: 'Thuế đã gồm' }, [30_000, 390_000, null]),
    column('currency', { en: 'Currency', vi: 'Loại tiền' }, ['VND', 'VND', 'VND']),
    column('units', { en: 'Units', vi: 'Số lượng' }, [3, 1, 1]),
    column('owner', { en: 'Salesperson (code or name)', vi: 'Nhân viên (mã hoặc tên)' }, nothing),
  ],
}
