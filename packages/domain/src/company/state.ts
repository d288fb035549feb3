import { set, unopened, type Dated, type FieldWords } from '../kernel/dated.ts'
import { defaultCountry } from '../kernel/country.ts'
import { defineState } from '../kernel/state.ts'
import type { Language } from '../kernel/words.ts'
import { companyEvents } from './events.ts'

/** The id of the company. A namespace holds one company, so everything that asks for its settings knows where they are. */
export const theCompany = '00000000-0000-4000-8000-000000000001'

/** The settings that hold for everything in the namespace. */
export interface CompanyState extends Dated {
  readonly status: 'unfounded' | 'founded'
  readonly name: string | null
  /** IANA time zone by which an instant's day is fixed. */
  readonly timeZone: string
  /** ISO 4217 code of the currency where none is given. */
  readonly currency: string
  /** ISO 3166-1 code of the country whose phone numbers are meant where none is given; null none. */
  readonly country: string | null
  /** Language of labels. */
  readonly language: Language
  /** Tells whether the secret that ids of outside keys derive from is this company's; null when it can't be told. */
  readonly keyCheck: string | null
  /** Customer codes that nobody chose: a prefix, and a number of so many digits. */
  readonly customerCodes: { readonly prefix: string; readonly width: number }
  /** Whether a lead is converted only once it is qualified. */
  readonly leadsMustBeQualified: boolean
  /** Which documents make a contact a customer by themselves. */
  readonly customerTriggers: { readonly invoice: boolean; readonly payment: boolean; readonly sale: boolean }
  /** Percent of revenue that is margin, at most two decimals: what a customer's lifetime value counts. */
  readonly margin: number
  /** Fields that must be filled in, by form and kind: `requiredFieldsOf` reads them. */
  readonly requiredFields: Readonly<Record<string, readonly string[]>>
}

/** What holds until the company is founded, so that a first try needs no setting up. */
const initialState: CompanyState = {
  ...unopened,
  status: 'unfounded',
  name: null,
  timeZone: 'Asia/Ho_Chi_Minh',
  currency: 'VND',
  country: defaultCountry,
  language: 'vi',
  keyCheck: null,
  customerCodes: { prefix: 'KH', width: 5 },
  leadsMustBeQualified: false,
  customerTriggers: { invoice: true, payment: false, sale: true },
  margin: 100,
  requiredFields: {},
}

/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<CompanyState> = {
  status: { en: 'founding', vi: 'việc thành lập công ty' },
  name: { en: 'company’s name', vi: 'tên công ty' },
  timeZone: { en: 'time zone', vi: 'múi giờ' },
  currency: { en: 'currency', vi: 'loại tiền' },
  country: { en: 'country', vi: 'quốc gia' },
  language: { en: 'language', vi: 'ngôn ngữ' },
  keyCheck: { en: 'founding', vi: 'việc thành lập công ty' },
  customerCodes: { en: 'form of customer codes', vi: 'dạng mã khách hàng' },
  leadsMustBeQualified: { en: 'qualification of leads', vi: 'việc thẩm định khách hàng tiềm năng' },
  customerTriggers: { en: 'list of what makes a customer', vi: 'danh sách chứng từ tạo khách hàng' },
  margin: { en: 'margin', vi: 'tỷ suất lợi nhuận' },
  requiredFields: { en: 'list of required fields', vi: 'danh sách trường bắt buộc' },
}

/** Where the fields of a form and kind stand among the required ones. */
export const requiredFieldsKey = (form: string, kind: string | null): string =>
  kind === null ? form : `${form}/${kind}`

export const companyState = defineState({
  category: 'company',
  idField: 'companyId',
  events: companyEvents,
  initialState,
  fieldWords,
  bounds: {},
  evolve: {
    CompanyFounded: (s, e, on) =>
      set(s, on, {
        status: 'founded',
        name: e.name,
        timeZone: e.timeZone,
        currency: e.currency,
        country: e.country,
        language: e.language,
        keyCheck: e.keyCheck,
      }),
    CompanyRenamed: (s, e, on) => set(s, on, { name: e.to }),
    CompanyCurrencySet: (s, e, on) => set(s, on, { currency: e.to }),
    CompanyCountrySet: (s, e, on) => set(s, on, { country: e.to }),
    CompanyLanguageSet: (s, e, on) => set(s, on, { language: e.to }),
    CompanyCustomerCodesSet: (s, e, on) => set(s, on, { customerCodes: e.to }),
    CompanyLeadQualificationSet: (s, e, on) => set(s, on, { leadsMustBeQualified: e.to }),
    CompanyCustomerTriggersSet: (s, e, on) => set(s, on, { customerTriggers: e.to }),
    CompanyMarginSet: (s, e, on) => set(s, on, { margin: e.to }),
    CompanyRequiredFieldsSet: (s, { form, kind, to }, on) =>
      set(s, on, { requiredFields: { ...s.requiredFields, [requiredFieldsKey(form, kind)]: to } }),
  },
  replaced: {
    CompanyRenamed: s => ({ from: s.name }),
    CompanyCurrencySet: s => ({ from: s.currency }),
    CompanyCountrySet: s => ({ from: s.country }),
    CompanyLanguageSet: s => ({ from: s.language }),
    CompanyCustomerCodesSet: s => ({ from: s.customerCodes }),
    CompanyLeadQualificationSet: s => ({ from: s.leadsMustBeQualified }),
    CompanyCustomerTriggersSet: s => ({ from: s.customerTriggers }),
    CompanyMarginSet: s => ({ from: s.margin }),
    CompanyRequiredFieldsSet: (s, { form, kind }) => ({ from: s.requiredFields[requiredFieldsKey(form, kind)] ?? [] }),
  },
})
