import type { Crm } from '@eventcrm/crm'
import type { Step } from './step.ts'

/**
 * Sends the steps in their order. What is there already stays as it is, so that a play that was interrupted can be started again.
 * @param onStep called after each step, with how many are done
 */
export const play = async (
  crm: Crm,
  steps: readonly Step[],
  clock: SimulatedClock,
  onStep: (done: number) => void,
  signal?: AbortSignal,
): Promise<void> => {
  for (const [i, { commandId, at, recordedAt, actor, reason, wishes }] of steps.entries()) {
    if (signal?.aborted === true) return
    clock.set(recordedAt)
    await crm.send(wishes, { commandId, at, actor, source: 'demo', ...(reason === null ? {} : { reason }) })
    onStep(i + 1)
  }
}

/** The demo lives its year: what is recorded is recorded then. */
export class SimulatedClock {
  #now = new Date(0)

  set(instant: string): void {
    this.#now = new Date(instant)
  }

  readonly now = (): Date => this.#now
}
