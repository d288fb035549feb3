import { z } from 'zod'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { differingField } from '../kernel/change.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { expected } from '../kernel/expected.ts'
import { code, id, line, text } from '../kernel/values.ts'
import { importRunEvents as events, type ImportRunEvents } from './events.ts'
import type { ImportRunInputs } from './inputs.ts'
import { importRunState, type ImportRunState, type RowCounts } from './state.ts'

const reject = defineRejections({
  IMPORT_RUN_UNKNOWN: { en: 'There is no such import', vi: 'Không có lần nhập này' },
  IMPORT_RUN_BEGUN: { en: 'Another import was begun under this id', vi: 'Một lần nhập khác đã dùng mã này' },
  IMPORT_RUN_ENDED: { en: 'The import has ended otherwise', vi: 'Lần nhập này đã kết thúc theo cách khác' },
})

const command = commandOf(importRunState)
/** Far below what a store takes of an event. */
const mostMapping = 100_000
const importRunId = id('import')
const rowNumber = z.int().min(1)
const rows = (what: string) => z.int().min(0).describe(`Rows ${what}`)
const counts = {
  created: rows('about something new'),
  changed: rows('that changed something'),
  unchanged: rows('that said what held already'),
  rejected: rows('that did not go in'),
}

const isSame = (state: ImportRunState, given: RowCounts & { readonly cause?: string }) =>
  differingField(given, state) === undefined

export type ImportRunRejection = keyof typeof reject.wordings
type Inferred = Aggregate<
  'importRun',
  'importRunId',
  ImportRunEvents,
  ImportRunState,
  ImportRunRejection,
  ImportRunInputs
>
export interface ImportRunAggregate extends Inferred {} // a name for hovers and declarations

/** One run of an import: which file, and what became of its rows. The importer keeps it. */
export const importRun: ImportRunAggregate = defineAggregate({
  state: importRunState,
  rejections: reject,
  unknown: 'IMPORT_RUN_UNKNOWN',
  commands: {
    begin: command({
      describe: 'Notes that an import begins',
      rejects: ['IMPORT_RUN_BEGUN'],
      creates: true,
      schema: z.strictObject({
        importRunId,
        fileName: line(255).nullable().describe('Name of the file, its folder aside; null for one without'),
        sha256: z
          .string()
          .regex(/^[0-9a-f]{64}$/, expected({ en: 'expected 64 hex digits', vi: 'cần 64 chữ số thập lục phân' }))
          .meta({ kind: 'sha256' })
          .nullable()
          .describe('SHA-256 of the file, in hex; null where it is not known'),
        becomes: code.describe('What its rows become'),
        mapping: text(mostMapping).nullable().describe('How they are read, as JSON; null where that is too long'),
        fromRow: rowNumber.nullable().describe('First row asked for; null the file’s'),
        toRow: rowNumber.nullable().describe('Last row asked for; null the file’s'),
      }),
      decide: ({ importRunId, ...given }, state) => {
        if (state.status === 'unknown')
          return [events.ImportRunBegun({ personId: importRunState.personOf(state, importRunId), ...given })]
        return differingField(given, state) ? reject('IMPORT_RUN_BEGUN', { field: 'importRunId', importRunId }) : []
      },
    }),

    finish: command({
      describe: 'Notes that an import came to the end of its rows',
      rejects: ['IMPORT_RUN_ENDED'],
      schema: z.strictObject({ importRunId, ...counts }),
      decide: ({ importRunId, ...given }, state) => {
        if (state.status === 'begun') return [events.ImportRunFinished(given)]
        return state.status === 'finished' && isSame(state, given) ? [] : reject('IMPORT_RUN_ENDED', { importRunId })
      },
    }),

    breakOff: command({
      describe: 'Notes that an import broke off',
      rejects: ['IMPORT_RUN_ENDED'],
      schema: z.strictObject({
        importRunId,
        ...counts,
        cause: code.describe('What broke it off: stopped, fault, or why the file could not be read'),
      }),
      decide: ({ importRunId, ...given }, state) => {
        if (state.status === 'begun') return [events.ImportRunBrokenOff(given)]
        return state.status === 'brokenOff' && isSame(state, given) ? [] : reject('IMPORT_RUN_ENDED', { importRunId })
      },
    }),
  },
})
