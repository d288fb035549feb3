// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
/**
 * Takes the next turn for a lead or a customer: of the first of the choices that has somebody with room.
 */
export interface AssignmentTurnsTakeInput {
  /** Which assignment turns. A UUID. */
  readonly turnsId: string
  /** Their month, like 2026-02. */
  readonly month: string
  /** Which assignment request. A UUID. */
  readonly requestId: string
  /** Lead that it is for. A UUID. */
  readonly leadId?: string | null | undefined
  /** Customer that it is for, where it is for no lead. A UUID. */
  readonly contactId?: string | null | undefined
  /** Among whom the rules choose, in their order. At most 1000. */
  readonly choices?:
    | readonly {
        /** Which rule. */
        readonly rule: 'territoryAndGroup' | 'group' | 'territory' | 'kind' | 'team' | 'default'
        /** Sales team whose turns they are; null none. A UUID. */
        readonly teamId: string | null
        /** Who may get it, by their ids. At most 10000. */
        readonly candidates: readonly {
          /** Which staff member. A UUID. */
          readonly staffMemberId: string
          /** Leads that the person takes in a month; null no limit. */
          readonly perMonth: number | null
          /** Has fewer accounts than one should have, and goes first. */
          readonly lacking: boolean
        }[]
      }[]
    | undefined
}

/**
 * Changes nothing where a turn still holds; one for a customer goes back where others have taken the room meanwhile.
 */
export interface AssignmentTurnsKeepInput {
  /** Which assignment turns. A UUID. */
  readonly turnsId: string
  /** Which assignment request. A UUID. */
  readonly requestId: string
  /** Room for more accounts, where that has a limit. */
  readonly room?:
    | {
        /** Accounts that the person has, or got turns for before this one. */
        readonly before: number
        /** Accounts that the person may have. */
        readonly most: number
      }
    | undefined
}

/**
 * Gives a turn back, since what it was for could not be given: the person goes first the next time.
 */
export interface AssignmentTurnsGiveBackInput {
  /** Which assignment turns. A UUID. */
  readonly turnsId: string
  /** Which assignment request. A UUID. */
  readonly requestId: string
  /** Why: the code of a rejection. */
  readonly code: string
}

/**
 * What a caller gives for each command of `assignmentTurns`.
 */
export interface AssignmentTurnsInputs {
  /**
   * Takes the next turn for a lead or a customer: of the first of the choices that has somebody with room.
   *
   * Rejected with `NOBODY_HAS_ROOM`, `NOBODY_RESPONSIBLE`, `TURN_FOR_NOTHING`, `TURN_GIVEN_BACK`.
   */
  readonly take: AssignmentTurnsTakeInput
  /**
   * Changes nothing where a turn still holds; one for a customer goes back where others have taken the room meanwhile.
   *
   * Rejected with `TURN_UNKNOWN`, `TURN_GIVEN_BACK`.
   */
  readonly keep: AssignmentTurnsKeepInput
  /**
   * Gives a turn back, since what it was for could not be given: the person goes first the next time.
   *
   * Rejected with `TURN_UNKNOWN`.
   */
  readonly giveBack: AssignmentTurnsGiveBackInput
}
