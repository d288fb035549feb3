// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { defineEvents } from '../kernel/events.ts'
import { personal } from '../kernel/personal.ts'
import { id } from '../kernel/values.ts'

const rows = (what: string) => z.int().describe(`Rows ${what}`)
const counts = {
  created: rows('about something new'),
  changed: rows('that changed something'),
  unchanged: rows('that said what held already'),
  rejected: rows('that did not go in'),
}

const events = defineEvents({
  ImportRunBegun: z
    .object({
      personId: id('person').describe('Whom the personal fields are about'),
      fileName: personal(z.string()).nullable().describe('Name of the file, its folder aside'),
      sha256: z.string().nullable().describe('SHA-256 of the file, in hex; null where it could not be read twice'),
      becomes: z.string().describe('What its rows become'),
      mapping: personal(z.string()).nullable().describe('How they were read, as JSON; null where that is too long'),
      fromRow: z.int().nullable().describe('First row asked for; null the file’s'),
      toRow: z.int().nullable().describe('Last row asked for; null the file’s'),
    })
    .describe('An import began'),
  ImportRunFinished: z.object(counts).describe('The import came to the end of its rows'),
  ImportRunBrokenOff: z
    .object({
      ...counts,
      cause: z.string().describe('What broke it off: stopped, fault, or why the file could not be read'),
    })
    .describe('The import broke off'),
})

type Inferred = typeof events
export interface ImportRunEvents extends Inferred {} // a name for hovers and errors
export const importRunEvents: ImportRunEvents = events
