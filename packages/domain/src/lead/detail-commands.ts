import { z } from 'zod'
import { catalogueFor } from '../catalogue/state.ts'
import { companyState, theCompany } from '../company/state.ts'
import { catalogueEntriesIn, tagGiven, tagIn, tagKey, tagNamed } from '../kernel/catalogue-entry.ts'
import { changed, same } from '../kernel/change.ts'
import { isRejection } from '../kernel/command.ts'
import { changedCustomFields, customChanges } from '../kernel/custom-fields.ts'
import { emailAddress } from '../kernel/email-address.ts'
import { externalIdChange, externalIdIn } from '../kernel/external-ids.ts'
import { phoneGiven, phoneIn, phoneRejection } from '../kernel/phone-number.ts'
import { id, keyWord, line, text } from '../kernel/values.ts'
import { leadEvents as events } from './events.ts'
import {
  addressGiven,
  addressIn,
  catalogueFields,
  cataloguesFor,
  type CatalogueField,
  command,
  entriesOf,
  isNameless,
  kind,
  leadId,
  names,
  needGiven,
  needIn,
  personOf,
  productsKnown,
  reject,
} from './rules.ts'
import { namesOf, profileOf, type LeadReach, type LeadState } from './state.ts'

const noteId = id('note')
const noteText = text(5000).describe('What was noted')

const reachOf = ({ phone, email, website, address }: LeadState): LeadReach => ({ phone, email, website, address })

/** What completes a lead: also one that is lost or was converted, and dated whenever it became known. */
export const detailCommands = {
  rename: command({
    describe: 'Gives it another title, or another name of a person or an organisation; what is left out stays',
    rejects: ['LEAD_NEEDS_A_NAME'],
    schema: z.strictObject({ leadId, ...names }),
    // so that there is no day on which it has none
    dependsOn: given => (Object.values(given).includes(null) ? ['title', 'name', 'organisationName'] : []),
    decide: ({ leadId, ...given }, state) => {
      const { to } = changed(namesOf(state), given)
      if (Object.keys(to).length === 0) return []
      if (isNameless({ ...namesOf(state), ...to })) return reject('LEAD_NEEDS_A_NAME', { field: Object.keys(to)[0] })
      return [events.LeadRenamed({ personId: personOf(state, leadId), ...to })]
    },
  }),

  setContactDetails: command({
    describe: 'Says how it is reached; what is left out stays',
    rejects: ['PHONE_INVALID'],
    schema: z.strictObject({
      leadId,
      phone: phoneGiven
        .nullish()
        .describe('Phone number; of the company’s country unless it says otherwise; null none'),
      email: emailAddress.nullish().describe('E-mail address; null none'),
      website: line(300).nullish().describe('Website; null none'),
      address: addressGiven.nullish().describe('Address, in place of the one that is there; null none'),
    }),
    context: () => ({ company: companyState.of(theCompany) }),
    decide: ({ leadId, ...given }, state, { company }) => {
      const phone = phoneIn(given.phone, company.country, state.phone)
      if (phone === undefined) return phoneRejection(given.phone, company.country)
      const { to } = changed(reachOf(state), {
        ...given,
        phone: given.phone === undefined ? undefined : phone,
        address: given.address === undefined ? undefined : addressIn(given.address),
      })
      return Object.keys(to).length === 0
        ? []
        : [events.LeadContactDetailsSet({ personId: personOf(state, leadId), ...to })]
    },
  }),

  setProfile: command({
    describe: 'Says what kind of lead it is and where it came from; what is left out stays',
    rejects: ['CATALOGUE_ENTRY_RETIRED', 'CATALOGUE_ENTRY_UNKNOWN'],
    schema: z.strictObject({ leadId, kind: kind.optional(), ...catalogueFields }),
    context: cataloguesFor,
    decide: ({ leadId: _, kind, ...given }, state, catalogues) => {
      const entries = catalogueEntriesIn<CatalogueField>(given, catalogues, entriesOf(profileOf(state)))
      if (isRejection(entries)) return entries
      const { from, to } = changed(profileOf(state), { ...entries, kind })
      return same(from, to) ? [] : [events.LeadProfileSet({ from, to })]
    },
  }),

  setNeed: command({
    describe: 'Says what is wanted, how strongly and when, in place of what was known',
    rejects: ['PRODUCT_UNKNOWN'],
    schema: z.strictObject({ leadId, need: needGiven.nullable().describe('What is wanted; null unknown') }),
    context: ({ need }) => productsKnown('need', need?.productIds ?? []),
    decide: ({ leadId, need: given }, state) => {
      const need = needIn(given)
      return same(state.need, need) ? [] : [events.LeadNeedSet({ personId: personOf(state, leadId), need })]
    },
  }),

  answerQuestions: command({
    describe: 'Keeps what was answered to questions; questions left out keep their answer',
    schema: z.strictObject({
      leadId,
      answers: z
        .array(
          z.strictObject({
            question: keyWord(300).describe('The question'),
            answer: text(2000).nullable().describe('The answer; null takes it back'),
          }),
        )
        .max(100)
        .describe('The questions and what was answered; of one given twice, the last counts'),
    }),
    decide: ({ leadId, answers: given }, state) => {
      const last = new Map(given.map(({ question, answer }) => [question, answer]))
      const answers = [...last].flatMap(([question, answer]) =>
        same(state.answers.get(question)?.answer ?? null, answer) ? [] : [{ question, answer }],
      )
      return answers.length === 0
        ? []
        : [events.LeadQuestionnaireAnswered({ personId: personOf(state, leadId), answers })]
    },
  }),

  tag: command({
    describe: 'Puts a tag on it',
    rejects: ['CATALOGUE_ENTRY_RETIRED', 'CATALOGUE_ENTRY_UNKNOWN'],
    schema: z.strictObject({ leadId, tag: tagGiven }),
    context: ({ tag }) => ({ catalogue: catalogueFor('tag', tag) }),
    decide: ({ tag: given }, { tags }, { catalogue }) => {
      const tag = tagIn(given, tags.values(), catalogue)
      if (isRejection(tag)) return tag
      return same(tags.get(tagKey(tag)), tag) ? [] : [events.LeadTagged({ tag })]
    },
  }),

  untag: command({
    describe: 'Takes a tag off',
    schema: z.strictObject({ leadId, tag: tagGiven }),
    decide: ({ tag: given }, { tags }) => {
      const there = tagNamed(given, tags.values())
      return there ? [events.LeadUntagged({ tag: there })] : []
    },
  }),

  addNote: command({
    describe: 'Notes something about it',
    rejects: ['NOTE_EXISTS'],
    schema: z.strictObject({ leadId, noteId, text: noteText }),
    decide: ({ leadId, noteId, text }, state) => {
      const there = state.notes.get(noteId)
      if (there) return there.text === text ? [] : reject('NOTE_EXISTS', { field: 'text', noteId })
      return [events.LeadNoteAdded({ personId: personOf(state, leadId), noteId, text })]
    },
  }),

  changeNote: command({
    describe: 'Has a note say something else',
    rejects: ['NOTE_UNKNOWN'],
    schema: z.strictObject({ leadId, noteId, text: noteText }),
    decide: ({ leadId, noteId, text }, state) => {
      const there = state.notes.get(noteId)
      if (!there) return reject('NOTE_UNKNOWN', { field: 'noteId', noteId })
      return there.text === text ? [] : [events.LeadNoteChanged({ personId: personOf(state, leadId), noteId, text })]
    },
  }),

  removeNote: command({
    describe: 'Removes a note',
    rejects: ['NOTE_UNKNOWN'],
    schema: z.strictObject({ leadId, noteId }),
    decide: ({ noteId }, { notes }) => {
      if (notes.has(noteId)) return [events.LeadNoteRemoved({ noteId })]
      return notes.had(noteId) ? [] : reject('NOTE_UNKNOWN', { field: 'noteId', noteId })
    },
  }),

  setCustomFields: command({
    describe: 'Sets fields of the company’s own; fields left out stay',
    schema: z.strictObject({ leadId, custom: customChanges.describe('Values by field; null clears') }),
    decide: ({ leadId, custom: given }, state) => {
      const custom = changedCustomFields(state, given)
      return Object.keys(custom).length === 0
        ? []
        : [events.LeadCustomFieldsSet({ personId: personOf(state, leadId), custom })]
    },
  }),

  setExternalId: command({
    describe: 'Says what another system calls it',
    schema: z.strictObject({ leadId, ...externalIdChange }),
    decide: ({ leadId, system, id }, state) =>
      externalIdIn(state, system) === id
        ? []
        : [events.LeadExternalIdSet({ personId: personOf(state, leadId), system, id })],
  }),
}
