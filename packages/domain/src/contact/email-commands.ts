import { z } from 'zod'
import { withGiven } from '../kernel/change.ts'
import { emailAddress } from '../kernel/email-address.ts'
import { id, line } from '../kernel/values.ts'
import { contactEvents as events } from './events.ts'
import { command, contactId, personOf, reject } from './rules.ts'
import { mainEmailOf, type ContactEmail, type ContactState } from './state.ts'
import { addWay, changeWay, makeMainWay, removeWay, takeMainAway, type Ways } from './ways.ts'

const emailId = id('e-mail address')
const label = line(60).nullish().describe('What it is for: office, private …; null none')
/** A further address in a command. */
const emailAdded = { emailId, label, email: emailAddress.describe('E-mail address') }

/** The e-mail addresses of a contact. */
const waysOf = (state: ContactState, contactId: string): Ways<ContactEmail> => {
  const personId = personOf(state, contactId)
  return {
    main: mainEmailOf(state),
    mainId: state.emailId,
    further: state.furtherEmails,
    events: {
      mainSet: change => events.ContactMainEmailSet({ personId, ...change }),
      mainTakenAway: () => events.ContactEmailSet({ personId, email: null }),
      added: email => events.ContactEmailAdded({ personId, email }),
      changed: email => events.ContactEmailChanged({ personId, email }),
      removed: emailId => events.ContactEmailRemoved({ emailId }),
    },
    refusals: {
      unknown: emailId => reject('EMAIL_UNKNOWN', { field: 'emailId', emailId }),
      exists: emailId => reject('EMAIL_EXISTS', { field: 'emailId', emailId }),
      mainNeeded: () => reject('MAIN_EMAIL_NEEDED', { field: 'email' }),
    },
  }
}

/** Taking the main address away rests on there being no further ones. */
const furtherOnes = ['furtherEmails.address'] as const
/** A further address rests on there being a main one, and on which that is. */
const mainOne = ['email'] as const

export const emailCommands = {
  setEmail: command({
    describe: 'Sets the main e-mail address of a contact',
    rejects: ['MAIN_EMAIL_NEEDED'],
    schema: z.strictObject({ contactId, email: emailAddress.nullable().describe('E-mail address; null none') }),
    dependsOn: ({ email }) => (email === null ? furtherOnes : []),
    decide: ({ contactId, email }, state) => {
      if (email === null) return takeMainAway(waysOf(state, contactId))
      return state.email === email ? [] : [events.ContactEmailSet({ personId: personOf(state, contactId), email })]
    },
  }),

  addEmail: command({
    describe: 'Adds an e-mail address; the first is the main one',
    rejects: ['EMAIL_EXISTS'],
    schema: z.strictObject({ contactId, ...emailAdded }),
    dependsOn: mainOne,
    decide: ({ contactId, emailId, label = null, email: address }, state) =>
      addWay(waysOf(state, contactId), emailId, { emailId, label, address }),
  }),

  changeEmail: command({
    describe: 'Changes an e-mail address or what it is for; what is left out stays',
    rejects: ['EMAIL_UNKNOWN'],
    schema: z.strictObject({ contactId, emailId, label, email: emailAdded.email.optional() }),
    dependsOn: mainOne,
    decide: ({ contactId, emailId, label, email: address }, state) =>
      changeWay(waysOf(state, contactId), emailId, there => withGiven(there, { label, address })),
  }),

  removeEmail: command({
    describe: 'Removes an e-mail address; the main one only where there is no other',
    rejects: ['EMAIL_UNKNOWN', 'MAIN_EMAIL_NEEDED'],
    schema: z.strictObject({ contactId, emailId }),
    dependsOn: ({ emailId }, state) => [...mainOne, ...(emailId === state.emailId ? furtherOnes : [])],
    decide: ({ contactId, emailId }, state) => removeWay(waysOf(state, contactId), emailId),
  }),

  makeEmailMain: command({
    describe: 'Makes one of the e-mail addresses the main one; the one that was stays as a further one',
    rejects: ['EMAIL_UNKNOWN'],
    schema: z.strictObject({ contactId, emailId }),
    decide: ({ contactId, emailId }, state) => makeMainWay(waysOf(state, contactId), emailId),
  }),
}
