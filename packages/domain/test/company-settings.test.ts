import { given, past } from '@eventcrm/testkit'
import { describe, expect, it } from 'vitest'
import {
  company,
  companyEvents as e,
  companyState,
  missingFields,
  theCompany,
  type CompanyState,
} from '../src/index.ts'

const founding = e.CompanyFounded({
  name: null,
  timeZone: 'Asia/Ho_Chi_Minh',
  currency: 'VND',
  country: 'VN',
  language: 'vi',
  keyCheck: null,
})
const founded = past(companyState.of(theCompany), ['2026-01-05', founding])

describe('customer codes that nobody chose', () => {
  it('are KH and five digits unless set', () => {
    expect(companyState.initialState.customerCodes).toEqual({ prefix: 'KH', width: 5 })
  })
  it('get another form', () => {
    given(founded)
      .when(company.setCustomerCodes({ prefix: 'C-', width: 4 }), '2026-02-01')
      .decides(e.CompanyCustomerCodesSet({ from: { prefix: 'KH', width: 5 }, to: { prefix: 'C-', width: 4 } }))
  })
  it('keep the form they have', () => {
    given(founded)
      .when(company.setCustomerCodes({ prefix: 'KH', width: 5 }), '2026-02-01')
      .nothing()
  })
  it('need a number of some digits', () => {
    given(founded)
      .when(company.setCustomerCodes({ prefix: 'KH', width: 0 }), '2026-02-01')
      .invalid('width')
  })
})

describe('qualification of leads', () => {
  it('is not required unless set', () => {
    given(founded)
      .when(company.setLeadQualification({ required: false }), '2026-02-01')
      .nothing()
    given(founded)
      .when(company.setLeadQualification({ required: true }), '2026-02-01')
      .decides(e.CompanyLeadQualificationSet({ from: false, to: true }))
  })
})

describe('the margin', () => {
  it('is all of revenue unless set', () => {
    expect(companyState.initialState.margin).toBe(100)
    given(founded)
      .when(company.setMargin({ margin: 100 }), '2026-02-01')
      .nothing()
    given(founded)
      .when(company.setMargin({ margin: 37.25 }), '2026-02-01')
      .decides(e.CompanyMarginSet({ from: 100, to: 37.25 }))
  })
  it('is a percentage with two decimals at most', () => {
    for (const margin of [-1, 100.01, 0.125, Number.NaN])
      given(founded).when(company.setMargin({ margin }), '2026-02-01').invalid('margin')
  })
})

describe('required fields', () => {
  it('are set per form and kind, each once and in order', () => {
    given(founded)
      .when(
        company.setRequiredFields({ form: 'contact', kind: 'individual', fields: ['phone', 'custom.area', 'phone'] }),
        '2026-02-01',
      )
      .decides(
        e.CompanyRequiredFieldsSet({
          form: 'contact',
          kind: 'individual',
          from: [],
          to: ['custom.area', 'phone'],
        }),
      )
  })
  it('of one kind leave those of another as they are', () => {
    const some = past(
      companyState.of(theCompany),
      ['2026-01-05', founding],
      ['2026-01-06', e.CompanyRequiredFieldsSet({ form: 'contact', kind: 'individual', from: [], to: ['phone'] })],
    )
    given(some)
      .when(company.setRequiredFields({ form: 'contact', kind: 'organisation', fields: ['email'] }), '2026-02-01')
      .decides(e.CompanyRequiredFieldsSet({ form: 'contact', kind: 'organisation', from: [], to: ['email'] }))
    given(some)
      .when(company.setRequiredFields({ form: 'contact', kind: 'individual', fields: [] }), '2026-02-01')
      .decides(e.CompanyRequiredFieldsSet({ form: 'contact', kind: 'individual', from: ['phone'], to: [] }))
    given(some)
      .when(company.setRequiredFields({ form: 'contact', kind: 'individual', fields: ['phone'] }), '2026-02-01')
      .nothing()
  })
  it('are fields that the form has', () => {
    given(founded)
      .when(company.setRequiredFields({ form: 'contact', fields: ['phone', 'shoeSize'] }), '2026-02-01')
      .rejected('FIELD_UNKNOWN', { field: 'fields', unknown: 'shoeSize' })
  })
  it('are fields by their names', () => {
    given(founded)
      .when(company.setRequiredFields({ form: 'contact', fields: ['Shoe size'] }), '2026-02-01')
      .invalid('fields.0')
  })
})

describe('what is missing', () => {
  const nothing = {
    phone: null,
    email: null,
    industry: null,
    size: null,
    group: null,
    territory: null,
    accountManagerId: null,
    addresses: [],
    externalIds: [],
  }
  const none = new Set<string>()
  const requiring = (requiredFields: CompanyState['requiredFields']): CompanyState => ({
    ...companyState.initialState,
    requiredFields,
  })

  it('is nothing unless something is required', () => {
    expect(missingFields(companyState.initialState, 'contact', 'individual', nothing, none)).toBeUndefined()
  })
  it('is all that is required of the form and of the kind, in one rejection, named in each language', () => {
    const company = requiring({
      contact: ['phone', 'custom.area'],
      'contact/individual': ['addresses', 'email'],
      'contact/organisation': ['industry'],
      lead: ['source'],
    })
    expect(missingFields(company, 'contact', 'individual', nothing, none)).toEqual({
      code: 'MISSING_FIELDS',
      message: 'The company requires these, too: phone number, area, address, e-mail address',
      words: {
        en: 'The company requires these, too: phone number, area, address, e-mail address',
        vi: 'Công ty yêu cầu điền thêm: số điện thoại, area, địa chỉ, địa chỉ e-mail',
      },
      details: { field: 'phone', fields: ['phone', 'custom.area', 'addresses', 'email'], form: 'contact' },
    })
  })
  it('is not what is there, erased or not', () => {
    const company = requiring({ contact: ['phone', 'email', 'custom.area', 'addresses'] })
    const values = { ...nothing, phone: '+84912345678', email: { erased: true }, addresses: ['one'] }
    expect(missingFields(company, 'contact', null, values, new Set(['area']))).toBeUndefined()
  })
  it('is not a field that the form no longer has', () => {
    expect(missingFields(requiring({ contact: ['shoeSize'] }), 'contact', null, nothing, none)).toBeUndefined()
  })
})
