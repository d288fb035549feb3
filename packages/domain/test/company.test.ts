import { given, past, pooled } from '@eventcrm/testkit'
import { describe, expect, it } from 'vitest'
import { company, companyEvents as e, companyState, theCompany } from '../src/index.ts'

const founding = {
  name: 'Sông Hồng',
  timeZone: 'Asia/Ho_Chi_Minh',
  currency: 'VND',
  country: 'VN',
  language: 'vi',
  keyCheck: pooled('key check'),
} as const
const founded = past(companyState.of(theCompany), ['2026-01-05', e.CompanyFounded(founding)])

describe('a company', () => {
  it('counts in đồng by Vietnamese days until it is founded', () => {
    expect(companyState.initialState).toMatchObject({
      status: 'unfounded',
      timeZone: 'Asia/Ho_Chi_Minh',
      currency: 'VND',
      country: 'VN',
      language: 'vi',
    })
  })
})

describe('founding the company', () => {
  it('sets everything up', () => {
    given().when(company.found(founding), '2026-01-05').decides(e.CompanyFounded(founding))
  })
  it('needs no name and no key check', () => {
    const { name: _, keyCheck: __, ...nameless } = founding
    given()
      .when(company.found(nameless), '2026-01-05')
      .decides(e.CompanyFounded({ ...founding, name: null, keyCheck: null }))
  })
  it('is in Việt Nam unless told, and may be in no country', () => {
    const { country: _, ...somewhere } = founding
    given().when(company.found(somewhere), '2026-01-05').decides(e.CompanyFounded(founding))
    for (const country of ['US', null])
      given()
        .when(company.found({ ...founding, country }), '2026-01-05')
        .decides(e.CompanyFounded({ ...founding, country }))
    given(founded).when(company.found(somewhere), '2026-01-06').nothing()
  })
  it('refuses what is no country', () => {
    for (const country of ['XX', 'vn', 'Vietnam', ''])
      given()
        .when(company.found({ ...founding, country }), '2026-01-05')
        .invalid('country')
  })
  it('decides nothing the second time', () => {
    given(founded).when(company.found(founding), '2026-01-06').nothing()
  })
  it('decides nothing when the key check is left out the second time', () => {
    const { keyCheck: _, ...unchecked } = founding
    given(founded).when(company.found(unchecked), '2026-01-06').nothing()
  })
  it('refuses another key check later, since ids were derived from the first secret', () => {
    for (const keyCheck of [pooled('key check', 1), null])
      given(founded)
        .when(company.found({ ...founding, keyCheck }), '2026-01-06')
        .rejected('ALREADY_FOUNDED', { field: 'keyCheck' })
  })
  it('refuses another time zone later, since every event’s day was fixed by the first', () => {
    given(founded)
      .when(company.found({ ...founding, timeZone: 'Asia/Tokyo' }), '2026-01-06')
      .rejected('ALREADY_FOUNDED', { field: 'timeZone' })
  })
  it('refuses what is no IANA time zone', () => {
    for (const timeZone of ['Hanoi', '+07:00', 'asia/ho_chi_minh', 'Asia/Nowhere', '']) {
      given()
        .when(company.found({ ...founding, timeZone }), '2026-01-05')
        .invalid('timeZone')
    }
  })
  it('takes zones with any shape of name', () => {
    for (const timeZone of [
      'UTC',
      'Etc/GMT+7',
      'America/Port-au-Prince',
      'America/Argentina/Buenos_Aires',
      'Asia/Saigon',
    ]) {
      given()
        .when(company.found({ ...founding, timeZone }), '2026-01-05')
        .decides(e.CompanyFounded({ ...founding, timeZone }))
    }
  })
  it('refuses a currency that is not in use', () => {
    for (const currency of ['ZZZ', 'vnd', 'đ'])
      given()
        .when(company.found({ ...founding, currency }), '2026-01-05')
        .invalid('currency')
  })
  it('refuses a second company', () => {
    const input = { ...founding, companyId: '11111111-1111-4111-8111-111111111111' }
    expect(company.commands.found.schema.safeParse(input).error?.issues.map(({ path }) => path)).toEqual([
      ['companyId'],
    ])
  })
})

describe('changing the company', () => {
  it('renames it', () => {
    given(founded)
      .when(company.rename({ name: 'Cửu Long' }), '2026-02-01')
      .decides(e.CompanyRenamed({ from: 'Sông Hồng', to: 'Cửu Long' }))
  })
  it('takes its name away', () => {
    given(founded)
      .when(company.rename({ name: null }), '2026-02-01')
      .decides(e.CompanyRenamed({ from: 'Sông Hồng', to: null }))
  })
  it('decides nothing for the name it has, in whatever Unicode form', () => {
    given(founded)
      .when(company.rename({ name: ' Sông Hồng '.normalize('NFD') }), '2026-02-01')
      .nothing()
  })
  it('sets another currency', () => {
    given(founded)
      .when(company.setCurrency({ currency: 'USD' }), '2026-02-01')
      .decides(e.CompanyCurrencySet({ from: 'VND', to: 'USD' }))
  })
  it('decides nothing for the currency it has', () => {
    given(founded)
      .when(company.setCurrency({ currency: 'VND' }), '2026-02-01')
      .nothing()
  })
  it('refuses a currency that is not in use', () => {
    given(founded)
      .when(company.setCurrency({ currency: 'ZZZ' }), '2026-02-01')
      .invalid('currency')
  })
  it('sets another country, or none', () => {
    for (const country of ['US', null])
      given(founded)
        .when(company.setCountry({ country }), '2026-02-01')
        .decides(e.CompanyCountrySet({ from: 'VN', to: country }))
  })
  it('decides nothing for the country it has', () => {
    given(founded)
      .when(company.setCountry({ country: 'VN' }), '2026-02-01')
      .nothing()
  })
  it('sets another language', () => {
    given(founded)
      .when(company.setLanguage({ language: 'en' }), '2026-02-01')
      .decides(e.CompanyLanguageSet({ from: 'vi', to: 'en' }))
  })
  it('decides nothing for the language it has', () => {
    given(founded)
      .when(company.setLanguage({ language: 'vi' }), '2026-02-01')
      .nothing()
  })
  it('is refused before the founding', () => {
    given()
      .when(company.rename({ name: 'Cửu Long' }), '2026-02-01')
      .rejected('COMPANY_NOT_FOUNDED')
    given()
      .when(company.setCurrency({ currency: 'USD' }), '2026-02-01')
      .rejected('COMPANY_NOT_FOUNDED')
    given()
      .when(company.setLanguage({ language: 'en' }), '2026-02-01')
      .rejected('COMPANY_NOT_FOUNDED')
  })
  it('may not be dated before the founding', () => {
    given(founded)
      .when(company.rename({ name: 'Cửu Long' }), '2026-01-04')
      .rejected('DATED_TOO_EARLY', { field: 'opening' })
  })
})
