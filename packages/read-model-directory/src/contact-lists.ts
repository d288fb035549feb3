import { searchWordsOf } from '@eventcrm/domain'
import {
  choiceField,
  dayField,
  defineList,
  flagField,
  idField,
  tagsField,
  textField,
  wordsField,
} from '@eventcrm/projection'
import { contacts } from './contacts.ts'
import { profileFields } from './profile-fields.ts'
import { byKey, byPhone } from './typed-keys.ts'

const fields = {
  name: wordsField({
    title: { en: 'Name', vi: 'Tên' },
    path: 'name',
    sortPath: 'sortKey',
    isErasable: true,
    words: 'searchTerms',
    wordsOf: searchWordsOf,
  }),
  code: textField({
    title: { en: 'Customer code', vi: 'Mã khách hàng' },
    path: 'customerCode',
    sortPath: 'customerCode',
    asTyped: byKey('codeKeys'),
  }),
  kind: choiceField({
    title: { en: 'Kind', vi: 'Loại' },
    path: 'kind',
    choices: {
      individual: { en: 'Person', vi: 'Cá nhân' },
      organisation: { en: 'Organisation', vi: 'Tổ chức' },
    },
  }),
  phone: textField({ title: { en: 'Phone', vi: 'Điện thoại' }, path: 'phone', asTyped: byPhone }),
  email: textField({ title: { en: 'E-mail', vi: 'E-mail' }, path: 'email', asTyped: byKey('emailKeys') }),
  owner: idField({ title: { en: 'Account manager', vi: 'Người phụ trách' }, path: 'ownerId', idOf: 'staff member' }),
  ...profileFields,
  term: choiceField({
    title: { en: 'Term', vi: 'Thời hạn' },
    path: 'term',
    choices: { regular: { en: 'Regular', vi: 'Thường xuyên' }, oneOff: { en: 'One-off', vi: 'Một lần' } },
  }),
  status: choiceField({ title: { en: 'Status', vi: 'Tình trạng' }, path: 'contactStatus', catalogue: 'contactStatus' }),
  source: choiceField({ title: { en: 'Source', vi: 'Nguồn' }, path: 'contactSource', catalogue: 'contactSource' }),
  customerSource: choiceField({
    title: { en: 'Source of the customer', vi: 'Nguồn khách hàng' },
    path: 'customerSource',
    catalogue: 'customerSource',
  }),
  lifecycle: choiceField({
    title: { en: 'Stage of life', vi: 'Vòng đời' },
    path: 'lifecycle',
    choices: {
      stranger: { en: 'Stranger', vi: 'Người lạ' },
      lead: { en: 'Lead', vi: 'Tiềm năng' },
      opportunity: { en: 'Opportunity', vi: 'Có cơ hội' },
      customer: { en: 'Customer', vi: 'Khách hàng' },
    },
  }),
  pipelineStatus: choiceField({
    title: { en: 'In the pipeline', vi: 'Tình trạng bán hàng' },
    path: 'pipelineStatus',
    choices: {
      inTalks: { en: 'In talks', vi: 'Đang trao đổi' },
      won: { en: 'Won', vi: 'Thắng' },
      lost: { en: 'Lost', vi: 'Thất bại' },
      none: { en: 'No opportunity', vi: 'Chưa có cơ hội' },
    },
  }),
  supplier: flagField({ title: { en: 'Supplier', vi: 'Là nhà cung cấp' }, path: 'isSupplier' }),
  tags: tagsField({ title: { en: 'Tags', vi: 'Nhãn' }, path: 'tags', catalogue: 'tag' }),
  registeredOn: dayField({ title: { en: 'Registered', vi: 'Ngày ghi nhận' }, path: 'registeredOn' }),
  touchedOn: dayField({ title: { en: 'Last change', vi: 'Thay đổi gần nhất' }, path: 'touchedOn' }),
  customerSince: dayField({ title: { en: 'Customer since', vi: 'Là khách hàng từ' }, path: 'customerSince' }),
}

/** What is part of another contact is listed as that one. */
const standsForItself = { field: 'mergedInto', equals: null } as const

/** Everybody in the directory, in Vietnamese order. */
export const contactsList = defineList({
  name: 'contacts',
  title: { en: 'Contacts', vi: 'Liên hệ' },
  describe: 'Persons and organisations in the directory as they are now',
  view: contacts,
  where: standsForItself,
  apart: { where: { field: 'archived', equals: true } },
  scope: { owner: 'ownerId' },
  fields: { ...fields, customer: flagField({ title: { en: 'Customer', vi: 'Là khách hàng' }, path: 'isCustomer' }) },
  columns: ['name', 'kind', 'phone', 'owner', 'territory', 'registeredOn'],
  sort: [{ field: 'name' }],
})

/** Contacts that have become customers, in Vietnamese order. */
export const customersList = defineList({
  name: 'customers',
  title: { en: 'Customers', vi: 'Khách hàng' },
  describe: 'Contacts that have become customers as they are now',
  view: contacts,
  where: { and: [standsForItself, { field: 'isCustomer', equals: true }] },
  apart: { where: { field: 'archived', equals: true } },
  scope: { owner: 'ownerId' },
  fields,
  columns: ['code', 'name', 'phone', 'owner', 'group', 'customerSince'],
  sort: [{ field: 'name' }],
})
