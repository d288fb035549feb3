// Where those come from who may want something, and why most of them don't.
import type { Words } from '@eventcrm/crm'

export interface Source {
  /** Of the ready-made catalogue of lead sources. */
  readonly key: string
  /** Whether it comes in by itself, for somebody to be given. */
  readonly online: boolean
  /** How many of a hundred come by a campaign. */
  readonly campaigns: number
}

export const sources: readonly (readonly [source: Source, weight: number])[] = [
  [{ key: 'website', online: true, campaigns: 35 }, 30],
  [{ key: 'facebook', online: true, campaigns: 60 }, 16],
  [{ key: 'referral', online: false, campaigns: 0 }, 18],
  [{ key: 'seminar', online: false, campaigns: 80 }, 10],
  [{ key: 'event', online: false, campaigns: 70 }, 8],
  [{ key: 'advertising', online: true, campaigns: 90 }, 8],
  [{ key: 'cold call', online: false, campaigns: 0 }, 10],
]

export const campaigns: readonly Words[] = [
  { en: 'Back to school', vi: 'Mùa tựu trường' },
  { en: 'Year-end renewal', vi: 'Đổi máy cuối năm' },
  { en: 'Office in a day', vi: 'Văn phòng trọn gói' },
  { en: 'Green printing', vi: 'In ấn xanh' },
]

export const questions: readonly { readonly question: Words; readonly answers: readonly Words[] }[] = [
  {
    question: { en: 'How many people work in the office?', vi: 'Văn phòng có bao nhiêu người?' },
    answers: [
      { en: 'About a dozen', vi: 'Khoảng mười hai' },
      { en: 'Some forty', vi: 'Chừng bốn mươi' },
      { en: 'More than a hundred', vi: 'Hơn một trăm' },
    ],
  },
  {
    question: { en: 'When is it needed?', vi: 'Khi nào cần?' },
    answers: [
      { en: 'This quarter', vi: 'Trong quý này' },
      { en: 'Next year', vi: 'Sang năm' },
    ],
  },
]

interface Unfit {
  /** Of the ready-made catalogue of reasons. */
  readonly key: string
  readonly notes: readonly Words[]
}

export const unfit: readonly (readonly [why: Unfit, weight: number])[] = [
  [
    {
      key: 'no need',
      notes: [
        { en: 'Only wanted a catalogue.', vi: 'Chỉ xin tài liệu để tham khảo.' },
        { en: 'Bought new machines last year.', vi: 'Năm ngoái mới mua máy mới.' },
      ],
    },
    30,
  ],
  [{ key: 'no budget', notes: [{ en: 'No money for it this year.', vi: 'Năm nay chưa có kinh phí.' }] }, 22],
  [
    {
      key: 'not reachable',
      notes: [{ en: 'Called five times, nobody answers.', vi: 'Gọi năm lần không ai nghe máy.' }],
    },
    20,
  ],
  [{ key: 'competitor', notes: [{ en: 'Stays with their old supplier.', vi: 'Vẫn mua của nhà cung cấp cũ.' }] }, 14],
  [{ key: 'wrong target', notes: [{ en: 'Wants a machine for home.', vi: 'Muốn mua một máy dùng ở nhà.' }] }, 8],
  [{ key: 'spam', notes: [{ en: 'Advertising.', vi: 'Tin quảng cáo.' }] }, 6],
]

export const positions: readonly string[] = ['director', 'deputy director', 'accountant', 'purchasing', 'technology']
export const roles: readonly Words[] = [
  { en: 'decides', vi: 'người quyết định' },
  { en: 'buys', vi: 'người mua hàng' },
  { en: 'uses it', vi: 'người sử dụng' },
]
