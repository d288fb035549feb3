import type { CatalogueEntryStored } from '../kernel/catalogue-entry.ts'
import { addPart, removePart, set, unopened, type Dated, type FieldWords } from '../kernel/dated.ts'
import { noParts, type Parts } from '../kernel/parts.ts'
import { defineState } from '../kernel/state.ts'
import { salesTeamEvents } from './events.ts'

/** A sales team with its leader and its members; the leader need not be a member. */
export interface SalesTeamState extends Dated {
  readonly status: 'unknown' | 'created'
  readonly name: string
  readonly territory: CatalogueEntryStored | null
  readonly leaderId: string | null
  /** By staff member's id. The id stands inside too: a part's days are those of its fields, so it needs one. */
  readonly members: Parts<{ readonly staffMemberId: string }>
}

const initialState: SalesTeamState = {
  ...unopened,
  status: 'unknown',
  name: '',
  territory: null,
  leaderId: null,
  members: noParts(),
}

/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<SalesTeamState> = {
  status: { en: 'status', vi: 'trạng thái' },
  name: { en: 'name', vi: 'tên' },
  territory: { en: 'territory', vi: 'khu vực' },
  leaderId: { en: 'team leader', vi: 'trưởng đội' },
  'members.staffMemberId': { en: 'membership of this person', vi: 'việc tham gia đội của người này' },
}

export const salesTeamState = defineState({
  category: 'salesTeam',
  idField: 'teamId',
  events: salesTeamEvents,
  initialState,
  fieldWords,
  // more than sales staffs have; a decision looks for one member and walks through none
  bounds: { members: 10_000 },
  evolve: {
    SalesTeamCreated: (s, { name, territory, leaderId }, on) =>
      set(s, on, { status: 'created', name, territory, leaderId }),
    SalesTeamRenamed: (s, e, on) => set(s, on, { name: e.to }),
    SalesTeamTerritorySet: (s, e, on) => set(s, on, { territory: e.to }),
    SalesTeamLeaderSet: (s, e, on) => set(s, on, { leaderId: e.to }),
    SalesTeamMemberAdded: (s, { staffMemberId }, on) => addPart(s, on, 'members', staffMemberId, { staffMemberId }),
    SalesTeamMemberRemoved: (s, { staffMemberId }, on) => removePart(s, on, 'members', staffMemberId),
  },
  replaced: {
    SalesTeamRenamed: s => ({ from: s.name }),
    SalesTeamTerritorySet: s => ({ from: s.territory }),
    SalesTeamLeaderSet: s => ({ from: s.leaderId }),
  },
})

/** The rejection of what names a sales team. */
export const salesTeamRejections = {
  SALES_TEAM_UNKNOWN: { en: 'There is no such sales team', vi: 'Không có đội bán hàng này' },
} as const
