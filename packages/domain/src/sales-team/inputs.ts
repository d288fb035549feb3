// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
/**
 * Creates a sales team, without members as yet.
 */
export interface SalesTeamCreateInput {
  /** Which sales team. A UUID. */
  readonly teamId: string
  /** Name. At most 200 characters. */
  readonly name: string
  /** Territory it sells in. At most 120 characters. */
  readonly territory?:
    | string
    | {
        /** Label of an entry, or free text. At most 120 characters. */
        readonly label: string
      }
    | {
        /** Which entry. A UUID. */
        readonly entryId: string
      }
    | undefined
  /** Leader, who need not be a member. A UUID. */
  readonly leaderId?: string | undefined
}

/**
 * Gives a sales team another name.
 */
export interface SalesTeamRenameInput {
  /** Which sales team. A UUID. */
  readonly teamId: string
  /** Name. At most 200 characters. */
  readonly name: string
}

/**
 * Has a sales team sell in another territory.
 */
export interface SalesTeamSetTerritoryInput {
  /** Which sales team. A UUID. */
  readonly teamId: string
  /** Territory it sells in; null none. At most 120 characters. */
  readonly territory:
    | string
    | {
        /** Label of an entry, or free text. At most 120 characters. */
        readonly label: string
      }
    | {
        /** Which entry. A UUID. */
        readonly entryId: string
      }
    | null
}

/**
 * Has somebody else lead a sales team, member or not.
 */
export interface SalesTeamSetLeaderInput {
  /** Which sales team. A UUID. */
  readonly teamId: string
  /** Leader; null none. A UUID. */
  readonly leaderId: string | null
}

/**
 * Takes a staff member into a sales team; one may be in several. A team has at most 10,000, with those who left.
 */
export interface SalesTeamAddMemberInput {
  /** Which sales team. A UUID. */
  readonly teamId: string
  /** Which staff member. A UUID. */
  readonly staffMemberId: string
}

/**
 * Takes a staff member out of a sales team; the leader stays the leader.
 */
export interface SalesTeamRemoveMemberInput {
  /** Which sales team. A UUID. */
  readonly teamId: string
  /** Which staff member. A UUID. */
  readonly staffMemberId: string
}

/**
 * What a caller gives for each command of `salesTeam`.
 */
export interface SalesTeamInputs {
  /**
   * Creates a sales team, without members as yet.
   *
   * Rejected with `ALREADY_CREATED`, `CATALOGUE_ENTRY_RETIRED`, `CATALOGUE_ENTRY_UNKNOWN`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`.
   */
  readonly create: SalesTeamCreateInput
  /**
   * Gives a sales team another name.
   *
   * Rejected with `SALES_TEAM_UNKNOWN`.
   */
  readonly rename: SalesTeamRenameInput
  /**
   * Has a sales team sell in another territory.
   *
   * Rejected with `SALES_TEAM_UNKNOWN`, `CATALOGUE_ENTRY_RETIRED`, `CATALOGUE_ENTRY_UNKNOWN`.
   */
  readonly setTerritory: SalesTeamSetTerritoryInput
  /**
   * Has somebody else lead a sales team, member or not.
   *
   * Rejected with `SALES_TEAM_UNKNOWN`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`.
   */
  readonly setLeader: SalesTeamSetLeaderInput
  /**
   * Takes a staff member into a sales team; one may be in several. A team has at most 10,000, with those who left.
   *
   * Rejected with `SALES_TEAM_UNKNOWN`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`.
   */
  readonly addMember: SalesTeamAddMemberInput
  /**
   * Takes a staff member out of a sales team; the leader stays the leader.
   *
   * Rejected with `SALES_TEAM_UNKNOWN`.
   */
  readonly removeMember: SalesTeamRemoveMemberInput
}
