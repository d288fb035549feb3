import { z } from 'zod'
import { companyState, theCompany } from '../company/state.ts'
import { phoneGiven, phoneIn, phoneRejection } from '../kernel/phone-number.ts'
import { id, line } from '../kernel/values.ts'
import { contactEvents as events } from './events.ts'
import { command, contactId, personOf, reject } from './rules.ts'
import { mainPhoneOf, type ContactPhone, type ContactState } from './state.ts'
import { addWay, changeWay, makeMainWay, removeWay, takeMainAway, type Ways } from './ways.ts'

export const phoneHint = 'Phone number; of the company’s country unless it says otherwise'
const phoneId = id('phone number')
const label = line(60).nullish().describe('What it is for: office, private …; null none')
/** A further number in a command. */
const phoneAdded = { phoneId, label, phone: phoneGiven.describe(phoneHint) }

const context = () => ({ company: companyState.of(theCompany) })

/** The phone numbers of a contact. */
const waysOf = (state: ContactState, contactId: string): Ways<ContactPhone> => {
  const personId = personOf(state, contactId)
  return {
    main: mainPhoneOf(state),
    mainId: state.phoneId,
    further: state.furtherPhones,
    events: {
      mainSet: change => events.ContactMainPhoneSet({ personId, ...change }),
      mainTakenAway: () => events.ContactPhoneSet({ personId, phone: null }),
      added: phone => events.ContactPhoneAdded({ personId, phone }),
      changed: phone => events.ContactPhoneChanged({ personId, phone }),
      removed: phoneId => events.ContactPhoneRemoved({ phoneId }),
    },
    refusals: {
      unknown: phoneId => reject('PHONE_UNKNOWN', { field: 'phoneId', phoneId }),
      exists: phoneId => reject('PHONE_EXISTS', { field: 'phoneId', phoneId }),
      mainNeeded: () => reject('MAIN_PHONE_NEEDED', { field: 'phone' }),
    },
  }
}

/** Taking the main number away rests on there being no further ones. */
const furtherOnes = ['furtherPhones.number'] as const
/** A further number rests on there being a main one, and on which that is. */
const mainOne = ['phone'] as const

export const phoneCommands = {
  setPhone: command({
    describe: 'Sets the main phone number of a contact',
    rejects: ['MAIN_PHONE_NEEDED', 'PHONE_INVALID'],
    schema: z.strictObject({ contactId, phone: phoneGiven.nullable().describe(`${phoneHint}; null none`) }),
    context,
    dependsOn: ({ phone }) => (phone === null ? furtherOnes : []),
    decide: ({ contactId, phone: given }, state, { company }) => {
      const phone = phoneIn(given, company.country, state.phone)
      if (phone === undefined) return phoneRejection(given, company.country)
      if (phone === null) return takeMainAway(waysOf(state, contactId))
      return state.phone === phone ? [] : [events.ContactPhoneSet({ personId: personOf(state, contactId), phone })]
    },
  }),

  addPhone: command({
    describe: 'Adds a phone number; the first is the main one',
    rejects: ['PHONE_EXISTS', 'PHONE_INVALID'],
    schema: z.strictObject({ contactId, ...phoneAdded }),
    context,
    dependsOn: mainOne,
    decide: ({ contactId, phoneId, label = null, phone }, state, { company }) => {
      const ways = waysOf(state, contactId)
      const there = phoneId === ways.mainId ? state.phone : (ways.further.get(phoneId)?.number ?? null)
      const number = phoneIn(phone, company.country, there)
      return number ? addWay(ways, phoneId, { phoneId, label, number }) : phoneRejection(phone, company.country)
    },
  }),

  changePhone: command({
    describe: 'Changes a phone number or what it is for; what is left out stays',
    rejects: ['PHONE_INVALID', 'PHONE_UNKNOWN'],
    schema: z.strictObject({ contactId, phoneId, label, phone: phoneAdded.phone.optional() }),
    context,
    dependsOn: mainOne,
    decide: ({ contactId, phoneId, label, phone }, state, { company }) =>
      changeWay(waysOf(state, contactId), phoneId, there => {
        const to = label === undefined ? there : { ...there, label }
        if (phone === undefined) return to
        const number = phoneIn(phone, company.country, there.number)
        return number ? { ...to, number } : phoneRejection(phone, company.country)
      }),
  }),

  removePhone: command({
    describe: 'Removes a phone number; the main one only where there is no other',
    rejects: ['MAIN_PHONE_NEEDED', 'PHONE_UNKNOWN'],
    schema: z.strictObject({ contactId, phoneId }),
    dependsOn: ({ phoneId }, state) => [...mainOne, ...(phoneId === state.phoneId ? furtherOnes : [])],
    decide: ({ contactId, phoneId }, state) => removeWay(waysOf(state, contactId), phoneId),
  }),

  makePhoneMain: command({
    describe: 'Makes one of the phone numbers the main one; the one that was stays as a further one',
    rejects: ['PHONE_UNKNOWN'],
    schema: z.strictObject({ contactId, phoneId }),
    decide: ({ contactId, phoneId }, state) => makeMainWay(waysOf(state, contactId), phoneId),
  }),
}
