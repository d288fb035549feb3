import { choices, column, days, type Template } from './template.ts'

const nothing = [null, null, null]

/** Columns that refer to what other files bring are empty, so that it goes into an empty company too. */
export const opportunity: Template = {
  becomes: 'opportunity',
  columns: [
    column(null, { en: 'Opportunity code', vi: 'Mã cơ hội' }, ['CH-001', 'CH-002', 'CH-003']),
    column('title', { en: 'Title', vi: 'Tiêu đề' }, [
      { en: 'Printers for the new office', vi: 'Máy in cho văn phòng mới' },
      { en: 'Projectors for meeting rooms', vi: 'Máy chiếu phòng họp' },
      { en: 'Yearly maintenance', vi: 'Bảo trì hằng năm' },
    ]),
    column('customer', { en: 'Customer (code or name)', vi: 'Khách hàng (mã hoặc tên)' }, nothing),
    column('owner', { en: 'Salesperson (code or name)', vi: 'Nhân viên (mã hoặc tên)' }, nothing),
    column('product', { en: 'Products (codes)', vi: 'Sản phẩm (mã)' }, nothing),
    days('openedOn', { en: 'Opened on', vi: 'Ngày mở' }, ['2025-04-01', '2025-04-08', '2025-04-15']),
    choices(
      'status',
      { en: 'Status', vi: 'Tình trạng' },
      { open: { en: 'open', vi: 'đang mở' }, won: { en: 'won', vi: 'thắng' }, lost: { en: 'lost', vi: 'thua' } },
      ['open', 'won', 'lost'],
    ),
    days('closedOn', { en: 'Closed on', vi: 'Ngày đóng' }, [null, '2025-05-20', '2025-05-28']),
    column('expectedRevenue', { en: 'Expected revenue', vi: 'Doanh thu dự kiến' }, [85_800_000, 43_800_000, 6_000_000]),
    column('amount', { en: 'Final amount', vi: 'Số tiền cuối cùng' }, [null, 42_000_000, null]),
    column('currency', { en: 'Currency', vi: 'Loại tiền' }, ['VND', 'VND', 'VND']),
    days('expectedCloseOn', { en: 'Expected to close on', vi: 'Ngày dự kiến chốt' }, [
      '2025-06-30',
      '2025-05-31',
      '2025-05-31',
    ]),
    column('note', { en: 'Note on its being lost', vi: 'Ghi chú khi thua' }, [
      null,
      null,
      { en: 'Does it in-house', vi: 'Khách tự làm' },
    ]),
  ],
}
