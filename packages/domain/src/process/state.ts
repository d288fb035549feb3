import { set, unopened, type Dated, type FieldWords } from '../kernel/dated.ts'
import { defineState } from '../kernel/state.ts'
import { processEvents } from './events.ts'

/** Which versions of a process have been started. The stream's id is made from its name. */
export interface ProcessState extends Dated {
  readonly versions: readonly number[]
}

const initialState: ProcessState = { ...unopened, versions: [] }

/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<ProcessState> = {
  versions: { en: 'process’s start', vi: 'việc khởi động tiến trình' },
}

export const processState = defineState({
  category: 'process',
  idField: 'processId',
  events: processEvents,
  initialState,
  fieldWords,
  bounds: {},
  evolve: {
    ProcessStarted: (s, e, on) => set(s, on, { versions: [...s.versions, e.version] }),
  },
})
