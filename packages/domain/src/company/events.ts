// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { defineEvents } from '../kernel/events.ts'
import { currencyCode } from '../kernel/money.ts'

const name = z.string().nullable().describe('Name')
const currency = currencyCode.describe('Currency where none is given, ISO 4217')
const country = z
  .string()
  .nullable()
  .describe('Country, ISO 3166-1, whose phone numbers are meant where none is given; null none')
const language = z.enum(['en', 'vi']).describe('Language of labels')

const customerCodes = z.object({
  prefix: z.string().describe('What the codes begin with'),
  width: z.int().describe('Digits of the number, filled up with zeros'),
})
const fields = z.array(z.string()).describe('Fields that must be filled in, in order')

const customerTriggers = z.object({
  invoice: z.boolean().describe('The first invoice'),
  payment: z.boolean().describe('The first payment'),
  sale: z.boolean().describe('The first recorded purchase'),
})

const events = defineEvents({
  CompanyFounded: z
    .object({
      name,
      timeZone: z.string().describe('IANA time zone; fixes every event’s day, so it never changes'),
      currency,
      country,
      language,
      keyCheck: z
        .uuid()
        .nullable()
        .describe(
          'Tells whether the secret that ids of outside keys derive from is this company’s; null it can’t be told',
        ),
    })
    .describe('The company was set up'),
  CompanyRenamed: z
    .object({ from: name.describe('Name before'), to: name.describe('Name since') })
    .describe('The company has another name'),
  CompanyCurrencySet: z
    .object({ from: currency, to: currency })
    .describe('Another currency is used where none is given'),
  CompanyCountrySet: z
    .object({ from: country, to: country })
    .describe('Phone numbers are those of another country where none is given'),
  CompanyLanguageSet: z.object({ from: language, to: language }).describe('Labels are in another language'),
  CompanyCustomerCodesSet: z
    .object({ from: customerCodes.describe('Form before'), to: customerCodes.describe('Form since') })
    .describe('Customer codes that nobody chose have another form'),
  CompanyLeadQualificationSet: z
    .object({ from: z.boolean().describe('Required before'), to: z.boolean().describe('Required since') })
    .describe('Leads must be qualified before they are converted, or need not be any more'),
  CompanyCustomerTriggersSet: z
    .object({ from: customerTriggers.describe('What did before'), to: customerTriggers.describe('What does since') })
    .describe('Other documents make a contact a customer by themselves'),
  CompanyMarginSet: z
    .object({
      from: z.number().describe('Percent of revenue before, at most two decimals'),
      to: z.number().describe('Percent of revenue since, at most two decimals'),
    })
    .describe('Another share of revenue is margin, which a customer’s lifetime value counts'),
  CompanyRequiredFieldsSet: z
    .object({
      form: z.string().describe('Form that they are required in: lead, contact, customer, opportunity'),
      kind: z.enum(['individual', 'organisation']).nullable().describe('Of which kind; null of every kind'),
      from: fields.describe('Fields required before, in order'),
      to: fields.describe('Fields required since, in order'),
    })
    .describe('Other fields of a form must be filled in'),
})

type Inferred = typeof events
export interface CompanyEvents extends Inferred {} // a name for hovers and errors
export const companyEvents: CompanyEvents = events
