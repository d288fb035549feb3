import { contact } from '@eventcrm/crm'
import { datedRow, type GivenDays } from '../dated-row.ts'
import type { PlanBuilder } from '../plan-builder.ts'
import { momentsIn } from '../timeline.ts'
import type { ChangingOf } from './changing.ts'
import type { ContactValues, Name, Row } from './contact-fields.ts'

export const contactOf = (crm: Row['crm'], id: string) => crm.state('contacts', id)
export type Contact = Awaited<ReturnType<typeof contactOf>>

/** A row about a contact, while it is thought through. */
export type Changing = ChangingOf<Row, ContactValues, Contact, Name>

/**
 * What a row says of a contact, compared with what held on its day.
 */
export const comparing = (
  id: string,
  there: Contact,
  row: Pick<Row, 'crm' | 'isHistory' | 'before'>,
  days: GivenDays,
  plan: PlanBuilder<Name>,
) => {
  const read = () => momentsIn(row.crm.history('contacts', id), contact.state)
  return datedRow(there, read, row, days, plan)
}
