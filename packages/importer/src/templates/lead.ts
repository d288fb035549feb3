import { choices, column, days, phones, type Template } from './template.ts'

const nothing = [null, null, null]
const added = { unknown: 'add' }

export const lead: Template = {
  becomes: 'lead',
  columns: [
    column(null, { en: 'Lead code', vi: 'Mã' }, ['TN-001', 'TN-002', 'TN-003']),
    column('title', { en: 'What it is about', vi: 'Tiêu đề' }, [
      { en: 'Asked for printers', vi: 'Hỏi mua máy in' },
      { en: 'Projectors for a school', vi: 'Máy chiếu cho trường học' },
      null,
    ]),
    column('name', { en: 'Name', vi: 'Họ tên' }, ['Ngô Thị Hạnh', null, 'Bùi Đức Anh']),
    column('organisationName', { en: 'Organisation', vi: 'Tổ chức' }, [
      null,
      { en: 'Lê Lợi Primary School', vi: 'Trường Tiểu học Lê Lợi' },
      null,
    ]),
    phones('phone', { en: 'Phone', vi: 'Điện thoại' }, [
      { en: '+84 905 123 456', vi: '0905 123 456' },
      { en: '+84 24 3825 6789', vi: '024 3825 6789' },
      null,
    ]),
    column('email', { en: 'E-mail', vi: 'Email' }, [null, 'vanphong@leloi.example.com', 'anh.bui@example.com']),
    column(
      'source',
      { en: 'Source', vi: 'Nguồn' },
      [
        { en: 'Website', vi: 'Website' },
        { en: 'Referral', vi: 'Giới thiệu' },
        { en: 'Website', vi: 'Website' },
      ],
      added,
    ),
    column('tags', { en: 'Tags', vi: 'Nhãn' }, [{ en: 'printers', vi: 'máy in' }, null, null], added),
    column('need', { en: 'Need', vi: 'Nhu cầu' }, [{ en: 'Five printers', vi: 'Năm máy in' }, null, null]),
    column('owner', { en: 'Salesperson (code or name)', vi: 'Nhân viên (mã hoặc tên)' }, nothing),
    choices(
      'status',
      { en: 'Status', vi: 'Tình trạng' },
      {
        open: { en: 'open', vi: 'đang mở' },
        qualified: { en: 'qualified', vi: 'đạt' },
        disqualified: { en: 'disqualified', vi: 'không đạt' },
        lost: { en: 'lost', vi: 'mất' },
      },
      ['open', 'qualified', 'lost'],
    ),
    days('statusOn', { en: 'Decided on', vi: 'Ngày quyết định' }, [null, '2025-04-12', '2025-04-20']),
    column('reason', { en: 'Reason', vi: 'Lý do' }, [null, null, { en: 'No budget', vi: 'Không có ngân sách' }], added),
    days('createdOn', { en: 'Written down on', vi: 'Ngày ghi nhận' }, ['2025-04-01', '2025-04-03', '2025-04-05']),
  ],
}
