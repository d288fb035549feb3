// How an opportunity stands: a row closes it, reopens it, or agrees with how it was closed.
import { opportunity, sameMoney, showDay, showMoney } from '@eventcrm/crm'
import { given, moneyFrom } from './money.ts'
import type { Changing } from './opportunity-changes.ts'
import { comesTooLate, differs, isSetBy, later, statusWords, type Opportunity, type Says } from './opportunity-days.ts'

/** What a row does to how it stands; `refused` where the plan says why not. */
export type Turn = 'stays' | 'closes' | 'reopens' | 'refused'

export const turnOf = async (changing: Omit<Changing, 'at' | 'dated' | 'whileOpen'>): Promise<Turn> => {
  const { row, there, claimed, plan } = changing
  const { closedOn, changedOn } = row
  const lastSet = there.days['status']
  const field = row.status === undefined ? 'stage' : 'status'
  if (claimed === undefined) return 'stays'
  const reasons = plan.faults.length
  if (claimed === 'open') {
    const isNew = await differs(changing, 'status', lastSet, s => s.status === 'open')
    if (!isNew) return plan.faults.length > reasons ? 'refused' : 'stays'
    if (changedOn !== undefined) return 'reopens'
    plan.fault('status', 'ALREADY_CLOSED', {
      en: `it was ${there.status} on ${String(lastSet)}: say in \`changedOn\` on which day it was reopened`,
      vi: `cơ hội đã ${statusWords[there.status].vi} ngày ${showDay(String(lastSet), 'vi')}: hãy ghi ngày mở lại ở \`changedOn\``,
    })
    return 'refused'
  }
  const closed: Says = s => s.status === claimed && (closedOn === undefined || s.days['status'] === closedOn)
  const on = changedOn === undefined ? undefined : (closedOn ?? changedOn)
  if (there.status === 'open') {
    const isNew = await differs(changing, closedOn === undefined ? field : 'closedOn', lastSet, closed, on)
    if (!isNew) return plan.faults.length > reasons ? 'refused' : 'stays'
    if (closedOn !== undefined || changedOn !== undefined) return 'closes'
    plan.fault('closedOn', 'DAY_MISSING', dayMissing(claimed))
    return 'refused'
  }
  const standing = await changing.timeline.standing(lastSet, closed, on)
  if (standing === 'held' || standing === 'held once') return 'stays'
  const was = statusWords[there.status]
  if (standing === 'late' && closedOn === undefined) await comesTooLate(changing, field, String(lastSet))
  else if (there.status === claimed)
    plan.fault('closedOn', 'CLOSING_STAYS', {
      en: `it was ${was.en} on ${String(lastSet)}, which stays: put that day, or reopen it first`,
      vi: `cơ hội đã ${was.vi} ngày ${showDay(String(lastSet), 'vi')} và giữ nguyên: hãy ghi ngày đó, hoặc mở lại trước`,
    })
  else
    plan.fault(field, 'ALREADY_CLOSED', {
      en: `it was ${was.en} on ${String(lastSet)} and cannot become ${claimed} before it is reopened: put a row above with the status open and the day in \`changedOn\``,
      vi: `cơ hội đã ${was.vi} ngày ${showDay(String(lastSet), 'vi')} và không thể thành ${statusWords[claimed].vi} trước khi mở lại: hãy thêm ở trên một dòng có tình trạng open và ngày ở \`changedOn\``,
    })
  return 'refused'
}

export const dayMissing = (status: 'won' | 'lost') => ({
  en: `expected the day on which it was ${status}`,
  vi: `cần ngày ${statusWords[status].vi}`,
})

/** @param wonStageId the won stage that the row names */
export const close = (
  { row, opportunityId, claimed, currency, plan }: Changing,
  reasonId: string | undefined,
  wonStageId: string | undefined,
): void => {
  const { closedOn, changedOn, note } = row
  const on = closedOn ?? changedOn
  const at = closedOn === undefined ? 'changedOn' : 'closedOn'
  const from = { at, opportunityId: 'status', revenue: 'amount', reasonId: 'lostReason', stageId: 'stage' } as const
  if (claimed === 'won') {
    const revenue = moneyFrom('amount', row.amount, currency, plan)
    plan.step(opportunity.markWon({ opportunityId, stageId: wonStageId, revenue: given(revenue) }, on), from)
  } else plan.step(opportunity.markLost({ opportunityId, reasonId, note }, on), from)
}

/** It is closed as the row says; what the row says of the closing must be so, but for the final amount, which can be corrected. */
export const sameClosing = async (
  changing: Changing,
  stands: Opportunity['status'],
  reasonId: string | undefined,
): Promise<void> => {
  const { row, there, opportunityId, at, dated, currency, plan } = changing
  const { note } = row
  const closedOn = there.days['status']
  if (stands === 'won') {
    const amount = moneyFrom('amount', row.amount, currency, plan)
    const wonAt: Says = s =>
      s.status === 'won' &&
      amount !== undefined &&
      sameMoney(amount, s.revenue.value) &&
      (row.status !== undefined || isSetBy(row, s))
    if (!amount || !(await differs(changing, 'amount', later(there.days['revenue'], closedOn), wonAt))) return
    if (there.status === 'won') {
      const command = opportunity.setRevenue({ opportunityId, revenue: showMoney(amount) }, at)
      plan.step(command, { ...dated, revenue: 'amount' })
    } else
      plan.fault('amount', 'CLOSING_STAYS', {
        en: 'it was won at another amount and reopened since: put that amount, or leave the cell empty',
        vi: 'cơ hội đã thắng với số tiền khác và sau đó được mở lại: hãy ghi số tiền đó, hoặc để trống ô này',
      })
  }
  if (stands !== 'lost') return
  if (reasonId !== undefined && (await differs(changing, 'lostReason', closedOn, s => s.lost?.reasonId === reasonId)))
    plan.fault('lostReason', 'CLOSING_STAYS', {
      en: 'it was lost for another reason, which stays: put that one, or reopen it first',
      vi: 'cơ hội thất bại vì lý do khác và giữ nguyên: hãy ghi lý do đó, hoặc mở lại trước',
    })
  if (note !== undefined && (await differs(changing, 'note', closedOn, s => s.lost?.note === note)))
    plan.fault('note', 'CLOSING_STAYS', {
      en: 'something else was said when it was lost, which stays: leave the cell empty, or reopen it first',
      vi: 'lúc thất bại đã ghi nội dung khác, nội dung đó giữ nguyên: hãy để trống ô này, hoặc mở lại trước',
    })
}
