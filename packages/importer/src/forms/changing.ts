import type { IsNew } from '../dated-row.ts'
import type { MeantEntry } from '../entry-names.ts'
import type { PlanBuilder } from '../plan-builder.ts'

/** A row about something that may be there already, while it is thought through. */
export interface ChangingOf<Row, Values, There, Name extends string> {
  readonly row: Row
  readonly values: Values
  readonly there: There
  readonly plan: PlanBuilder<Name>
  /** The day of what the row says; today when left out. */
  readonly at: string | undefined
  readonly dated: { readonly at: Name }
  /** Whether the row says something that does not hold on its day. */
  readonly isNew: IsNew<There, Name>
}

/** Adds an entry to its catalogue, where it is to be. */
export const addEntry = <Name extends string>(
  { plan, dated }: { readonly plan: PlanBuilder<Name>; readonly dated: { readonly at: Name } },
  entry: MeantEntry | null | undefined,
  field: Name,
): void => {
  if (entry?.add) plan.step(entry.add, { ...dated, label: field })
}
