import { set, unopened, type Dated, type FieldWords } from '../kernel/dated.ts'
import type { DataOf } from '../kernel/events.ts'
import type { Personal } from '../kernel/personal.ts'
import { defineState } from '../kernel/state.ts'
import { savedViewEvents } from './events.ts'

/** What a list is asked, and which of its fields are shown. */
export type SavedQuestion = Readonly<Omit<DataOf<typeof savedViewEvents.SavedViewChanged>, 'personId'>>

/** How somebody wants to see a list. */
export interface SavedViewState extends Dated {
  readonly status: 'unknown' | 'saved' | 'removed'
  readonly personId: string | null
  readonly list: string
  readonly ownerId: string | null
  readonly name: Personal<string>
  readonly shared: boolean
  readonly question: SavedQuestion
}

const initialState: SavedViewState = {
  ...unopened,
  status: 'unknown',
  personId: null,
  list: '',
  ownerId: null,
  name: '',
  shared: false,
  question: { filter: '{}', sort: [], group: null, scope: 'all', apart: null, columns: [] },
}

/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<SavedViewState> = {
  status: { en: 'status', vi: 'trạng thái' },
  personId: { en: 'person', vi: 'người' },
  list: { en: 'list', vi: 'danh sách' },
  ownerId: { en: 'owner', vi: 'người tạo' },
  name: { en: 'name', vi: 'tên' },
  shared: { en: 'sharing', vi: 'việc chia sẻ' },
  question: { en: 'filter, order, scope and columns', vi: 'bộ lọc, thứ tự, phạm vi và các cột' },
}

export const savedViewState = defineState({
  category: 'savedView',
  idField: 'savedViewId',
  events: savedViewEvents,
  initialState,
  fieldWords,
  bounds: {},
  personOf: state => state.personId,
  evolve: {
    SavedViewSaved: (s, { personId, list, ownerId, name, shared, ...question }, on) =>
      set(s, on, { status: 'saved', personId, list, ownerId, name, shared, question }),
    SavedViewRenamed: (s, e, on) => set(s, on, { name: e.name }),
    SavedViewChanged: (s, { personId: _, ...question }, on) => set(s, on, { question }),
    SavedViewShared: (s, e, on) => set(s, on, { shared: e.to }),
    SavedViewRemoved: (s, _, on) => set(s, on, { status: 'removed' }),
  },
  replaced: {
    SavedViewShared: s => ({ from: s.shared }),
  },
})
