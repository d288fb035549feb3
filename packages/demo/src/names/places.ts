import type { Region } from './people.ts'

export interface Office {
  readonly region: Region
  /** The sales team, as customers' territories are named too. */
  readonly team: string
  readonly department: string
  readonly city: string
  /** Where its customers are, its own city first and most often. */
  readonly provinces: readonly (readonly [province: string, weight: number])[]
  readonly streets: readonly string[]
}

export const offices: readonly Office[] = [
  {
    region: 'north',
    team: 'Miền Bắc',
    department: 'Kinh doanh Hà Nội',
    city: 'Hà Nội',
    provinces: [
      ['Hà Nội', 6],
      ['Hải Phòng', 2],
      ['Bắc Ninh', 2],
      ['Quảng Ninh', 1],
    ],
    streets: ['Trần Duy Hưng', 'Nguyễn Trãi', 'Cầu Giấy', 'Láng Hạ', 'Giải Phóng', 'Phạm Văn Đồng'],
  },
  {
    region: 'centre',
    team: 'Miền Trung',
    department: 'Kinh doanh Đà Nẵng',
    city: 'Đà Nẵng',
    provinces: [
      ['Đà Nẵng', 6],
      ['Huế', 2],
      ['Khánh Hòa', 2],
      ['Nghệ An', 1],
    ],
    streets: ['Nguyễn Văn Linh', 'Lê Duẩn', 'Hùng Vương', '2 Tháng 9', 'Điện Biên Phủ'],
  },
  {
    region: 'south',
    team: 'Miền Nam',
    department: 'Kinh doanh TP. Hồ Chí Minh',
    city: 'TP. Hồ Chí Minh',
    provinces: [
      ['TP. Hồ Chí Minh', 7],
      ['Đồng Nai', 2],
      ['Cần Thơ', 2],
      ['Tây Ninh', 1],
    ],
    streets: [
      'Nguyễn Thị Minh Khai',
      'Cách Mạng Tháng Tám',
      'Nguyễn Văn Cừ',
      'Võ Văn Ngân',
      'Trường Chinh',
      'Lê Văn Việt',
    ],
  },
]
