import { z } from 'zod'
import { catalogueFor } from '../catalogue/state.ts'
import { catalogueEntryGiven, tagIn, tagKey, tagNamed } from '../kernel/catalogue-entry.ts'
import { same } from '../kernel/change.ts'
import { isRejection } from '../kernel/command.ts'
import { isErased } from '../kernel/personal.ts'
import { id, text } from '../kernel/values.ts'
import { leadState } from '../lead/state.ts'
import { contactEvents as events } from './events.ts'
import { command, contactId, personOf, reject } from './rules.ts'

const noteId = id('note')
const tag = catalogueEntryGiven.describe('Tag')
const noted = text(5000).describe('What is noted')

export const noteCommands = {
  tag: command({
    describe: 'Puts a tag on a contact',
    rejects: ['CATALOGUE_ENTRY_RETIRED', 'CATALOGUE_ENTRY_UNKNOWN'],
    schema: z.strictObject({ contactId, tag }),
    context: ({ tag }) => ({ catalogue: catalogueFor('tag', tag) }),
    decide: ({ tag: given }, { tags }, { catalogue }) => {
      const tag = tagIn(given, tags.values(), catalogue)
      if (isRejection(tag)) return tag
      return same(tags.get(tagKey(tag)), tag) ? [] : [events.ContactTagged({ tag })]
    },
  }),

  untag: command({
    describe: 'Takes a tag off a contact',
    schema: z.strictObject({ contactId, tag }),
    decide: ({ tag: given }, { tags }) => {
      const tag = tagNamed(given, tags.values())
      return tag ? [events.ContactUntagged({ tag })] : []
    },
  }),

  addNote: command({
    describe: 'Notes something about a contact',
    rejects: ['NOTE_EXISTS'],
    schema: z.strictObject({ contactId, noteId, text: noted }),
    decide: ({ contactId, noteId, text }, state) => {
      const there = state.notes.get(noteId)
      if (there) return there.text === text ? [] : reject('NOTE_EXISTS', { field: 'noteId', noteId })
      return [events.ContactNoteAdded({ personId: personOf(state, contactId), note: { noteId, text } })]
    },
  }),

  takeNote: command({
    describe:
      'Has it get a note of the lead that became it; a conversion of the lead says so, and nobody else needs to',
    rejects: ['LEAD_OF_ANOTHER', 'NOTE_UNKNOWN'],
    schema: z.strictObject({ contactId, leadId: id('lead'), noteId }),
    context: ({ leadId }) => ({ lead: leadState.of(leadId) }),
    decide: ({ contactId, leadId, noteId }, state, { lead }) => {
      if (state.notes.had(noteId)) return []
      const { text } = lead.notes.get(noteId) ?? {}
      if (text === undefined) return reject('NOTE_UNKNOWN', { field: 'noteId', noteId })
      if (isErased(text)) return []
      const personId = personOf(state, contactId)
      // under another person, the erasure of the lead's would not reach it
      if (personId !== leadState.personOf(lead, leadId)) return reject('LEAD_OF_ANOTHER', { field: 'leadId', leadId })
      return [events.ContactNoteAdded({ personId, note: { noteId, text } })]
    },
  }),

  changeNote: command({
    describe: 'Rewords a note about a contact',
    rejects: ['NOTE_UNKNOWN'],
    schema: z.strictObject({ contactId, noteId, text: noted }),
    decide: ({ contactId, noteId, text }, state) => {
      const there = state.notes.get(noteId)
      if (!there) return reject('NOTE_UNKNOWN', { field: 'noteId', noteId })
      if (there.text === text) return []
      return [events.ContactNoteChanged({ personId: personOf(state, contactId), note: { noteId, text } })]
    },
  }),

  removeNote: command({
    describe: 'Takes a note about a contact away',
    rejects: ['NOTE_UNKNOWN'],
    schema: z.strictObject({ contactId, noteId }),
    decide: ({ noteId }, { notes }) => {
      if (notes.has(noteId)) return [events.ContactNoteRemoved({ noteId })]
      return notes.had(noteId) ? [] : reject('NOTE_UNKNOWN', { field: 'noteId', noteId })
    },
  }),
}
