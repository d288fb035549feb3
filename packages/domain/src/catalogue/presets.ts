// What the catalogues of a new company begin with, so that forms can be filled in without any set-up.
import type { Language, Words } from '../kernel/words.ts'
import { presetId } from '../sales-pipeline/presets.ts'
import { catalogueNamed, catalogueNames, type CatalogueName } from './kinds.ts'
import type { CatalogueEntry } from './state.ts'

interface Preset extends Words {
  /** Its id derives from it: for good. */
  readonly key: string
  readonly band?: { readonly from: number; readonly to: number | null }
}

const preset = (key: string, en: string, vi: string): Preset => ({ key, en, vi })
const staff = (from: number, to: number | null): Preset => {
  const numbers =
    to === null
      ? [`More than ${String(from - 1)}`, `Trên ${String(from - 1)}`]
      : [`${String(from)}–${String(to)}`, `${String(from)}–${String(to)}`]
  return {
    key: String(from),
    en: `${String(numbers[0])} people`,
    vi: `${String(numbers[1])} người`,
    band: { from, to },
  }
}

const sources = [
  preset('website', 'Website', 'Website'),
  preset('referral', 'Referral', 'Được giới thiệu'),
  preset('seminar', 'Seminar', 'Hội thảo'),
  preset('facebook', 'Facebook', 'Facebook'),
  preset('social', 'Other social channels', 'Kênh xã hội khác'),
  preset('event', 'Event or fair', 'Sự kiện, hội chợ'),
  preset('advertising', 'Advertising', 'Quảng cáo'),
  preset('cold call', 'Call by a salesperson', 'Nhân viên tự tìm'),
]

const presets: { readonly [Name in CatalogueName]: readonly Preset[] } = {
  customerGroup: [
    preset('enterprise', 'Enterprise', 'Doanh nghiệp'),
    preset('individual', 'Individual', 'Cá nhân'),
    preset('vip', 'VIP', 'VIP'),
    preset('promising', 'Promising', 'Tiềm năng'),
  ],
  territory: [
    preset('north', 'North', 'Miền Bắc'),
    preset('central', 'Central', 'Miền Trung'),
    preset('south', 'South', 'Miền Nam'),
  ],
  industry: [
    preset('agriculture', 'Agriculture, forestry and fishery', 'Nông, lâm, thủy sản'),
    preset('manufacturing', 'Manufacturing', 'Sản xuất'),
    preset('construction', 'Construction', 'Xây dựng'),
    preset('trade', 'Trade', 'Thương mại'),
    preset('transport', 'Transport and storage', 'Vận tải, kho bãi'),
    preset('hospitality', 'Hotels and restaurants', 'Khách sạn, nhà hàng'),
    preset('technology', 'Information technology', 'Công nghệ thông tin'),
    preset('finance', 'Finance and insurance', 'Tài chính, bảo hiểm'),
    preset('real estate', 'Real estate', 'Bất động sản'),
    preset('education', 'Education', 'Giáo dục'),
    preset('health', 'Health', 'Y tế'),
    preset('public', 'Public sector', 'Khu vực công'),
    preset('other', 'Other services', 'Dịch vụ khác'),
  ],
  size: [staff(1, 9), staff(10, 49), staff(50, 99), staff(100, 199), staff(200, 499), staff(500, null)],
  leadSource: sources,
  campaign: [],
  contactSource: sources,
  customerSource: sources,
  contactStatus: [
    preset('not contacted', 'Not contacted', 'Chưa liên hệ'),
    preset('contacting', 'Contacting', 'Đang liên hệ'),
    preset('interested', 'Interested', 'Quan tâm'),
    preset('not reachable', 'Not reachable', 'Không liên lạc được'),
    preset('refused', 'Refused', 'Từ chối'),
    preset('customer', 'Customer', 'Đã là khách hàng'),
  ],
  position: [
    preset('director', 'Director', 'Giám đốc'),
    preset('deputy director', 'Deputy director', 'Phó giám đốc'),
    preset('accountant', 'Chief accountant', 'Kế toán trưởng'),
    preset('purchasing', 'Head of purchasing', 'Trưởng phòng mua hàng'),
    preset('sales', 'Head of sales', 'Trưởng phòng kinh doanh'),
    preset('personnel', 'Head of personnel', 'Trưởng phòng nhân sự'),
    preset('technology', 'Head of technology', 'Trưởng phòng kỹ thuật'),
    preset('employee', 'Employee', 'Nhân viên'),
  ],
  tag: [],
  leadLostReason: [
    preset('no need', 'No need', 'Không có nhu cầu'),
    preset('no budget', 'No budget', 'Không có ngân sách'),
    preset('not reachable', 'Not reachable', 'Không liên lạc được'),
    preset('competitor', 'Chose a competitor', 'Chọn đối thủ cạnh tranh'),
    preset('wrong target', 'Not a customer of ours', 'Không phải đối tượng khách hàng'),
    preset('spam', 'Spam or a wrong number', 'Tin rác hoặc nhầm số'),
  ],
}

/** The lists that a new company has entries in. */
export const readyMadeCatalogues: readonly CatalogueName[] = catalogueNames.filter(name => presets[name].length > 0)

/** The id of an entry that came ready-made: known before it is added. */
export const readyMadeId = (catalogue: string, key: string): string => presetId(catalogue, `entry/${key}`)

/** What a list begins with. */
export const readyMadeEntries = (catalogue: string, language: Language): readonly Omit<CatalogueEntry, 'retired'>[] => {
  const name = catalogueNamed(catalogue)
  if (name === undefined) return []
  return presets[name].map(({ key, band = null, [language]: label }, i) => ({
    entryId: readyMadeId(catalogue, key),
    label,
    code: null,
    order: i * 10,
    parentId: null,
    band,
  }))
}
