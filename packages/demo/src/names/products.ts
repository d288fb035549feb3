/** What the demo's company sells. Prices are of a unit, in đồng, at the beginning of the year. */
export interface DemoProduct {
  readonly code: string
  readonly name: string
  /** The name inside a sentence, behind a number. */
  readonly inTitle: string
  readonly group: string
  readonly unit: string
  readonly price: number
  /** The most that one customer usually takes. */
  readonly atMost: number
  /** How often it is asked for, compared with the others. */
  readonly weight: number
}

export const catalogue: readonly DemoProduct[] = [
  {
    code: 'MI-A4',
    name: 'Máy in laser A4',
    inTitle: 'máy in laser',
    group: 'In ấn',
    unit: 'cái',
    price: 4_290_000,
    atMost: 15,
    weight: 8,
  },
  {
    code: 'MI-A3',
    name: 'Máy photocopy màu A3',
    inTitle: 'máy photocopy',
    group: 'In ấn',
    unit: 'cái',
    price: 78_500_000,
    atMost: 4,
    weight: 6,
  },
  {
    code: 'MC-FHD',
    name: 'Máy chiếu Full HD',
    inTitle: 'máy chiếu',
    group: 'Trình chiếu',
    unit: 'cái',
    price: 21_900_000,
    atMost: 12,
    weight: 7,
  },
  {
    code: 'MT-65',
    name: 'Màn hình tương tác 65 inch',
    inTitle: 'màn hình tương tác',
    group: 'Trình chiếu',
    unit: 'cái',
    price: 42_000_000,
    atMost: 10,
    weight: 7,
  },
  {
    code: 'HH-TT',
    name: 'Thiết bị họp trực tuyến',
    inTitle: 'bộ thiết bị họp trực tuyến',
    group: 'Trình chiếu',
    unit: 'bộ',
    price: 27_500_000,
    atMost: 6,
    weight: 6,
  },
  {
    code: 'PC-VP',
    name: 'Máy tính để bàn văn phòng',
    inTitle: 'máy tính để bàn',
    group: 'Máy tính',
    unit: 'bộ',
    price: 14_500_000,
    atMost: 40,
    weight: 10,
  },
  {
    code: 'XT-14',
    name: 'Máy tính xách tay 14 inch',
    inTitle: 'máy tính xách tay',
    group: 'Máy tính',
    unit: 'cái',
    price: 19_900_000,
    atMost: 25,
    weight: 9,
  },
  {
    code: 'SV-T1',
    name: 'Máy chủ tháp',
    inTitle: 'máy chủ',
    group: 'Máy tính',
    unit: 'cái',
    price: 64_000_000,
    atMost: 3,
    weight: 4,
  },
  {
    code: 'LD-3K',
    name: 'Bộ lưu điện 3 kVA',
    inTitle: 'bộ lưu điện',
    group: 'Máy tính',
    unit: 'cái',
    price: 16_800_000,
    atMost: 5,
    weight: 3,
  },
  {
    code: 'NT-BNH',
    name: 'Bàn làm việc nâng hạ',
    inTitle: 'bàn nâng hạ',
    group: 'Nội thất',
    unit: 'cái',
    price: 8_900_000,
    atMost: 40,
    weight: 5,
  },
  {
    code: 'NT-GCT',
    name: 'Ghế công thái học',
    inTitle: 'ghế công thái học',
    group: 'Nội thất',
    unit: 'cái',
    price: 4_650_000,
    atMost: 60,
    weight: 6,
  },
  {
    code: 'AN-CAM',
    name: 'Camera an ninh trọn bộ',
    inTitle: 'bộ camera an ninh',
    group: 'An ninh',
    unit: 'bộ',
    price: 12_300_000,
    atMost: 8,
    weight: 6,
  },
  {
    code: 'AN-CC',
    name: 'Máy chấm công khuôn mặt',
    inTitle: 'máy chấm công',
    group: 'An ninh',
    unit: 'cái',
    price: 5_200_000,
    atMost: 8,
    weight: 4,
  },
  {
    code: 'DV-BT',
    name: 'Bảo trì thiết bị trọn năm',
    inTitle: 'gói bảo trì',
    group: 'Dịch vụ',
    unit: 'gói',
    price: 18_000_000,
    atMost: 3,
    weight: 6,
  },
  {
    code: 'DV-PM',
    name: 'Phần mềm kế toán, một năm',
    inTitle: 'gói phần mềm kế toán',
    group: 'Dịch vụ',
    unit: 'gói',
    price: 9_600_000,
    atMost: 5,
    weight: 4,
  },
]

/** What individuals buy: a unit or two for a home or a small shop. */
export const forIndividuals: readonly string[] = ['MI-A4', 'XT-14', 'NT-BNH', 'NT-GCT', 'AN-CAM', 'PC-VP']
