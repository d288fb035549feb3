// What the demo's customers are and are called. All of them are made up; whoever bears such a name bears it by chance.

export interface Trade {
  readonly industry: string
  /** What comes before the proper name. */
  readonly kinds: readonly string[]
  /** Whether the form of a company stands in front of all. */
  readonly legal: boolean
  /** Proper names of its own kind; the common ones when left out. */
  readonly names?: readonly string[]
  /** How many of a hundred organisations are of this trade. */
  readonly weight: number
}

export const legalForms: readonly (readonly [form: string, weight: number])[] = [
  ['Công ty TNHH', 5],
  ['Công ty Cổ phần', 4],
  ['Công ty TNHH MTV', 1],
]

const scholars = [
  'Chu Văn An',
  'Lê Quý Đôn',
  'Nguyễn Trãi',
  'Trần Phú',
  'Phan Bội Châu',
  'Lương Thế Vinh',
  'Võ Thị Sáu',
]

export const trades: readonly Trade[] = [
  {
    industry: 'Giáo dục',
    kinds: ['Trường THPT', 'Trường THCS', 'Trường Tiểu học'],
    legal: false,
    names: scholars,
    weight: 14,
  },
  { industry: 'Giáo dục', kinds: ['Trung tâm Anh ngữ'], legal: false, weight: 4 },
  { industry: 'Y tế', kinds: ['Phòng khám Đa khoa', 'Bệnh viện Đa khoa'], legal: false, weight: 9 },
  { industry: 'Du lịch – khách sạn', kinds: ['Khách sạn', 'Khu nghỉ dưỡng'], legal: false, weight: 9 },
  { industry: 'Dệt may', kinds: ['May mặc', 'Dệt may'], legal: true, weight: 9 },
  { industry: 'Thủy sản', kinds: ['Thủy sản', 'Chế biến Thủy sản'], legal: true, weight: 7 },
  { industry: 'Xây dựng', kinds: ['Xây dựng', 'Đầu tư Xây dựng'], legal: true, weight: 12 },
  { industry: 'Vận tải – kho bãi', kinds: ['Vận tải', 'Giao nhận'], legal: true, weight: 9 },
  { industry: 'Thực phẩm', kinds: ['Thực phẩm', 'Cà phê', 'Nông sản'], legal: true, weight: 10 },
  { industry: 'Cơ khí', kinds: ['Cơ khí', 'Nhựa kỹ thuật'], legal: true, weight: 7 },
  { industry: 'Công nghệ', kinds: ['Công nghệ', 'Phần mềm'], legal: true, weight: 10 },
]

/** Two syllables that wish a business well. */
export const properNames: readonly string[] = [
  'An Phát',
  'Bảo Long',
  'Bình Minh',
  'Đại Thành',
  'Đông Phương',
  'Gia Phú',
  'Hải Đăng',
  'Hòa Bình',
  'Hưng Thịnh',
  'Kim Liên',
  'Lạc Hồng',
  'Lam Sơn',
  'Liên Minh',
  'Minh Khang',
  'Nam Phong',
  'Ngọc Lâm',
  'Phú Thịnh',
  'Phương Nam',
  'Quang Vinh',
  'Sao Mai',
  'Sông Hồng',
  'Tân Tiến',
  'Thành Công',
  'Thiên Phúc',
  'Thuận Phát',
  'Trường Sinh',
  'Trường Thịnh',
  'Vạn Xuân',
  'Việt Tín',
  'Vĩnh Hưng',
]

/** Bands of staff, as customers are sorted by, with how common each is. */
export const sizes: readonly (readonly [size: string, weight: number])[] = [
  ['1–9 nhân viên', 2],
  ['10–49 nhân viên', 5],
  ['50–199 nhân viên', 4],
  ['200–499 nhân viên', 2],
  ['từ 500 nhân viên', 1],
]
