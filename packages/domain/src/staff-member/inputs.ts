// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
/**
 * Enters somebody who joins the staff.
 */
export interface StaffMemberRegisterInput {
  /** Which staff member. A UUID. */
  readonly staffMemberId: string
  /** Whom the personal fields are about, where that person is known already. A UUID. */
  readonly personId?: string | undefined
  /** Name. At most 200 characters. */
  readonly name: string
  /** E-mail address. At most 254 characters. */
  readonly email?: string | undefined
  /** Phone number; of the company’s country unless it says otherwise. At most 100 characters. */
  readonly phone?:
    | string
    | {
        /** Number as people write it. At most 100 characters. */
        readonly number: string
        /** Country, ISO 3166-1, whose number it is unless it has a country code; null none. */
        readonly country: string | null
      }
    | undefined
  /** Department. At most 60 characters. */
  readonly department?: string | undefined
  /** Sales team that the member’s opportunities count for. A UUID. */
  readonly mainTeamId?: string | undefined
}

/**
 * Gives a staff member another name, also one who has left.
 */
export interface StaffMemberRenameInput {
  /** Which staff member. A UUID. */
  readonly staffMemberId: string
  /** Name. At most 200 characters. */
  readonly name: string
}

/**
 * Sets the e-mail address of a staff member, also one who has left.
 */
export interface StaffMemberSetEmailInput {
  /** Which staff member. A UUID. */
  readonly staffMemberId: string
  /** E-mail address; null none. At most 254 characters. */
  readonly email: string | null
}

/**
 * Sets the phone number of a staff member, also one who has left.
 */
export interface StaffMemberSetPhoneInput {
  /** Which staff member. A UUID. */
  readonly staffMemberId: string
  /** Phone number; of the company’s country unless it says otherwise; null none. At most 100 characters. */
  readonly phone:
    | string
    | {
        /** Number as people write it. At most 100 characters. */
        readonly number: string
        /** Country, ISO 3166-1, whose number it is unless it has a country code; null none. */
        readonly country: string | null
      }
    | null
}

/**
 * Puts a staff member into another department.
 */
export interface StaffMemberMoveInput {
  /** Which staff member. A UUID. */
  readonly staffMemberId: string
  /** Department; null none. At most 60 characters. */
  readonly department: string | null
}

/**
 * Has a staff member’s opportunities count for another sales team from now on.
 */
export interface StaffMemberSetMainTeamInput {
  /** Which staff member. A UUID. */
  readonly staffMemberId: string
  /** Sales team that the member’s opportunities count for; null none. A UUID. */
  readonly mainTeamId: string | null
}

/**
 * Records that a staff member left the company; what the member has in hand stays until it is given to others.
 */
export interface StaffMemberRecordLeftInput {
  /** Which staff member. A UUID. */
  readonly staffMemberId: string
}

/**
 * Records that a staff member who had left is back.
 */
export interface StaffMemberRecordReturnedInput {
  /** Which staff member. A UUID. */
  readonly staffMemberId: string
}

/**
 * What a caller gives for each command of `staffMember`.
 */
export interface StaffMemberInputs {
  /**
   * Enters somebody who joins the staff.
   *
   * Rejected with `ALREADY_REGISTERED`, `PHONE_INVALID`, `SALES_TEAM_UNKNOWN`, `STAFF_MEMBER_LEFT`.
   */
  readonly register: StaffMemberRegisterInput
  /**
   * Gives a staff member another name, also one who has left.
   *
   * Rejected with `STAFF_MEMBER_UNKNOWN`.
   */
  readonly rename: StaffMemberRenameInput
  /**
   * Sets the e-mail address of a staff member, also one who has left.
   *
   * Rejected with `STAFF_MEMBER_UNKNOWN`.
   */
  readonly setEmail: StaffMemberSetEmailInput
  /**
   * Sets the phone number of a staff member, also one who has left.
   *
   * Rejected with `STAFF_MEMBER_UNKNOWN`, `PHONE_INVALID`.
   */
  readonly setPhone: StaffMemberSetPhoneInput
  /**
   * Puts a staff member into another department.
   *
   * Rejected with `STAFF_MEMBER_UNKNOWN`, `STAFF_MEMBER_LEFT`.
   */
  readonly move: StaffMemberMoveInput
  /**
   * Has a staff member’s opportunities count for another sales team from now on.
   *
   * Rejected with `STAFF_MEMBER_UNKNOWN`, `SALES_TEAM_UNKNOWN`, `STAFF_MEMBER_LEFT`.
   */
  readonly setMainTeam: StaffMemberSetMainTeamInput
  /**
   * Records that a staff member left the company; what the member has in hand stays until it is given to others.
   *
   * Rejected with `STAFF_MEMBER_UNKNOWN`.
   */
  readonly recordLeft: StaffMemberRecordLeftInput
  /**
   * Records that a staff member who had left is back.
   *
   * Rejected with `STAFF_MEMBER_UNKNOWN`.
   */
  readonly recordReturned: StaffMemberRecordReturnedInput
}
