import type { IsNew } from '../dated-row.ts'
import type { MeantEntry } from '../entry-names.ts'
import type { PlanBuilder } from '../plan-builder.ts'
import type { LeadValues, Name, Row } from './lead-fields.ts'

export const leadOf = (crm: Row['crm'], id: string) => crm.state('leads', id)
export type Lead = Awaited<ReturnType<typeof leadOf>>

/** A row about a lead, while it is thought through. */
export interface Changing {
  readonly row: Row
  readonly values: LeadValues
  readonly there: Lead
  readonly plan: PlanBuilder<Name>
  /** The day of what the row says; today when left out. */
  readonly at: string | undefined
  readonly dated: { readonly at: 'createdOn' | 'changedOn' }
  /** Whether the row says something that does not hold on its day. */
  readonly isNew: IsNew<Lead, Name>
}

/** Adds an entry to its catalogue, where it is to be. */
export const addEntry = (
  { plan, dated }: Pick<Changing, 'plan' | 'dated'>,
  entry: MeantEntry | null | undefined,
  field: Name,
): void => {
  if (entry?.add) plan.step(entry.add, { ...dated, label: field })
}
