import type { CommandMessage } from '@eventcrm/crm'
import type { Plan, Remark, Step } from './form.ts'

/** A plan while it is thought through. */
export class PlanBuilder<Name extends string> implements Plan<Name> {
  readonly creates: boolean
  readonly steps: Step<Name>[] = []
  readonly faults: Remark<Name>[] = []
  readonly notices: Remark<Name>[] = []

  constructor(creates: boolean) {
    this.creates = creates
  }

  /** @param from the command's field, or `at`, to the form's; a field of the same name needs no mention */
  step(command: CommandMessage, from: Step<Name>['from']): void {
    this.steps.push({ command, from })
  }
  fault(field: Name, code: string, message: string): void {
    this.faults.push({ field, code, message })
  }
  notice(field: Name, code: string, message: string): void {
    this.notices.push({ field, code, message })
  }
}
