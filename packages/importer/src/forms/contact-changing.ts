import { contact, type Day } from '@eventcrm/crm'
import { datedRow, type IsNew } from '../dated-row.ts'
import type { MeantEntry } from '../entry-names.ts'
import type { PlanBuilder } from '../plan-builder.ts'
import { momentsIn } from '../timeline.ts'
import type { ContactValues, Name, Row } from './contact-fields.ts'

export const contactOf = (crm: Row['crm'], id: string) => crm.state('contacts', id)
export type Contact = Awaited<ReturnType<typeof contactOf>>

/** A row about a contact, while it is thought through. */
export interface Changing {
  readonly row: Row
  readonly values: ContactValues
  readonly there: Contact
  readonly plan: PlanBuilder<Name>
  /** The day of what the row says; today when left out. */
  readonly at: string | undefined
  readonly dated: { readonly at: 'registeredOn' | 'changedOn' }
  /** Whether the row says something that does not hold on its day. */
  readonly isNew: IsNew<Contact, Name>
}

/**
 * What a row says of a contact, compared with what held on its day.
 * @param day undefined where the row means now
 */
export const comparing = (
  id: string,
  there: Contact,
  row: Pick<Row, 'crm' | 'isHistory' | 'before'>,
  day: Day | undefined,
  plan: PlanBuilder<Name>,
) => {
  const read = () => momentsIn(row.crm.history('contacts', id), contact.state)
  const { isNew, timeline } = datedRow(there, read, row, day, plan)
  const isNewThen: IsNew<Contact, Name> = async (field, lastSet, says) =>
    day === undefined ? !says(there) : isNew(field, lastSet, says)
  return { isNew: isNewThen, timeline }
}

/** Adds entries to their catalogues, where the row names some that are to be added. */
export const addEntries = (
  { plan, dated }: Pick<Changing, 'plan' | 'dated'>,
  entries: readonly MeantEntry[],
  field: Name,
): void => {
  for (const { add } of entries) if (add) plan.step(add, { ...dated, label: field })
}
