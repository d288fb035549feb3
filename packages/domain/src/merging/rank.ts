import type { ContactState } from '../contact/state.ts'
import type { LeadState } from '../lead/state.ts'

/** What comes first when contacts are merged: customers. The lower the number, the higher the rank. */
export const contactRank = ({ customer }: Pick<ContactState, 'customer'>): number => (customer ? 0 : 1)

/** What comes first when leads are merged: the converted, then the qualified. The lower the number, the higher the rank. */
export const leadRank = ({ status, qualification }: Pick<LeadState, 'status' | 'qualification'>): number => {
  if (status === 'converted') return 0
  return status === 'open' && qualification?.outcome === 'qualified' ? 1 : 2
}
