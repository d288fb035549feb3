// What several commands of a contact have in common.
import { requiredFieldRejections } from '../company/required-fields.ts'
import { catalogueEntryGiven, catalogueEntryRejections } from '../kernel/catalogue-entry.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { phoneRejections } from '../kernel/phone-number.ts'
import { id } from '../kernel/values.ts'
import { mergingRejections } from '../merging/rejections.ts'
import { staffMemberRejections } from '../staff-member/state.ts'
import { contactRejections, contactState, type ContactState } from './state.ts'

export const reject = defineRejections({
  ...staffMemberRejections,
  ...phoneRejections,
  ...contactRejections,
  ...catalogueEntryRejections,
  ...requiredFieldRejections,
  ...mergingRejections,
  ALREADY_REGISTERED: {
    en: 'A contact was registered under this id with other values',
    vi: 'Đã có liên hệ với mã này nhưng có giá trị khác',
  },
  ADDRESS_UNKNOWN: { en: 'The contact has no such address', vi: 'Liên hệ không có địa chỉ này' },
  ADDRESS_EXISTS: {
    en: 'The contact has an address with this id and other values',
    vi: 'Liên hệ đã có địa chỉ với mã này nhưng có giá trị khác',
  },
  ADDRESS_EMPTY: {
    en: 'An address says at least something about where it is',
    vi: 'Địa chỉ phải cho biết ít nhất một điều về nơi chốn',
  },
  PHONE_UNKNOWN: { en: 'The contact has no such phone number', vi: 'Liên hệ không có số điện thoại này' },
  PHONE_EXISTS: {
    en: 'The contact has a phone number with this id and other values',
    vi: 'Liên hệ đã có số điện thoại với mã này nhưng có giá trị khác',
  },
  MAIN_PHONE_NEEDED: {
    en: 'The contact has further phone numbers: make one of them the main one first, or remove them',
    vi: 'Liên hệ còn số điện thoại khác: hãy chọn một số làm số chính trước, hoặc bỏ các số đó',
  },
  EMAIL_UNKNOWN: { en: 'The contact has no such e-mail address', vi: 'Liên hệ không có địa chỉ email này' },
  EMAIL_EXISTS: {
    en: 'The contact has an e-mail address with this id and other values',
    vi: 'Liên hệ đã có địa chỉ email với mã này nhưng có giá trị khác',
  },
  MAIN_EMAIL_NEEDED: {
    en: 'The contact has further e-mail addresses: make one of them the main one first, or remove them',
    vi: 'Liên hệ còn địa chỉ email khác: hãy chọn một địa chỉ làm địa chỉ chính trước, hoặc bỏ các địa chỉ đó',
  },
  ORGANISATION_HAS_NO_DEMOGRAPHICS: {
    en: 'Date of birth, gender and the like are said of a person, and the contact is an organisation',
    vi: 'Ngày sinh, giới tính và những điều tương tự là của cá nhân, còn liên hệ này là tổ chức',
  },
  INDIVIDUAL_HAS_NO_CONTACT_PERSONS: {
    en: 'Only an organisation has contact persons, and this contact is a person',
    vi: 'Chỉ tổ chức mới có người liên hệ, còn liên hệ này là cá nhân',
  },
  ORGANISATION_TAKES_NO_POSITION: {
    en: 'Only a person works for an organisation, and the contact is an organisation itself',
    vi: 'Chỉ cá nhân mới làm việc cho tổ chức, còn liên hệ này chính là tổ chức',
  },
  HAS_POSITIONS: {
    en: 'The contact works for an organisation, so it is a person: have it leave first',
    vi: 'Liên hệ đang làm việc cho một tổ chức nên là cá nhân: hãy ghi việc thôi làm trước',
  },
  EMPLOYMENT_UNKNOWN: { en: 'The contact has no such employment', vi: 'Liên hệ không có công việc này ở tổ chức' },
  EMPLOYMENT_EXISTS: {
    en: 'The contact has an employment with this id and other values',
    vi: 'Liên hệ đã có công việc với mã này nhưng có giá trị khác',
  },
  LEFT_BEFORE_BEGINNING: {
    en: 'The person would have left before beginning there: give a later last day',
    vi: 'Ngày thôi làm sớm hơn ngày bắt đầu làm ở đó: hãy cho ngày muộn hơn',
  },
  BORN_IN_FUTURE: {
    en: 'The date of birth lies behind the day on which it is written down',
    vi: 'Ngày sinh muộn hơn ngày ghi nhận',
  },
  NOTE_UNKNOWN: { en: 'The contact has no such note', vi: 'Liên hệ không có ghi chú này' },
  LEAD_OF_ANOTHER: {
    en: 'The contact did not come of this lead, whose notes are about somebody else',
    vi: 'Liên hệ không được tạo từ khách hàng tiềm năng này, ghi chú ở đó là về người khác',
  },
  NOTE_EXISTS: {
    en: 'The contact has a note with this id and other words',
    vi: 'Liên hệ đã có ghi chú với mã này nhưng nội dung khác',
  },
  ALREADY_CUSTOMER: { en: 'The contact is a customer under another code', vi: 'Liên hệ đã là khách hàng với mã khác' },
  NOT_A_CUSTOMER: { en: 'The contact is no customer', vi: 'Liên hệ này không phải là khách hàng' },
  CONTACT_ARCHIVED: {
    en: 'The contact is put away: take it into use again first',
    vi: 'Liên hệ này đang được lưu trữ: hãy đưa vào sử dụng lại trước',
  },
  ONE_OFF_CUSTOMER: {
    en: 'The customer is one for one deal only, which the rules give to nobody: make it a regular one, or give it by hand',
    vi: 'Đây là khách hàng vãng lai, quy tắc không phân công: hãy chuyển thành khách hàng thường xuyên, hoặc giao trực tiếp',
  },
  ALREADY_ASSIGNED: { en: 'Somebody manages the account already', vi: 'Khách hàng này đã có người phụ trách' },
  ASSIGNMENT_NOT_REQUESTED: {
    en: 'The rules were not asked for this, or have answered',
    vi: 'Không có yêu cầu phân công theo quy tắc này, hoặc yêu cầu đã được trả lời',
  },
  CUSTOMER_CODE_MISSING: {
    en: 'A customer has a code: give one, or leave it to command handling to take the company’s next',
    vi: 'Khách hàng phải có mã: hãy cho một mã, hoặc để hệ thống lấy mã kế tiếp của công ty',
  },
})

export const command = commandOf(contactState)
export const contactId = id('contact')

/** Whom what is said of a contact is personal to. */
export const personOf = (state: ContactState, contactId: string): string => contactState.personOf(state, contactId)

/** A catalogue value in a command; text is taken as its label. */
export const entry = (what: string) => catalogueEntryGiven.nullish().describe(`${what}; null none`)
