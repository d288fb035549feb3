import type { Crm } from '@eventcrm/crm'
import type { Step } from './step.ts'

/** The demo lives its year: what is recorded is recorded then. */
export class SimulatedClock {
  #now: Date

  /** @param start an instant */
  constructor(start: string) {
    this.#now = new Date(start)
  }

  set(instant: string): void {
    this.#now = new Date(instant)
  }

  readonly now = (): Date => this.#now
}

/**
 * Sends the steps in their order. What is there already stays as it is, so a play that was interrupted is started again.
 * @param clock the one that the CRM goes by
 * @param onStep called after each step
 * @param signal ends the play after the step under way
 * @returns false when the signal ended it
 */
export const play = async (
  crm: Crm,
  steps: readonly Step[],
  clock: SimulatedClock,
  onStep: (done: number, step: Step) => void = () => undefined,
  signal?: AbortSignal,
): Promise<boolean> => {
  for (const [i, step] of steps.entries()) {
    if (signal?.aborted === true) return false
    const { commandId, at, recordedAt, actor, reason, wishes } = step
    clock.set(recordedAt)
    const by = { commandId, at, actor, source: 'demo', ...(reason === null ? {} : { reason }) }
    await crm.send(wishes, by)
    onStep(i + 1, step)
  }
  return true
}
