import { searchWordsOf } from '@eventcrm/domain'
import {
  choiceField,
  dayField,
  defineList,
  idField,
  neglectField,
  tagsField,
  textField,
  wordsChoiceField,
  wordsField,
} from '@eventcrm/projection'
import { leads } from './leads.ts'
import { profileFields } from './profile-fields.ts'
import { byKey, byPhone } from './typed-keys.ts'

export const leadStatuses = {
  new: { en: 'New', vi: 'Mới' },
  qualified: { en: 'Qualified', vi: 'Đạt yêu cầu' },
  disqualified: { en: 'Disqualified', vi: 'Không đạt' },
  converting: { en: 'Being converted', vi: 'Đang chuyển đổi' },
  converted: { en: 'Converted', vi: 'Đã chuyển đổi' },
  lost: { en: 'Lost', vi: 'Thất bại' },
} as const

/** Leads as they are now, the latest first. Lost and converted ones stand apart, void ones and what is part of another nowhere. */
export const leadsList = defineList({
  name: 'leads',
  title: { en: 'Leads', vi: 'Khách hàng tiềm năng' },
  describe: 'Leads as they are now; lost and converted ones stand apart',
  view: leads,
  where: { and: [{ not: { field: 'status', equals: 'void' } }, { field: 'mergedInto', equals: null }] },
  apart: {
    where: { field: 'status', in: ['lost', 'converted'] },
    others: { field: 'isOpen', equals: true },
    fields: ['status', 'lostReason', 'convertedOn', 'wonOn', 'opportunity', 'contact'],
  },
  scope: { owner: 'ownerId', team: 'teamId', department: 'department' },
  fields: {
    name: wordsField({
      title: { en: 'Name', vi: 'Tên' },
      path: 'name',
      sortPath: 'sortKey',
      isErasable: true,
      words: 'searchTerms',
      wordsOf: searchWordsOf,
    }),
    title: wordsField({
      title: { en: 'Title', vi: 'Tiêu đề' },
      path: 'title',
      words: 'titleWords',
      indexedWords: 'searchTerms',
      wordsOf: searchWordsOf,
    }),
    organisation: wordsField({
      title: { en: 'Organisation', vi: 'Tổ chức' },
      path: 'organisationName',
      words: 'organisationWords',
      indexedWords: 'searchTerms',
      wordsOf: searchWordsOf,
    }),
    kind: choiceField({
      title: { en: 'Kind', vi: 'Loại' },
      path: 'kind',
      choices: {
        individual: { en: 'Person', vi: 'Cá nhân' },
        organisation: { en: 'Organisation', vi: 'Tổ chức' },
      },
    }),
    status: choiceField({ title: { en: 'Status', vi: 'Tình trạng' }, path: 'status', choices: leadStatuses }),
    rating: choiceField({
      title: { en: 'Rating', vi: 'Đánh giá' },
      path: 'rating',
      choices: {
        cold: { en: 'Cold', vi: 'Lạnh' },
        warm: { en: 'Warm', vi: 'Ấm' },
        hot: { en: 'Hot', vi: 'Nóng' },
      },
    }),
    phone: textField({ title: { en: 'Phone', vi: 'Điện thoại' }, path: 'phone', asTyped: byPhone }),
    email: textField({ title: { en: 'E-mail', vi: 'E-mail' }, path: 'email', asTyped: byKey('emailKeys') }),
    province: wordsChoiceField({
      title: { en: 'Province', vi: 'Tỉnh, thành' },
      path: 'province',
      words: 'provinceWords',
      wordsOf: searchWordsOf,
    }),
    source: choiceField({ title: { en: 'Source', vi: 'Nguồn' }, path: 'source', catalogue: 'leadSource' }),
    campaign: choiceField({ title: { en: 'Campaign', vi: 'Chiến dịch' }, path: 'campaign', catalogue: 'campaign' }),
    owner: idField({ title: { en: 'Salesperson', vi: 'Nhân viên' }, path: 'ownerId', idOf: 'staff member' }),
    team: idField({ title: { en: 'Team', vi: 'Đội' }, path: 'teamId', idOf: 'sales team' }),
    department: wordsChoiceField({
      title: { en: 'Department', vi: 'Phòng ban' },
      path: 'department',
      words: 'departmentWords',
      wordsOf: searchWordsOf,
    }),
    ...profileFields,
    tags: tagsField({ title: { en: 'Tags', vi: 'Nhãn' }, path: 'tags', catalogue: 'tag' }),
    lostReason: choiceField({
      title: { en: 'Lost because', vi: 'Lý do thất bại' },
      path: 'lostReason',
      catalogue: 'leadLostReason',
    }),
    createdOn: dayField({ title: { en: 'Written down', vi: 'Ngày ghi nhận' }, path: 'createdOn' }),
    touchedOn: dayField({ title: { en: 'Last change', vi: 'Thay đổi gần nhất' }, path: 'touchedOn' }),
    qualifiedOn: dayField({ title: { en: 'Qualified on', vi: 'Ngày đạt yêu cầu' }, path: 'qualifiedOn' }),
    convertedOn: dayField({ title: { en: 'Converted on', vi: 'Ngày chuyển đổi' }, path: 'convertedOn' }),
    wonOn: dayField({ title: { en: 'Won on', vi: 'Ngày thắng' }, path: 'wonOn' }),
    opportunity: idField({
      title: { en: 'Opportunity', vi: 'Cơ hội' },
      path: 'opportunityId',
      idOf: 'opportunity',
      groups: false, // there are as many as leads
    }),
    contact: idField({
      title: { en: 'Contact', vi: 'Liên hệ' },
      path: 'customerId',
      idOf: 'contact',
      groups: false,
    }),
    neglected: neglectField({
      title: { en: 'Neglected', vi: 'Bị bỏ quên' },
      path: 'touchedOn',
      ownerPath: 'ownerId',
    }),
  },
  columns: ['name', 'phone', 'status', 'source', 'owner', 'createdOn'],
  sort: [{ field: 'createdOn', direction: 'descending' }],
})
