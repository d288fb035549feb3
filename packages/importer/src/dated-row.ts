// A row that says on which day something changed is compared with what held on that day.
import type { Day, Words } from '@eventcrm/crm'
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
  vi: `vào ngày đó giá trị là khác, và đã được đặt lại ngày ${lastSet}, lần đặt lại này đã có: ${order.vi}`,
})

/** Whether a row says something new of a field; that it comes too late is a fault of it. */
export type IsNew<State, Name extends string> = (
  field: Name,
  /** The last day on which any of what `says` looks at was set. */
  lastSet: Day | undefined,
  says: (state: State) => boolean,
) => Promise<boolean>

/**
 * For forms whose rows, without a day, mean now: commands themselves find that nothing would change then.
 * @param read every moment of the thing; called only where what holds now does not tell
 */
export const datedRow = <State extends Dated, Name extends string>(
  there: State,
  read: () => Promise<readonly Moment<State>[]>,
  { isHistory, before }: Pick<FormRow<Fields>, 'isHistory' | 'before'>,
  changedOn: Day | undefined,
  plan: PlanBuilder<Name>,
): { readonly isNew: IsNew<State, Name>; readonly timeline: Timeline<State> } => {
  const days = { on: changedOn, among: [], last: isHistory ? changedOn : undefined }
  const timeline = new Timeline(there, read, days, before)
  return {
    timeline,
    async isNew(field, lastSet, says) {
      // one dated before the thing was there is refused by the command
      if (changedOn === undefined || there.openedOn === null || changedOn < there.openedOn) return true
      const standing = await timeline.standing(lastSet, says)
      if (standing === 'late') plan.fault(field, 'TOO_LATE', tooLate(String(lastSet)))
      return standing === 'new'
    },
  }
}
