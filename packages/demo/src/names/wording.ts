// What salespeople write: titles, notes on losses, and why something was done.
import { standardLostReasons } from '@eventcrm/crm'

/** Titles; `{goods}` is what it is about, `{customer}` whom it is for. */
export const titles: readonly string[] = [
  '{goods} cho {customer}',
  '{goods} cho {customer}',
  'Cung cấp {goods} – {customer}',
  'Báo giá {goods}, {customer}',
  'Trang bị {goods} tại {customer}',
]

export const tags: readonly (readonly [tag: string, weight: number])[] = [
  ['đấu thầu', 2],
  ['khách giới thiệu', 3],
  ['website', 3],
  ['hội thảo', 2],
  ['dự án', 2],
]

export interface Loss {
  readonly reasonId: string
  readonly weight: number
  readonly notes: readonly string[]
}

export const losses: readonly Loss[] = [
  {
    reasonId: standardLostReasons.tooExpensive,
    weight: 30,
    notes: [
      'Khách muốn giảm thêm 15% so với báo giá, mình không theo được.',
      'Bên mình cao hơn đơn vị khác khoảng 20 triệu.',
      'Khách chọn phương án thuê thay vì mua.',
    ],
  },
  {
    reasonId: standardLostReasons.competitor,
    weight: 28,
    notes: [
      'Đối thủ giao trong 3 ngày, kho mình phải chờ hàng hai tuần.',
      'Khách mua của nhà cung cấp cũ để giữ hợp đồng bảo trì.',
      'Trượt thầu: đứng thứ hai về điểm kỹ thuật.',
    ],
  },
  {
    reasonId: standardLostReasons.noBudget,
    weight: 18,
    notes: ['Ngân sách năm nay đã hết, hẹn quý sau.', 'Ban giám đốc cắt khoản mua sắm sáu tháng cuối năm.'],
  },
  {
    reasonId: standardLostReasons.noDecision,
    weight: 16,
    notes: ['Gọi nhiều lần chưa gặp được người quyết định.', 'Khách xin hoãn đến khi chuyển văn phòng.'],
  },
  {
    reasonId: standardLostReasons.noNeed,
    weight: 8,
    notes: ['Khách đã được công ty mẹ cấp thiết bị.', 'Dự án mở chi nhánh dừng lại nên không cần nữa.'],
  },
]

export const reasons = {
  reopened: [
    'Khách gọi lại, đã duyệt được ngân sách.',
    'Bên kia giao hàng lỗi, khách muốn xem lại báo giá của mình.',
    'Khách liên hệ lại sau khi đổi người phụ trách.',
  ],
  cancelled: ['Khách hủy đơn trước khi giao hàng.', 'Khách không chuyển được tiền đặt cọc.'],
  slipped: [
    'Chờ khách họp ban giám đốc.',
    'Khách xin lùi ngày ký.',
    'Chờ phòng kế toán duyệt.',
    'Chờ hàng về kho mới ký.',
  ],
  back: ['Khách đổi yêu cầu kỹ thuật, phải khảo sát lại.', 'Khách đổi người phụ trách, phải giới thiệu lại từ đầu.'],
  handedOver: ['Bàn giao vì nhân viên nghỉ việc.'],
  helped: ['Chia bớt việc cho đồng nghiệp.', 'Khách chuyển trụ sở, giao cho người phụ trách khu vực.'],
} as const
