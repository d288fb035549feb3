import { set, unopened, type Dated, type FieldWords } from '../kernel/dated.ts'
import type { Personal } from '../kernel/personal.ts'
import type { Reference } from '../kernel/reference.ts'
import { defineState } from '../kernel/state.ts'
import { staffMemberEvents } from './events.ts'

/** Somebody who works, or worked, for the company. The personal values are there to tell whether a command would change them. */
export interface StaffMemberState extends Dated {
  readonly status: 'unknown' | 'active' | 'left'
  readonly personId: string | null
  readonly name: Personal<string> | null
  readonly email: Personal<string> | null
  readonly phone: Personal<string> | null
  readonly department: string | null
  /** The team that the member's opportunities count for. */
  readonly mainTeamId: string | null
}

const initialState: StaffMemberState = {
  ...unopened,
  status: 'unknown',
  personId: null,
  name: null,
  email: null,
  phone: null,
  department: null,
  mainTeamId: null,
}

/** For people: a rejection names by them what was set later. */
const fieldWords: FieldWords<StaffMemberState> = {
  status: { en: 'status', vi: 'tình trạng làm việc' },
  personId: { en: 'person', vi: 'người' },
  name: { en: 'name', vi: 'tên' },
  email: { en: 'e-mail address', vi: 'địa chỉ e-mail' },
  phone: { en: 'phone number', vi: 'số điện thoại' },
  department: { en: 'department', vi: 'phòng ban' },
  mainTeamId: { en: 'main team', vi: 'đội chính' },
}

export const staffMemberState = defineState({
  category: 'staffMember',
  idField: 'staffMemberId',
  events: staffMemberEvents,
  initialState,
  fieldWords,
  bounds: {},
  personOf: state => state.personId,
  evolve: {
    StaffMemberJoined: (s, { personId, name, email, phone, department, mainTeamId }, on) =>
      set(s, on, { status: 'active', personId, name, email, phone, department, mainTeamId }),
    StaffMemberRenamed: (s, e, on) => set(s, on, { name: e.name }),
    StaffMemberEmailSet: (s, e, on) => set(s, on, { email: e.email }),
    StaffMemberPhoneSet: (s, e, on) => set(s, on, { phone: e.phone }),
    StaffMemberMoved: (s, e, on) => set(s, on, { department: e.to }),
    StaffMemberMainTeamSet: (s, e, on) => set(s, on, { mainTeamId: e.to }),
    StaffMemberLeft: (s, _, on) => set(s, on, { status: 'left' }),
    StaffMemberReturned: (s, _, on) => set(s, on, { status: 'active' }),
  },
  replaced: {
    StaffMemberMoved: s => ({ from: s.department }),
    StaffMemberMainTeamSet: s => ({ from: s.mainTeamId }),
  },
})

/** The rejections of what only an active staff member can be given. */
export const staffMemberRejections = {
  STAFF_MEMBER_UNKNOWN: { en: 'There is no such staff member', vi: 'Không có nhân viên này' },
  STAFF_MEMBER_LEFT: { en: 'The staff member has left the company', vi: 'Nhân viên đã nghỉ việc' },
} as const

/**
 * For a command's context: a staff member whom the command may only give something while active.
 * @param field the command's field that names the member
 * @param id null where the command names nobody
 */
export const activeStaffMember = (field: string, id: string | null | undefined): Reference<StaffMemberState> => ({
  ...staffMemberState.of(id),
  refuse({ status }) {
    if (typeof id !== 'string' || status === 'active') return undefined
    return {
      code: status === 'left' ? 'STAFF_MEMBER_LEFT' : 'STAFF_MEMBER_UNKNOWN',
      details: { field, staffMemberId: id },
    }
  },
})

/** The same where what is recorded happened elsewhere: one who has left may be named too. */
export const knownStaffMember = (field: string, id: string | null | undefined): Reference<StaffMemberState> => ({
  ...staffMemberState.of(id),
  refuse: ({ status }) =>
    typeof id !== 'string' || status !== 'unknown'
      ? undefined
      : { code: 'STAFF_MEMBER_UNKNOWN', details: { field, staffMemberId: id } },
})
