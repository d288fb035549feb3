import type { FieldWords } from '../kernel/dated.ts'
import type { Words } from '../kernel/words.ts'
import type { ContactState } from './state.ts'

const phone: Words = { en: 'phone number', vi: 'số điện thoại' }
const email: Words = { en: 'e-mail address', vi: 'địa chỉ e-mail' }
const address: Words = { en: 'address', vi: 'địa chỉ' }
const employment: Words = { en: 'position in an organisation', vi: 'chức vụ ở tổ chức' }
const note: Words = { en: 'note', vi: 'ghi chú' }
const assignment: Words = { en: 'assignment by the rules', vi: 'việc phân công theo quy tắc' }
const tag: Words = { en: 'tag', vi: 'nhãn' }

/** For people: a rejection names by them what was set later. */
export const fieldWords: FieldWords<ContactState> = {
  status: { en: 'registration', vi: 'việc ghi vào danh bạ' },
  kind: { en: 'kind of contact', vi: 'loại liên hệ' },
  personId: { en: 'person', vi: 'người' },
  name: { en: 'name', vi: 'tên' },
  phone,
  phoneId: phone,
  phoneLabel: phone,
  'furtherPhones.phoneId': phone,
  'furtherPhones.label': phone,
  'furtherPhones.number': phone,
  email,
  emailId: email,
  emailLabel: email,
  'furtherEmails.emailId': email,
  'furtherEmails.label': email,
  'furtherEmails.address': email,
  'addresses.addressId': address,
  'addresses.label': address,
  'addresses.street': address,
  'addresses.ward': address,
  'addresses.district': address,
  'addresses.province': address,
  'addresses.country': address,
  'addresses.postalCode': address,
  mainAddressId: { en: 'main address', vi: 'địa chỉ chính' },
  industry: { en: 'industry', vi: 'ngành nghề' },
  size: { en: 'size of the organisation', vi: 'quy mô tổ chức' },
  group: { en: 'customer group', vi: 'nhóm khách hàng' },
  territory: { en: 'territory', vi: 'khu vực' },
  contactStatus: { en: 'contact status', vi: 'trạng thái liên hệ' },
  contactSource: { en: 'contact source', vi: 'nguồn liên hệ' },
  customerSource: { en: 'customer source', vi: 'nguồn khách hàng' },
  term: { en: 'regular or one-off', vi: 'loại thường xuyên hay một lần' },
  taxCode: { en: 'tax code', vi: 'mã số thuế' },
  birthDate: { en: 'date of birth', vi: 'ngày sinh' },
  gender: { en: 'gender', vi: 'giới tính' },
  areaOfResidence: { en: 'area of residence', vi: 'khu vực sinh sống' },
  occupation: { en: 'occupation', vi: 'nghề nghiệp' },
  ownBusiness: { en: 'own business', vi: 'hoạt động kinh doanh riêng' },
  accountManagerId: { en: 'account manager', vi: 'người phụ trách' },
  assignmentRequest: assignment,
  assignmentRequests: assignment,
  'employments.employmentId': employment,
  'employments.organisationId': employment,
  'employments.position': employment,
  'employments.since': employment,
  'tags.entryId': tag,
  'tags.label': tag,
  'notes.noteId': note,
  'notes.text': note,
  prospectiveAs: { en: 'what it may become', vi: 'vai trò dự kiến' },
  customer: { en: 'customer code', vi: 'mã khách hàng' },
  supplier: { en: 'becoming a supplier', vi: 'việc trở thành nhà cung cấp' },
  archived: { en: 'archiving', vi: 'việc lưu trữ' },
  merging: { en: 'merger', vi: 'việc gộp' },
  'externalIds.id': { en: 'id in the other system', vi: 'mã ở hệ thống khác' },
  'custom.value': { en: 'company’s own field', vi: 'trường riêng của công ty' },
}
