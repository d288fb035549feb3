import type { CommandMessage, Wording } from '@eventcrm/crm'
import type { Plan, Step } from './form.ts'
import type { Said } from './outcome.ts'
import type { HistoryPlace } from './timeline.ts'

/** A plan while it is thought through. */
export class PlanBuilder<Name extends string> implements Plan<Name> {
  readonly creates: boolean
  readonly steps: Step<Name>[] = []
  readonly faults: Said<Name>[] = []
  readonly notices: Said<Name>[] = []
  isFurther = false
  place: HistoryPlace | null = null

  constructor(creates: boolean) {
    this.creates = creates
  }

  /**
   * @param from the command's field, or `at`, to the form's; a field of the same name needs no mention
   * @param settle waits for what a process makes of it
   */
  step(command: CommandMessage, from: Step<Name>['from'], settle?: Step['settle']): void {
    this.steps.push({ command, from, ...(settle ? { settle } : {}) })
  }
  fault(field: Name, code: string, words: Wording): void {
    this.faults.push({ field, code, words })
  }
  notice(field: Name, code: string, words: Wording): void {
    this.notices.push({ field, code, words })
  }
}
