// What was decided about a lead, and when.
import { lead } from '@eventcrm/crm'
import type { Entries } from './lead-profile.ts'
import { isEntry } from '../entry-names.ts'
import { addEntry } from './changing.ts'
import type { Changing, Lead } from './lead-changing.ts'

type Status = NonNullable<Changing['values']['status']>

/** Whether a lead is so; one that is converted is not lost, and stays what it was decided to be. */
const stands = (state: Lead, status: Status, { reason }: Entries, note: string | undefined): boolean => {
  const says = (decided: { readonly reason: Lead['source']; readonly note: unknown }) =>
    (reason === undefined || isEntry(decided.reason, reason)) && (note === undefined || decided.note === note)
  switch (status) {
    case 'open':
      return state.status !== 'lost'
    case 'lost':
      return state.lost !== null && says(state.lost)
    case 'qualified':
    case 'disqualified':
      return state.qualification?.outcome === status && says(state.qualification)
  }
}

export const setStatus = async (changing: Changing, entries: Entries): Promise<void> => {
  const { row, values, there, plan, isNew } = changing
  const { status, statusOn, note } = values
  const leadId = row.id
  if (status === undefined || status === 'open' || status === 'qualified') {
    if (values.reason !== undefined)
      plan.notice('reason', 'UNUSED', {
        en: 'not used: only what is lost or disqualified has a reason',
        vi: 'không dùng: chỉ khách hàng tiềm năng bị mất hoặc bị loại mới có lý do',
      })
    if (status === undefined) return
  }
  const field = status === 'lost' || status === 'open' ? 'status' : 'qualification'
  if (!(await isNew('status', there.days[field], s => stands(s, status, entries, note), statusOn))) return
  if (plan.creates && status === 'open') return
  if (plan.creates && values.createdOn !== undefined && statusOn === undefined)
    plan.fault('statusOn', 'DAY_MISSING', {
      en: 'expected the day on which that was decided, since the lead was written down in the past',
      vi: 'cần ngày quyết định điều này, vì khách hàng tiềm năng đã được ghi từ trước',
    })
  const at = statusOn ?? changing.at
  const from = { at: statusOn === undefined ? changing.dated.at : 'statusOn', leadId: 'status' } as const
  const reason = entries.reason?.given
  if (status === 'lost' || status === 'disqualified') addEntry(changing, entries.reason, 'reason')
  const command = {
    open: () => lead.restore({ leadId }, at),
    qualified: () => lead.qualify({ leadId, note }, at),
    disqualified: () => lead.disqualify({ leadId, reason, note }, at),
    lost: () => lead.markLost({ leadId, reason, note }, at),
  }[status]
  plan.step(command(), from)
}
