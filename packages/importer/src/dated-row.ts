// A row that says on which day something changed is compared with what held on that day.
import { showDay, type Day, type Words } from '@eventcrm/crm'
import type { Fields } from './field.ts'
import type { FormRow } from './form.ts'
import type { PlanBuilder } from './plan-builder.ts'
import { Timeline, type Dated, type Moment } from './timeline.ts'

export const order: Words = {
  en: 'rows about one thing are imported in the order of their days',
  vi: 'các dòng về cùng một đối tượng được nhập theo thứ tự ngày',
}

export const tooLate = (lastSet: Day): Words => ({
  en: `it said something else on that day, and was set again on ${lastSet}, which is in already: ${order.en}`,
  vi: `vào ngày đó giá trị là khác, và đã được đặt lại ngày ${showDay(lastSet, 'vi')}, lần đặt lại này đã có: ${order.vi}`,
})

export const heldOnce: Words = {
  en: 'it was so on the day of the row, and has been changed since, which stays: to set it again, say in `changedOn` since when',
  vi: 'đúng như vậy vào ngày của dòng, nhưng sau đó đã đổi và giữ nguyên: muốn đặt lại, hãy ghi từ ngày nào ở `changedOn`',
}

/** Whether a row says something new of a field; that it comes too late is a fault of it. */
export type IsNew<State, Name extends string> = (
  field: Name,
  /** The last day on which any of what `says` looks at was set. */
  lastSet: Day | undefined,
  says: (state: State) => boolean,
  /** The day that is meant, where it is another than the row's. */
  on?: Day,
) => Promise<boolean>

/** The days that a row gives. */
export interface GivenDays {
  readonly changedOn: Day | undefined
  /** Since when what it is about is there. */
  readonly beganOn: Day | undefined
}

/** The day of what a row says; undefined where it means now. In a history, a row with no day of change but that of the beginning tells how it began. */
export const dayMeant = ({ changedOn, beganOn }: GivenDays, isHistory: boolean): Day | undefined =>
  changedOn ?? (isHistory ? beganOn : undefined)

/**
 * For forms whose rows, without a day, mean now.
 * @param read every moment of the thing; called only where what holds now does not tell
 */
export const datedRow = <State extends Dated, Name extends string>(
  there: State,
  read: () => Promise<readonly Moment<State>[]>,
  { isHistory, before }: Pick<FormRow<Fields>, 'isHistory' | 'before'>,
  days: GivenDays,
  plan: PlanBuilder<Name>,
): { readonly isNew: IsNew<State, Name>; readonly timeline: Timeline<State> } => {
  const { changedOn } = days
  const meant = dayMeant(days, isHistory)
  const among = changedOn === undefined && meant !== undefined ? [meant] : []
  const spoken = { on: changedOn, among, last: isHistory ? meant : undefined }
  const timeline = new Timeline(there, read, spoken, before)
  return {
    timeline,
    async isNew(field, lastSet, says, on = changedOn) {
      if (there.openedOn === null || (on === undefined && meant === undefined)) return !says(there)
      // one dated before the thing was there is refused by the command
      if (on !== undefined && on < there.openedOn) return true
      switch (await timeline.standing(lastSet, says, on)) {
        case 'held':
          return false
        case 'held once':
          plan.notice(field, 'CHANGED_SINCE', heldOnce)
          return false
        case 'new':
          return true
        case 'late':
          plan.fault(field, 'TOO_LATE', tooLate(String(lastSet)))
          return false
      }
    },
  }
}
