// What salespeople write: titles, which name goods and customers as they are called in Vietnam; and in the company's language tags, notes on
// losses, and why something was done.
import { standardLostReasons, type Words } from '@eventcrm/crm'

/** Titles; `{goods}` is what it is about, `{customer}` whom it is for. */
export const titles: readonly string[] = [
  '{goods} cho {customer}',
  '{goods} cho {customer}',
  'Cung cấp {goods} – {customer}',
  'Báo giá {goods}, {customer}',
  'Trang bị {goods} tại {customer}',
]

export const tags: readonly (readonly [tag: Words, weight: number])[] = [
  [{ en: 'tender', vi: 'đấu thầu' }, 2],
  [{ en: 'referral', vi: 'khách giới thiệu' }, 3],
  [{ en: 'website', vi: 'website' }, 3],
  [{ en: 'seminar', vi: 'hội thảo' }, 2],
  [{ en: 'project', vi: 'dự án' }, 2],
]

export const oldCustomer: Words = { en: 'returning customer', vi: 'khách cũ' }

export interface Loss {
  readonly reasonId: string
  readonly weight: number
  readonly notes: readonly Words[]
}

export const losses: readonly Loss[] = [
  {
    reasonId: standardLostReasons.tooExpensive,
    weight: 30,
    notes: [
      {
        en: 'The customer wanted another 15% off the quotation, which we could not give.',
        vi: 'Khách muốn giảm thêm 15% so với báo giá, mình không theo được.',
      },
      { en: 'We were about 20 million above another supplier.', vi: 'Bên mình cao hơn đơn vị khác khoảng 20 triệu.' },
      { en: 'The customer chose to rent instead of buying.', vi: 'Khách chọn phương án thuê thay vì mua.' },
    ],
  },
  {
    reasonId: standardLostReasons.competitor,
    weight: 28,
    notes: [
      {
        en: 'The competitor delivers in 3 days; our warehouse had to wait two weeks for stock.',
        vi: 'Đối thủ giao trong 3 ngày, kho mình phải chờ hàng hai tuần.',
      },
      {
        en: 'The customer bought from their old supplier to keep the maintenance contract.',
        vi: 'Khách mua của nhà cung cấp cũ để giữ hợp đồng bảo trì.',
      },
      { en: 'Lost the tender: second in the technical score.', vi: 'Trượt thầu: đứng thứ hai về điểm kỹ thuật.' },
    ],
  },
  {
    reasonId: standardLostReasons.noBudget,
    weight: 18,
    notes: [
      { en: 'This year’s budget is spent; next quarter, they say.', vi: 'Ngân sách năm nay đã hết, hẹn quý sau.' },
      {
        en: 'The board cut purchases for the second half of the year.',
        vi: 'Ban giám đốc cắt khoản mua sắm sáu tháng cuối năm.',
      },
    ],
  },
  {
    reasonId: standardLostReasons.noDecision,
    weight: 16,
    notes: [
      {
        en: 'Called many times without reaching whoever decides.',
        vi: 'Gọi nhiều lần chưa gặp được người quyết định.',
      },
      {
        en: 'The customer asks to wait until they have moved offices.',
        vi: 'Khách xin hoãn đến khi chuyển văn phòng.',
      },
    ],
  },
  {
    reasonId: standardLostReasons.noNeed,
    weight: 8,
    notes: [
      { en: 'The parent company has given the customer equipment.', vi: 'Khách đã được công ty mẹ cấp thiết bị.' },
      {
        en: 'The new branch was called off, so nothing is needed.',
        vi: 'Dự án mở chi nhánh dừng lại nên không cần nữa.',
      },
    ],
  },
]

export const reasons = {
  reopened: [
    { en: 'The customer called back: the budget is approved.', vi: 'Khách gọi lại, đã duyệt được ngân sách.' },
    {
      en: 'The other side delivered faulty goods; the customer wants to see our quotation again.',
      vi: 'Bên kia giao hàng lỗi, khách muốn xem lại báo giá của mình.',
    },
    { en: 'The customer is back, with a new person in charge.', vi: 'Khách liên hệ lại sau khi đổi người phụ trách.' },
  ],
  cancelled: [
    { en: 'The customer cancelled before delivery.', vi: 'Khách hủy đơn trước khi giao hàng.' },
    { en: 'The customer could not pay the deposit.', vi: 'Khách không chuyển được tiền đặt cọc.' },
  ],
  slipped: [
    { en: 'Waiting for the customer’s board to meet.', vi: 'Chờ khách họp ban giám đốc.' },
    { en: 'The customer asks to sign later.', vi: 'Khách xin lùi ngày ký.' },
    { en: 'Waiting for accounting to approve.', vi: 'Chờ phòng kế toán duyệt.' },
    { en: 'They sign once the goods are in stock.', vi: 'Chờ hàng về kho mới ký.' },
  ],
  back: [
    { en: 'The technical requirements changed: survey again.', vi: 'Khách đổi yêu cầu kỹ thuật, phải khảo sát lại.' },
    {
      en: 'A new person in charge at the customer: present everything again.',
      vi: 'Khách đổi người phụ trách, phải giới thiệu lại từ đầu.',
    },
  ],
  /** Of a cancelled invoice. */
  invoiceCancelled: [
    { en: 'The order was cancelled before delivery.', vi: 'Đơn hàng bị hủy trước khi giao.' },
    { en: 'The customer took the order back.', vi: 'Khách rút lại đơn đặt hàng.' },
  ],
  invoiceWrong: [
    { en: 'The buyer’s address was wrong; issued anew.', vi: 'Sai địa chỉ người mua, lập lại hóa đơn khác.' },
    { en: 'The buyer’s name was wrong; issued anew.', vi: 'Sai tên người mua, lập lại hóa đơn khác.' },
  ],
  returned: [
    { en: 'One piece came back with a fault.', vi: 'Khách trả lại một máy bị lỗi.' },
    { en: 'Delivered late: a price reduction was agreed on.', vi: 'Giao hàng chậm, đã thống nhất giảm giá.' },
  ],
  allReturned: [
    { en: 'Everything came back: not what was ordered.', vi: 'Khách trả lại toàn bộ: không đúng hàng đã đặt.' },
  ],
  writtenOff: [
    {
      en: 'The customer has closed down; nothing is expected.',
      vi: 'Khách đã ngừng hoạt động, không còn khả năng thu.',
    },
    { en: 'Five reminders without an answer.', vi: 'Đã nhắc năm lần không có trả lời.' },
  ],
  bounced: [
    { en: 'The bank sent the transfer back.', vi: 'Ngân hàng hoàn lại lệnh chuyển tiền.' },
    { en: 'The customer’s account had no cover.', vi: 'Tài khoản của khách không đủ số dư.' },
  ],
  handedOver: [{ en: 'Handed over because the salesperson leaves.', vi: 'Bàn giao vì nhân viên nghỉ việc.' }],
  helped: [
    { en: 'Shared work with a colleague.', vi: 'Chia bớt việc cho đồng nghiệp.' },
    {
      en: 'The customer moved; given to whoever has that area.',
      vi: 'Khách chuyển trụ sở, giao cho người phụ trách khu vực.',
    },
  ],
} as const
