// What the fields of events are called, and the words that stand in them.
import type { Language } from '@eventcrm/domain'

/** 'expectedCloseOn' as 'expected close on', 'customerId' as 'customer'. */
const spaced = (name: string): string =>
  name.replace(/Id$/, '').replaceAll(/[A-Z]/g, capital => ` ${capital.toLowerCase()}`)

/** Vietnamese labels, by field. */
export const vietnameseLabels: Readonly<Record<string, string>> = {
  title: 'tiêu đề',
  stage: 'giai đoạn',
  stageId: 'giai đoạn',
  pipelineId: 'quy trình',
  name: 'tên',
  version: 'phiên bản',
  requests: 'loại sự kiện',
  after: 'sau sự kiện',
  order: 'thứ tự',
  probability: 'xác suất',
  rottingDays: 'số ngày coi là nằm lâu',
  assignment: 'phụ trách',
  ownerId: 'nhân viên',
  teamId: 'đội',
  department: 'phòng ban',
  revenue: 'doanh thu',
  value: 'giá trị',
  minorUnits: 'đơn vị nhỏ nhất',
  currency: 'loại tiền',
  byHand: 'đặt bằng tay',
  expectedCloseOn: 'ngày dự kiến chốt',
  priority: 'ưu tiên',
  tags: 'nhãn',
  tag: 'nhãn',
  customerId: 'khách hàng',
  externalIds: 'mã ở hệ thống khác',
  system: 'hệ thống',
  id: 'mã',
  custom: 'trường riêng',
  from: 'trước',
  to: 'sau',
  line: 'dòng',
  productId: 'sản phẩm',
  quantity: 'số lượng',
  listPrice: 'giá niêm yết',
  unitPrice: 'đơn giá',
  expected: 'dự kiến',
  reason: 'lý do',
  reasonId: 'lý do',
  note: 'ghi chú',
  was: 'trước đó',
  teamIds: 'đội',
  isWon: 'là giai đoạn thắng',
  folded: 'thu gọn',
  requirements: 'việc cần làm',
  territory: 'khu vực',
  leaderId: 'trưởng đội',
  staffMemberId: 'nhân viên',
  email: 'email',
  phone: 'điện thoại',
  mainTeamId: 'đội chính',
  code: 'mã',
  group: 'nhóm',
  unit: 'đơn vị tính',
  timeZone: 'múi giờ',
  country: 'quốc gia',
  language: 'ngôn ngữ',
  keyCheck: 'dấu kiểm tra khóa',
  kind: 'loại',
  profile: 'hồ sơ',
  industry: 'ngành nghề',
  size: 'quy mô',
  accountManagerId: 'người phụ trách',
  address: 'địa chỉ',
  label: 'tên gọi',
  street: 'số nhà, đường',
  ward: 'phường, xã',
  district: 'quận, huyện',
  province: 'tỉnh, thành phố',
  postalCode: 'mã bưu chính',
  trigger: 'do',
  documentId: 'chứng từ',
  prefix: 'phần đầu',
  width: 'số chữ số',
  form: 'biểu mẫu',
  entryId: 'mục danh mục',
  parentId: 'nằm dưới',
  band: 'khoảng số',
  territoryId: 'khu vực',
  groupId: 'nhóm khách hàng',
  handles: 'nhận khách hàng loại',
  least: 'ít nhất',
  most: 'nhiều nhất',
  perMonth: 'mỗi tháng',
}

/** Vietnamese for the words that a field is one of. */
const vietnameseChoices: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  was: { won: 'thắng', lost: 'thất bại' },
  kind: { individual: 'cá nhân', organisation: 'tổ chức' },
  language: { en: 'tiếng Anh', vi: 'tiếng Việt' },
  trigger: {
    manual: 'ghi bằng tay',
    import: 'nhập từ tệp',
    leadConversion: 'chuyển từ khách hàng tiềm năng',
    opportunityWon: 'thắng cơ hội',
    order: 'đơn hàng',
    contract: 'hợp đồng',
    invoice: 'hóa đơn',
    payment: 'thanh toán',
  },
}

const ownIn = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

/** What a field is called; one of the company's own by its own name. */
export const labelOf = (field: string, language: Language): string =>
  (language === 'vi' ? ownIn(vietnameseLabels, field) : undefined) ?? spaced(field)

/** A word that stands in a field, where the field has only certain ones. */
export const choiceOf = (field: string, word: string, language: Language): string => {
  const choices = language === 'vi' ? ownIn(vietnameseChoices, field) : undefined
  return (choices && ownIn(choices, word)) ?? word
}
