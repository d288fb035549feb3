// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
/**
 * Saves how a list is to be seen: its filter, order, groups, scope and columns.
 */
export interface SavedViewSaveInput {
  /** Which saved view. A UUID. */
  readonly savedViewId: string
  /** The list that it is a view of. At most 60 characters. */
  readonly list: string
  /** Whose it is. A UUID. */
  readonly ownerId: string
  /** Name. At most 120 characters. */
  readonly name: string
  /** Whether everybody sees it; the owner alone when left out. */
  readonly shared?: boolean | undefined
  /** What the list is filtered by, as JSON; everything when left out. At most 20000 characters. */
  readonly filter?: string | undefined
  /** What it stands in the order of; the list’s own order when left out. At most 3. */
  readonly sort?:
    | readonly {
        /** Field. At most 60 characters. */
        readonly field: string
        /** Which way. */
        readonly direction?: 'ascending' | 'descending' | undefined
      }[]
    | undefined
  /** Field that it is grouped by; null none. At most 60 characters. */
  readonly group?: string | null | undefined
  /** Whose it shows, of whoever looks at it; everybody’s when left out. */
  readonly scope?: 'all' | 'mine' | 'team' | 'department' | undefined
  /** Whether it shows what stands apart, as what is lost; null as the list has it. */
  readonly apart?: 'without' | 'only' | 'with' | null | undefined
  /** Fields that are shown, in their order; the list’s own when left out. At most 60. */
  readonly columns?: readonly string[] | undefined
}

/**
 * Gives a saved view another name.
 */
export interface SavedViewRenameInput {
  /** Which saved view. A UUID. */
  readonly savedViewId: string
  /** Name. At most 120 characters. */
  readonly name: string
}

/**
 * Has a saved view show something else: all of its filter, order, groups, scope and columns are set.
 */
export interface SavedViewChangeInput {
  /** Which saved view. A UUID. */
  readonly savedViewId: string
  /** What the list is filtered by, as JSON; everything when left out. At most 20000 characters. */
  readonly filter?: string | undefined
  /** What it stands in the order of; the list’s own order when left out. At most 3. */
  readonly sort?:
    | readonly {
        /** Field. At most 60 characters. */
        readonly field: string
        /** Which way. */
        readonly direction?: 'ascending' | 'descending' | undefined
      }[]
    | undefined
  /** Field that it is grouped by; null none. At most 60 characters. */
  readonly group?: string | null | undefined
  /** Whose it shows, of whoever looks at it; everybody’s when left out. */
  readonly scope?: 'all' | 'mine' | 'team' | 'department' | undefined
  /** Whether it shows what stands apart, as what is lost; null as the list has it. */
  readonly apart?: 'without' | 'only' | 'with' | null | undefined
  /** Fields that are shown, in their order; the list’s own when left out. At most 60. */
  readonly columns?: readonly string[] | undefined
}

/**
 * Has everybody see a saved view, or its owner alone.
 */
export interface SavedViewShareInput {
  /** Which saved view. A UUID. */
  readonly savedViewId: string
  /** Whether everybody sees it. */
  readonly shared: boolean
}

/**
 * Removes a saved view; its history stays.
 */
export interface SavedViewRemoveInput {
  /** Which saved view. A UUID. */
  readonly savedViewId: string
}

/**
 * What a caller gives for each command of `savedView`.
 */
export interface SavedViewInputs {
  /**
   * Saves how a list is to be seen: its filter, order, groups, scope and columns.
   *
   * Rejected with `ALREADY_SAVED`, `SAVED_VIEW_REMOVED`, `STAFF_MEMBER_LEFT`, `STAFF_MEMBER_UNKNOWN`.
   */
  readonly save: SavedViewSaveInput
  /**
   * Gives a saved view another name.
   *
   * Rejected with `SAVED_VIEW_UNKNOWN`, `SAVED_VIEW_REMOVED`.
   */
  readonly rename: SavedViewRenameInput
  /**
   * Has a saved view show something else: all of its filter, order, groups, scope and columns are set.
   *
   * Rejected with `SAVED_VIEW_UNKNOWN`, `SAVED_VIEW_REMOVED`.
   */
  readonly change: SavedViewChangeInput
  /**
   * Has everybody see a saved view, or its owner alone.
   *
   * Rejected with `SAVED_VIEW_UNKNOWN`, `SAVED_VIEW_REMOVED`.
   */
  readonly share: SavedViewShareInput
  /**
   * Removes a saved view; its history stays.
   *
   * Rejected with `SAVED_VIEW_UNKNOWN`.
   */
  readonly remove: SavedViewRemoveInput
}
