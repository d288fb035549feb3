import { set, unopened, type Dated, type FieldWords } from '../kernel/dated.ts'
import type { Personal } from '../kernel/personal.ts'
import { defineState } from '../kernel/state.ts'
import { importRunEvents } from './events.ts'

/** What became of the rows of an import. */
export interface RowCounts {
  readonly created: number
  readonly changed: number
  readonly unchanged: number
  readonly rejected: number
}

/** One run of an import. */
export interface ImportRunState extends Dated, RowCounts {
  /** One that was killed stays begun. */
  readonly status: 'unknown' | 'begun' | 'finished' | 'brokenOff'
  readonly fileName: Personal<string> | null
  readonly sha256: string | null
  readonly becomes: string
  readonly mapping: Personal<string> | null
  readonly fromRow: number | null
  readonly toRow: number | null
  /** What broke it off. */
  readonly cause: string | null
}

const initialState: ImportRunState = {
  ...unopened,
  status: 'unknown',
  fileName: null,
  sha256: null,
  becomes: '',
  mapping: null,
  fromRow: null,
  toRow: null,
  created: 0,
  changed: 0,
  unchanged: 0,
  rejected: 0,
  cause: null,
}

/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<ImportRunState> = {
  status: { en: 'status of the import', vi: 'tình trạng của lần nhập' },
  fileName: { en: 'name of the file', vi: 'tên tệp' },
  sha256: { en: 'hash of the file', vi: 'mã băm của tệp' },
  becomes: { en: 'what the rows become', vi: 'loại đối tượng của các dòng' },
  mapping: { en: 'mapping', vi: 'tệp ánh xạ' },
  fromRow: { en: 'first row', vi: 'dòng đầu' },
  toRow: { en: 'last row', vi: 'dòng cuối' },
  created: { en: 'rows that made something new', vi: 'số dòng tạo mới' },
  changed: { en: 'rows that changed something', vi: 'số dòng thay đổi' },
  unchanged: { en: 'rows that changed nothing', vi: 'số dòng giữ nguyên' },
  rejected: { en: 'rows rejected', vi: 'số dòng bị từ chối' },
  cause: { en: 'cause of the breaking off', vi: 'lý do dừng giữa chừng' },
}

export const importRunState = defineState({
  category: 'importRun',
  idField: 'importRunId',
  events: importRunEvents,
  initialState,
  fieldWords,
  bounds: {},
  evolve: {
    ImportRunBegun: (s, { fileName, sha256, becomes, mapping, fromRow, toRow }, on) =>
      set(s, on, { status: 'begun', fileName, sha256, becomes, mapping, fromRow, toRow }),
    ImportRunFinished: (s, { created, changed, unchanged, rejected }, on) =>
      set(s, on, { status: 'finished', created, changed, unchanged, rejected }),
    ImportRunBrokenOff: (s, { created, changed, unchanged, rejected, cause }, on) =>
      set(s, on, { status: 'brokenOff', created, changed, unchanged, rejected, cause }),
  },
})
