import { z } from 'zod'
import { defineAggregate } from '../kernel/aggregate.ts'
import { differingGiven } from '../kernel/change.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { currencyGiven, text } from '../kernel/values.ts'
import { companyEvents as events } from './events.ts'
import { companyState, theCompany } from './state.ts'

const reject = defineRejections({
  COMPANY_NOT_FOUNDED: 'The company has not been founded',
  ALREADY_FOUNDED: 'The company was founded with other values',
})

const command = commandOf(companyState)
const companyId = z.literal(theCompany).default(theCompany).describe('Which company: there is one')
const name = text(200).nullable()
const language = z.enum(['en', 'vi'])

/** Intl also takes offsets and any case; databases that are asked by the zone's name do not. */
const isTimeZone = (zone: string): boolean => {
  if (!/^[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*$/.test(zone)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
const timeZone = z.string().refine(isTimeZone, 'expected an IANA time zone like Asia/Ho_Chi_Minh')

export const company = defineAggregate({
  state: companyState,
  rejections: reject,
  commands: {
    /**
     * To be the first command of a namespace. The time zone it gives is for good: every event's day was fixed by it when the event
     * was written, and every report goes by those days, so with another zone later the same instant would stand on two days.
     */
    foundCompany: command({
      describe: 'Sets the company up, before anything else happens in it; its time zone never changes',
      schema: z.strictObject({
        companyId,
        name: name.optional().describe('Name'),
        timeZone: timeZone.describe('IANA time zone by which the day of every event is fixed'),
        currency: currencyGiven.describe('Currency where none is given, ISO 4217'),
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
          return [events.CompanyFounded({ ...given, name: given.name ?? null, keyCheck: given.keyCheck ?? null })]
        const field = differingGiven(given, state)
        return field ? reject('ALREADY_FOUNDED', { field }) : []
      },
    }),

    renameCompany: command({
      describe: 'Gives the company another name',
      schema: z.strictObject({ companyId, name: name.describe('Name; null none') }),
      decide: ({ name }, state) => {
        if (state.status === 'unfounded') return reject('COMPANY_NOT_FOUNDED')
        return state.name === name ? [] : [events.CompanyRenamed({ from: state.name, to: name })]
      },
    }),

    setCompanyCurrency: command({
      describe: 'Uses another currency where none is given; what was written before keeps its own',
      schema: z.strictObject({ companyId, currency: currencyGiven.describe('Currency, ISO 4217') }),
      decide: ({ currency }, state) => {
        if (state.status === 'unfounded') return reject('COMPANY_NOT_FOUNDED')
        return state.currency === currency ? [] : [events.CompanyCurrencySet({ from: state.currency, to: currency })]
      },
    }),

    setCompanyLanguage: command({
      describe: 'Shows labels in another language',
      schema: z.strictObject({ companyId, language: language.describe('Language of labels') }),
      decide: ({ language }, state) => {
        if (state.status === 'unfounded') return reject('COMPANY_NOT_FOUNDED')
        return state.language === language ? [] : [events.CompanyLanguageSet({ from: state.language, to: language })]
      },
    }),
  },
})
