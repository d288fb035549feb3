import { z } from 'zod'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { differingField, same, withGiven } from '../kernel/change.ts'
import { countryGiven, defaultCountry } from '../kernel/country.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { expected } from '../kernel/expected.ts'
import { currencyGiven } from '../kernel/money.ts'
import { code, line, marginGiven } from '../kernel/values.ts'
import { languages } from '../kernel/words.ts'
import { companyEvents as events, type CompanyEvents } from './events.ts'
import type { CompanyInputs } from './inputs.ts'
import { forms, isCustomField, requirableField, requirableFields } from './required-fields.ts'
import { companyState, requiredFieldsKey, theCompany, type CompanyState } from './state.ts'

const reject = defineRejections({
  COMPANY_NOT_FOUNDED: { en: 'The company has not been founded', vi: 'Công ty chưa được thiết lập' },
  ALREADY_FOUNDED: {
    en: 'The company was founded with other values',
    vi: 'Công ty đã được thiết lập với giá trị khác',
  },
  FIELD_UNKNOWN: {
    en: 'The form has no such field that could be required',
    vi: 'Biểu mẫu không có trường này để đặt là bắt buộc',
  },
})

const command = commandOf(companyState)
const companyId = z.literal(theCompany).default(theCompany).describe('Which company: there is one')
const name = line(200).nullable()
const country = countryGiven.nullable()
const language = z.enum(languages)

/** Intl also takes offsets and any case; databases that are asked by the zone's name do not. */
const isTimeZone = (zone: string): boolean => {
  if (!/^[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*$/.test(zone)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
const timeZone = z
  .string()
  .refine(
    isTimeZone,
    expected({ en: 'expected an IANA time zone like Asia/Ho_Chi_Minh', vi: 'cần múi giờ IANA như Asia/Ho_Chi_Minh' }),
  )

export type CompanyRejection = keyof typeof reject.wordings
type Inferred = Aggregate<'company', 'companyId', CompanyEvents, CompanyState, CompanyRejection, CompanyInputs>
export interface CompanyAggregate extends Inferred {} // a name for hovers and declarations

export const company: CompanyAggregate = defineAggregate({
  state: companyState,
  rejections: reject,
  unknown: 'COMPANY_NOT_FOUNDED',
  commands: {
    /**
     * To be the first command of a namespace. The time zone it gives is for good: every event's day was fixed by it when the event
     * was written, and every report goes by those days, so with another zone later the same instant would stand on two days.
     */
    found: command({
      describe: 'Sets the company up, before anything else happens in it; its time zone never changes',
      rejects: ['ALREADY_FOUNDED'],
      creates: true,
      schema: z.strictObject({
        companyId,
        name: name.optional().describe('Name'),
        timeZone: timeZone.describe('IANA time zone by which the day of every event is fixed'),
        currency: currencyGiven.describe('Currency where none is given, ISO 4217'),
        country: country
          .optional()
          .describe(
            'Country, ISO 3166-1, whose phone numbers are meant where none is given; VN when left out, null none',
          ),
        language: language.describe('Language of labels'),
        keyCheck: z
          .uuid()
          .nullish()
          .describe(
            'Tells whether the secret that ids of outside keys derive from is this company’s; null it can’t be told',
          ),
      }),
      decide: ({ companyId: _, ...given }, state) => {
        if (state.status === 'unfounded')
          return [
            events.CompanyFounded({
              ...given,
              name: given.name ?? null,
              country: given.country === undefined ? defaultCountry : given.country,
              keyCheck: given.keyCheck ?? null,
            }),
          ]
        const field = differingField(given, state)
        return field ? reject('ALREADY_FOUNDED', { field }) : []
      },
    }),

    rename: command({
      describe: 'Gives the company another name',
      schema: z.strictObject({ companyId, name: name.describe('Name; null none') }),
      decide: ({ name }, state) => (state.name === name ? [] : [events.CompanyRenamed({ from: state.name, to: name })]),
    }),

    setCurrency: command({
      describe: 'Uses another currency where none is given; what was written before keeps its own',
      schema: z.strictObject({ companyId, currency: currencyGiven.describe('Currency, ISO 4217') }),
      decide: ({ currency }, state) =>
        state.currency === currency ? [] : [events.CompanyCurrencySet({ from: state.currency, to: currency })],
    }),

    setCountry: command({
      describe: 'Reads phone numbers as those of another country where none is given; numbers written before stay',
      schema: z.strictObject({
        companyId,
        country: country.describe('Country, ISO 3166-1, whose phone numbers are meant where none is given; null none'),
      }),
      decide: ({ country }, state) =>
        state.country === country ? [] : [events.CompanyCountrySet({ from: state.country, to: country })],
    }),

    setLanguage: command({
      describe: 'Shows labels in another language',
      schema: z.strictObject({ companyId, language: language.describe('Language of labels') }),
      decide: ({ language }, state) =>
        state.language === language ? [] : [events.CompanyLanguageSet({ from: state.language, to: language })],
    }),

    setCustomerCodes: command({
      describe: 'Gives customer codes that nobody chooses another form; those that are taken stay',
      schema: z.strictObject({
        companyId,
        prefix: code.max(20).describe('What the codes begin with'),
        width: z
          .int()
          .min(1)
          .max(12)
          .describe('Digits of the number, filled up with zeros; longer numbers keep theirs'),
      }),
      decide: ({ prefix, width }, { customerCodes: from }) => {
        const to = { prefix, width }
        return same(from, to) ? [] : [events.CompanyCustomerCodesSet({ from, to })]
      },
    }),

    setLeadQualification: command({
      describe: 'Says whether leads must be qualified before they are converted',
      schema: z.strictObject({ companyId, required: z.boolean().describe('They must') }),
      decide: ({ required }, { leadsMustBeQualified: from }) =>
        from === required ? [] : [events.CompanyLeadQualificationSet({ from, to: required })],
    }),

    setCustomerTriggers: command({
      describe: 'Says which documents make a contact a customer by themselves; what is left out stays',
      schema: z.strictObject({
        companyId,
        invoice: z.boolean().optional().describe('The first invoice; it does unless set otherwise'),
        payment: z.boolean().optional().describe('The first payment; it does not unless set otherwise'),
        sale: z.boolean().optional().describe('The first recorded purchase; it does unless set otherwise'),
      }),
      decide: ({ companyId: _, ...given }, { customerTriggers: from }) => {
        const to = withGiven(from, given)
        return same(from, to) ? [] : [events.CompanyCustomerTriggersSet({ from, to })]
      },
    }),

    setMargin: command({
      describe: 'Says how much of revenue is margin, which a customer’s lifetime value counts from that day on',
      schema: z.strictObject({
        companyId,
        margin: marginGiven.describe('Percent of revenue, at most two decimals; 100 unless set otherwise'),
      }),
      decide: ({ margin }, { margin: from }) =>
        from === margin ? [] : [events.CompanyMarginSet({ from, to: margin })],
    }),

    setRequiredFields: command({
      describe: 'Says which fields of a form must be filled in; what was entered before stays',
      rejects: ['FIELD_UNKNOWN'],
      schema: z.strictObject({
        companyId,
        form: z.enum(forms).describe('Form that they are required in'),
        kind: z.enum(['individual', 'organisation']).nullish().describe('Of which kind; null of every kind'),
        fields: z
          .array(requirableField)
          .max(100)
          .describe('Fields that must be filled in, of the company’s own as custom.field; the others need not be'),
      }),
      decide: ({ form, kind = null, fields }, { requiredFields }) => {
        const known = Object.keys(requirableFields[form])
        const unknown = fields.find(field => !known.includes(field) && !isCustomField(field))
        if (unknown !== undefined) return reject('FIELD_UNKNOWN', { field: 'fields', unknown, known })
        const from = requiredFields[requiredFieldsKey(form, kind)] ?? []
        const to = [...new Set(fields)].sort()
        return same(from, to) ? [] : [events.CompanyRequiredFieldsSet({ form, kind, from: [...from], to })]
      },
    }),
  },
})
