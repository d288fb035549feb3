import type { ChangingOf } from './changing.ts'
import type { LeadValues, Name, Row } from './lead-fields.ts'

export const leadOf = (crm: Row['crm'], id: string) => crm.state('leads', id)
export type Lead = Awaited<ReturnType<typeof leadOf>>

/** A row about a lead, while it is thought through. */
export type Changing = ChangingOf<Row, LeadValues, Lead, Name>
