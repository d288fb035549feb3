// Fields that a company may require where something is entered, and what is missing of them. A form that grows adds its fields here.
import { z } from 'zod'
import { rejectionIn, type Rejection } from '../kernel/command.ts'
import { expected } from '../kernel/expected.ts'
import type { Words } from '../kernel/words.ts'
import { requiredFieldsKey, type CompanyState } from './state.ts'

const phone = { en: 'phone number', vi: 'số điện thoại' }
const email = { en: 'e-mail address', vi: 'địa chỉ e-mail' }
const industry = { en: 'industry', vi: 'ngành nghề' }
const size = { en: 'size of the organisation', vi: 'quy mô tổ chức' }
const group = { en: 'customer group', vi: 'nhóm khách hàng' }
const territory = { en: 'territory', vi: 'khu vực' }
const accountManagerId = { en: 'account manager', vi: 'người phụ trách' }
const addresses = { en: 'address', vi: 'địa chỉ' }
const externalIds = { en: 'id in another system', vi: 'mã ở hệ thống khác' }
const ownerId = { en: 'salesperson', vi: 'nhân viên kinh doanh' }
const teamId = { en: 'sales team', vi: 'đội bán hàng' }
const tags = { en: 'tag', vi: 'nhãn' }
const title = { en: 'title', vi: 'tiêu đề' }

const ofContact = { phone, email, industry, size, group, territory, accountManagerId, addresses, externalIds }

/** Per form, its fields that may be required, by what people call them. */
export const requirableFields = {
  lead: {
    title,
    name: { en: 'name', vi: 'tên' },
    organisationName: { en: 'organisation', vi: 'tổ chức' },
    phone,
    email,
    source: { en: 'source', vi: 'nguồn' },
    ownerId,
    teamId,
    tags,
  },
  contact: ofContact,
  customer: ofContact,
  opportunity: {
    expectedRevenue: { en: 'expected revenue', vi: 'doanh thu dự kiến' },
    expectedCloseOn: { en: 'expected close', vi: 'ngày dự kiến chốt' },
    ownerId,
    teamId,
    customerId: { en: 'customer', vi: 'khách hàng' },
    tags,
    externalIds,
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Words>>>>

export type Form = keyof typeof requirableFields
export const forms = ['lead', 'contact', 'customer', 'opportunity'] as const satisfies readonly Form[]

const ownPrefix = 'custom.'
/** Whether a field is one of the company's own. */
export const isCustomField = (field: string): boolean => field.startsWith(ownPrefix)
export const requirableField = z
  .string()
  .max(80)
  .regex(
    /^(?:custom\.)?[a-z][A-Za-z0-9_]*$/,
    expected({ en: 'expected a field like phone or custom.area', vi: 'cần tên trường như phone hoặc custom.area' }),
  )
  .meta({ kind: 'required field' })

/** The rejection of a form that is not filled in: spread it where an aggregate asks `missingFields`. */
export const requiredFieldRejections = {
  MISSING_FIELDS: {
    en: 'Fields that the company requires are not filled in',
    vi: 'Chưa điền đủ các trường bắt buộc của công ty',
  },
} as const satisfies Readonly<Record<string, Words>>

const isMissing = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && 'size' in value && value.size === 0)

/** What is missing of a form. */
export interface MissingOfForm {
  readonly form: Form
  readonly fields: readonly string[]
}

/**
 * All that the company requires of a form and that is not there.
 * @param company as of the day, from the command's context
 * @param kind of which kind it is; null where that is not known
 * @param values per field what is there or will be; an empty list is nothing. An erased value was given
 * @param custom fields of the company's own that have a value
 */
export const missingOfForm = <F extends Form>(
  company: CompanyState,
  form: F,
  kind: 'individual' | 'organisation' | null,
  values: { readonly [Field in keyof (typeof requirableFields)[F]]: unknown },
  custom: { readonly has: (field: string) => boolean },
): MissingOfForm => {
  const { requiredFields } = company
  const ofKind = kind === null ? [] : (requiredFields[requiredFieldsKey(form, kind)] ?? [])
  const required = new Set([...(requiredFields[requiredFieldsKey(form, null)] ?? []), ...ofKind])
  const given = new Map<string, unknown>(Object.entries(values))
  const fields = [...required].filter(field =>
    isCustomField(field)
      ? !custom.has(field.slice(ownPrefix.length))
      : field in requirableFields[form] && isMissing(given.get(field)),
  )
  return { form, fields }
}

/** Why forms are refused: all that is missing of them; undefined where nothing is. */
export const missingRejection = (...forms: readonly MissingOfForm[]): Rejection | undefined => {
  const all = new Map(
    forms.flatMap(({ form, fields }) => {
      const words: Readonly<Record<string, Words>> = requirableFields[form]
      return fields.map(name => [name, { form, words: words[name] }] as const)
    }),
  )
  const [first] = all
  if (first === undefined) return undefined
  const named = (language: keyof Words) =>
    [...all].map(([name, { words }]) => words?.[language] ?? name.replace(ownPrefix, '')).join(', ')
  const [field, { form }] = first
  return rejectionIn(
    'MISSING_FIELDS',
    { en: `The company requires these, too: ${named('en')}`, vi: `Công ty yêu cầu điền thêm: ${named('vi')}` },
    { field, fields: [...all.keys()], form },
  )
}

/** Why one form is refused, as `missingOfForm` finds it. */
export const missingFields: <F extends Form>(...form: Parameters<typeof missingOfForm<F>>) => Rejection | undefined = (
  ...form
) => missingRejection(missingOfForm(...form))
