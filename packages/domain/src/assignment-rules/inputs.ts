// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
/**
 * Says who is responsible for a territory, a customer group, a kind of customer, or several of them together.
 */
export interface AssignmentRulesSetRuleInput {
  /** Which rules: there is one set. */
  readonly assignmentRulesId?: 'a5516000-0000-4000-8000-000000000001' | undefined
  /** Territory, and all that is under it; null any. A UUID. */
  readonly territoryId?: string | null | undefined
  /** Customer group, and all that is under it; null any. A UUID. */
  readonly groupId?: string | null | undefined
  /** Kind of customer; null any. */
  readonly kind?: 'individual' | 'organisation' | null | undefined
  /** Sales team whose members take turns; null none. A UUID. */
  readonly teamId?: string | null | undefined
  /** Staff member who is responsible, alone or where none of the team has room; null nobody. A UUID. */
  readonly staffMemberId?: string | null | undefined
}

/**
 * Says who is responsible where no rule fits.
 */
export interface AssignmentRulesSetDefaultInput {
  /** Which rules: there is one set. */
  readonly assignmentRulesId?: 'a5516000-0000-4000-8000-000000000001' | undefined
  /** Sales team whose members take turns; null none. A UUID. */
  readonly teamId?: string | null | undefined
  /** Staff member who is responsible, alone or where none of the team has room; null nobody. A UUID. */
  readonly staffMemberId?: string | null | undefined
}

/**
 * Says which customers a staff member takes, and how many; what is left out has no limit.
 */
export interface AssignmentRulesSetLimitsInput {
  /** Which rules: there is one set. */
  readonly assignmentRulesId?: 'a5516000-0000-4000-8000-000000000001' | undefined
  /** Which staff member. A UUID. */
  readonly staffMemberId: string
  /** Kind of customer that the person takes; null any. */
  readonly handles?: 'individual' | 'organisation' | null | undefined
  /** Accounts that the person should have: until then first in turn; null no limit. 0 to 1000000. */
  readonly least?: number | null | undefined
  /** Accounts that the person may have; null no limit. 0 to 1000000. */
  readonly most?: number | null | undefined
  /** Leads that the person takes in a month; null no limit. 0 to 1000000. */
  readonly perMonth?: number | null | undefined
}

/**
 * What a caller gives for each command of `assignmentRules`.
 */
export interface AssignmentRulesInputs {
  /**
   * Says who is responsible for a territory, a customer group, a kind of customer, or several of them together.
   *
   * Rejected with `CATALOGUE_ENTRY_UNKNOWN`, `RULE_FOR_NOTHING`, `SALES_TEAM_UNKNOWN`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`.
   */
  readonly setRule: AssignmentRulesSetRuleInput
  /**
   * Says who is responsible where no rule fits.
   *
   * Rejected with `SALES_TEAM_UNKNOWN`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`.
   */
  readonly setDefault: AssignmentRulesSetDefaultInput
  /**
   * Says which customers a staff member takes, and how many; what is left out has no limit.
   *
   * Rejected with `LIMITS_CROSSED`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`.
   */
  readonly setLimits: AssignmentRulesSetLimitsInput
}
