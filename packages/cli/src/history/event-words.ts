// What happened, in words: English as the events' schemas say it, Vietnamese from here.
import type { LibraryEvent } from '@eventcrm/crm'
import { aggregates, claimAggregates, type Language } from '@eventcrm/domain'
import type { z } from 'zod'

const english = new Map(
  [...Object.values(aggregates), ...Object.values(claimAggregates)].flatMap(({ events }) =>
    Object.entries<{ readonly schema: z.ZodType }>(events).map(
      ([type, { schema }]) => [type, schema.description ?? type] as const,
    ),
  ),
)
/** The types of the library's events. */
export const eventTypes: readonly string[] = [...english.keys()]

const vietnamese: Readonly<Record<LibraryEvent['type'], string>> = {
  OpportunityOpened: 'Cơ hội được mở',
  OpportunityRetitled: 'Cơ hội có tiêu đề khác',
  OpportunityCustomFieldsSet: 'Các trường riêng của công ty được ghi hoặc xóa',
  OpportunityExternalIdSet: 'Mã của cơ hội ở hệ thống khác thay đổi',
  StageChanged: 'Cơ hội chuyển giai đoạn',
  OpportunityProbabilitySet: 'Xác suất được đặt bằng tay, hoặc lại theo giai đoạn',
  OpportunityRevenueSet:
    'Doanh thu dự kiến được đặt bằng tay, hoặc lại tính theo các dòng sản phẩm; nếu đã thắng thì số tiền cuối cùng được sửa lại',
  OpportunityExpectedCloseSet: 'Ngày dự kiến chốt thay đổi',
  OpportunityPrioritySet: 'Mức ưu tiên thay đổi',
  OpportunityTagged: 'Cơ hội được gắn một nhãn',
  OpportunityUntagged: 'Cơ hội được bỏ một nhãn',
  OpportunityReassigned: 'Người khác phụ trách cơ hội, hoặc cơ hội tính cho đội khác',
  OpportunityCustomerLinked: 'Cơ hội dành cho khách hàng khác, hoặc chưa rõ khách hàng',
  OpportunityLineAdded: 'Thêm một dòng sản phẩm',
  OpportunityLineChanged: 'Số lượng hoặc giá của một dòng sản phẩm thay đổi',
  OpportunityLineRemoved: 'Bỏ một dòng sản phẩm',
  MarkedWon: 'Cơ hội thắng',
  MarkedLost: 'Cơ hội thất bại',
  OpportunityReopened: 'Cơ hội được mở lại; lần kết thúc trước vẫn còn trong lịch sử',
  PipelineCreated: 'Quy trình bán hàng được tạo',
  PipelineRenamed: 'Quy trình bán hàng có tên khác',
  PipelineTeamsSet: 'Quy trình bán hàng dành cho các đội khác',
  StageAdded: 'Thêm một giai đoạn',
  StageRenamed: 'Một giai đoạn có tên khác',
  StageReordered: 'Một giai đoạn có vị trí khác giữa các giai đoạn',
  StageProbabilitySet: 'Cơ hội vào giai đoạn này sẽ có xác suất khác',
  StageRottingDaysSet: 'Cơ hội vào giai đoạn này sẽ bị coi là nằm lâu sau số ngày khác',
  StageRequirementsSet: 'Những việc cần làm trong giai đoạn thay đổi',
  StageTeamsSet: 'Giai đoạn dành cho các đội khác',
  StageFolded: 'Cột của giai đoạn được thu gọn',
  StageUnfolded: 'Cột của giai đoạn được mở ra',
  StageRetired: 'Giai đoạn không nhận cơ hội nữa',
  StageRestored: 'Giai đoạn lại nhận cơ hội',
  LostReasonAdded: 'Thêm một lý do thất bại',
  LostReasonRenamed: 'Một lý do thất bại có tên khác',
  LostReasonRetired: 'Một lý do thất bại không còn được chọn nữa',
  LostReasonRestored: 'Một lý do thất bại lại được chọn',
  SalesTeamCreated: 'Đội bán hàng được lập',
  SalesTeamRenamed: 'Đội bán hàng có tên khác',
  SalesTeamTerritorySet: 'Đội bán hàng có khu vực khác',
  SalesTeamLeaderSet: 'Người khác làm trưởng đội',
  SalesTeamMemberAdded: 'Một người vào đội',
  SalesTeamMemberRemoved: 'Một người rời đội',
  StaffMemberJoined: 'Nhân viên vào làm',
  StaffMemberRenamed: 'Nhân viên có tên khác',
  StaffMemberEmailSet: 'Nhân viên có địa chỉ email khác',
  StaffMemberPhoneSet: 'Nhân viên có số điện thoại khác',
  StaffMemberMoved: 'Nhân viên chuyển sang phòng ban khác',
  StaffMemberMainTeamSet: 'Cơ hội của nhân viên tính cho đội khác',
  StaffMemberLeft: 'Nhân viên nghỉ việc',
  StaffMemberReturned: 'Nhân viên trở lại làm việc',
  ProductListed: 'Sản phẩm hoặc dịch vụ được đưa vào bán',
  ProductCodeChanged: 'Sản phẩm có mã khác',
  ProductRenamed: 'Sản phẩm có tên khác',
  ProductRegrouped: 'Sản phẩm thuộc nhóm khác',
  ProductUnitSet: 'Sản phẩm bán theo đơn vị tính khác',
  ProductPriceChanged: 'Giá niêm yết của sản phẩm thay đổi',
  ProductRetired: 'Sản phẩm ngừng bán',
  ProductRestored: 'Sản phẩm được bán lại',
  CompanyFounded: 'Công ty được thiết lập',
  CompanyRenamed: 'Công ty có tên khác',
  CompanyCurrencySet: 'Loại tiền dùng khi không ghi rõ thay đổi',
  CompanyCountrySet: 'Số điện thoại không ghi rõ được hiểu theo quốc gia khác',
  CompanyLanguageSet: 'Ngôn ngữ hiển thị thay đổi',
  ContactRegistered: 'Liên hệ được ghi vào danh bạ',
  ContactRenamed: 'Liên hệ có tên khác',
  ContactKindSet: 'Liên hệ là tổ chức chứ không phải cá nhân, hoặc ngược lại',
  ContactPhoneSet: 'Liên hệ có số điện thoại khác',
  ContactEmailSet: 'Liên hệ có địa chỉ email khác',
  ContactProfileSet: 'Ngành nghề, quy mô, nhóm hoặc khu vực thay đổi',
  ContactAccountManagerSet: 'Người khác phụ trách khách hàng',
  ContactCustomFieldsSet: 'Các trường riêng của công ty được ghi hoặc xóa',
  ContactExternalIdSet: 'Mã của liên hệ ở hệ thống khác thay đổi',
  ContactAddressAdded: 'Liên hệ có thêm một địa chỉ',
  ContactAddressChanged: 'Một địa chỉ của liên hệ thay đổi',
  ContactAddressRemoved: 'Liên hệ bớt một địa chỉ',
  ContactBecameCustomer: 'Liên hệ trở thành khách hàng',
  CustomerCodeClaimed: 'Một mã khách hàng được dùng',
  CustomerCodeReleased: 'Một mã khách hàng được trả lại',
}
const inVietnamese = new Map<string, string>(Object.entries(vietnamese))

/** What an event of that type says that happened; its type where there are no words for it. */
export const describedEvent = (type: string, language: Language): string =>
  (language === 'vi' ? inVietnamese.get(type) : undefined) ?? english.get(type) ?? type
