import { importRun, isErased } from '@eventcrm/domain'
import { defineView } from '@eventcrm/projection'
import { z } from 'zod'

const rows = (what: string) => z.int().nullable().describe(`Rows ${what}; null while it has not ended`)

export const importRunDocument = z.object({
  importRunId: z.uuid().describe('Its id, which every command of it has as correlation id'),
  status: z
    .enum(['begun', 'finished', 'brokenOff'])
    .describe('begun: under way, or ended by force; finished: to the end of its rows; brokenOff: before'),
  actor: z.string().describe('Who imported'),
  fileName: z.string().nullable().describe('Name of the file; null for one without, or erased'),
  sha256: z.string().nullable().describe('SHA-256 of the file, in hex; null where it is not known'),
  becomes: z.string().describe('What its rows become'),
  fromRow: z.int().nullable().describe('First row asked for; null the file’s'),
  toRow: z.int().nullable().describe('Last row asked for; null the file’s'),
  begunAt: z.string().describe('When it began'),
  begunOn: z.string().describe('Day on which it began'),
  endedAt: z.string().nullable().describe('When it ended; null while it has not'),
  created: rows('about something new'),
  changed: rows('that changed something'),
  unchanged: rows('that said what held already'),
  rejected: rows('that did not go in'),
  cause: z.string().nullable().describe('What broke it off: stopped, fault, or why the file could not be read'),
})
export type ImportRunDocument = z.output<typeof importRunDocument>

const ended = (run: ImportRunDocument | undefined, how: Partial<ImportRunDocument>): ImportRunDocument => {
  if (!run) throw new TypeError('An import ended that never began')
  return Object.assign(run, how)
}

/** Every import, under its id. */
export const importRuns = defineView({
  name: 'importRuns',
  version: 1,
  describe: 'Imports: which file, by whom, when, and what became of its rows',
  document: importRunDocument,
  indexes: [['begunAt']],
  aggregates: [importRun],
  on: {
    ImportRunBegun: (_, { streamId, data, actor, occurredAt, occurredOn }) => ({
      importRunId: streamId,
      status: 'begun',
      actor,
      fileName: isErased(data.fileName) ? null : data.fileName,
      sha256: data.sha256,
      becomes: data.becomes,
      fromRow: data.fromRow,
      toRow: data.toRow,
      begunAt: occurredAt,
      begunOn: occurredOn,
      endedAt: null,
      created: null,
      changed: null,
      unchanged: null,
      rejected: null,
      cause: null,
    }),
    ImportRunFinished: (run, { data, occurredAt }) => ended(run, { ...data, status: 'finished', endedAt: occurredAt }),
    ImportRunBrokenOff: (run, { data, occurredAt }) =>
      ended(run, { ...data, status: 'brokenOff', endedAt: occurredAt }),
  },
})
