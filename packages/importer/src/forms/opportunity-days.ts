// What an opportunity said on the days that a row speaks of, and what is said of a row that comes too late.
import { opportunity, showDay, type Crm, type Day, type Words } from '@eventcrm/crm'
import { heldOnce, order, tooLate } from '../dated-row.ts'
import type { ImportTarget } from '../form.ts'
import type { PlanBuilder } from '../plan-builder.ts'
import { momentsIn, type Timeline } from '../timeline.ts'
import type { Name, OpportunityValues } from './opportunity-fields.ts'

export const opportunityOf = (crm: Pick<Crm, 'state'>, id: string) => crm.state('opportunities', id)
export type Opportunity = Awaited<ReturnType<typeof opportunityOf>>
export type Says = (state: Opportunity) => boolean

export const momentsOf = (crm: ImportTarget, id: string) =>
  momentsIn(crm.history('opportunities', id), opportunity.state)

/** The later of two days. */
export const later = (a: Day | undefined, b: Day | undefined): Day | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a

export const statusWords = {
  open: { en: 'open', vi: 'mở' },
  won: { en: 'won', vi: 'thắng' },
  lost: { en: 'lost', vi: 'thất bại' },
  void: { en: 'void', vi: 'đã hủy' },
  unknown: { en: 'not there', vi: 'chưa có' },
} as const satisfies Readonly<Record<Opportunity['status'], Words>>

export const outOfOrder = (day: Day): Words => ({
  en: `a row above, about the same, has a later day, ${day}: ${order.en}`,
  vi: `một dòng ở trên, về cùng đối tượng, có ngày muộn hơn, ${showDay(day, 'vi')}: ${order.vi}`,
})

export const beforeOpening = (openedOn: Day): Words => ({
  en: `it was opened on ${openedOn}: nothing about it can be dated earlier`,
  vi: `cơ hội mở ngày ${showDay(openedOn, 'vi')}: không việc gì về cơ hội này có thể mang ngày sớm hơn`,
})

const insideClosing = (status: 'won' | 'lost', since: string): Words => ({
  en: `it was ${status} on ${since} and closed on the day of the row, and has been reopened since: ${order.en}`,
  vi: `cơ hội đã ${statusWords[status].vi} ngày ${showDay(since, 'vi')}, đang đóng vào ngày của dòng và sau đó mới mở lại: ${order.vi}`,
})

/** A row's opportunity through time, and where what is found is said. */
export interface Comparing {
  readonly there: Opportunity
  readonly timeline: Timeline<Opportunity>
  readonly plan: PlanBuilder<Name>
}

export const comesTooLate = async ({ there, timeline, plan }: Comparing, field: Name, lastSet: Day): Promise<void> => {
  const { status, days } = await timeline.onItsDay(there.days['status'])
  if ((status === 'won' || status === 'lost') && there.days['status'] !== days['status'])
    plan.fault(field, 'INSIDE_CLOSING', insideClosing(status, String(days['status'])))
  else plan.fault(field, 'TOO_LATE', tooLate(lastSet))
}

/**
 * Whether a row says something new of a field; that it comes too late is a fault of it.
 * @param lastSet the last day on which any of what `says` looks at was set
 * @param on the day that is meant, where it is another than the row's
 */
export const differs = async (
  comparing: Comparing,
  field: Name,
  lastSet: Day | undefined,
  says: Says,
  on?: Day,
): Promise<boolean> => {
  const { timeline, plan } = comparing
  switch (await timeline.standing(lastSet, says, on)) {
    case 'held':
      return false
    case 'held once':
      plan.notice(field, 'CHANGED_SINCE', heldOnce)
      return false
    case 'new':
      return true
    case 'late':
      await comesTooLate(comparing, field, String(lastSet))
      return false
  }
}

/** A row that tells what changed on a day tells of an amount that was set; another one agrees with what the lines add up to as well. */
export const isSetBy = ({ changedOn }: OpportunityValues, { revenue }: Opportunity): boolean =>
  changedOn === undefined || revenue.byHand
