import type { Crm } from '@eventcrm/crm'
import type { Conductor } from './conductor.ts'
import type { Step } from './step.ts'

/** Steps under way at once, at most: as many as share a sync of the disk. */
export const largestGroup = 64

/** Steps in their order, those together of which none looks at what another does: they are about different ones. */
function* together(steps: readonly Step[]): Generator<readonly Step[], undefined> {
  let group: Step[] = []
  const subjects = new Set<string>()
  for (const step of steps) {
    const { about } = step
    const isApart = about === null || subjects.has(about) || group.length === largestGroup
    if (isApart && group.length > 0) {
      yield group
      group = []
      subjects.clear()
    }
    if (about === null) {
      yield [step]
    } else {
      group.push(step)
      subjects.add(about)
    }
  }
  if (group.length > 0) yield group
  return undefined
}

export interface PlayOptions {
  /** Called after each group of steps, with how many are done and the last of them. */
  readonly onStep?: (done: number, step: Step) => void
  /** Steps that are there already, from the first on: they are not sent again. */
  readonly from?: number
  /** Ends the play after the steps under way. */
  readonly signal?: AbortSignal
}

/** One step, to its end. */
const take = async (
  crm: Crm,
  { commandId, at, actor, reason, messages, carriesOut, runsClock }: Step,
): Promise<void> => {
  if (runsClock) {
    await crm.clock.run({ commandId })
    return
  }
  const by = { commandId, at, actor, source: 'demo', ...(reason === null ? {} : { reason }) }
  const last = messages.at(-1)
  if (!carriesOut || !last) await crm.send(messages, by)
  else {
    // those before it are about the same stream: they are in the log by one append
    if (messages.length > 1) await crm.send(messages, by)
    await crm.processes.carryOut(last, by)
  }
}

/**
 * Sends the steps in their order. What is there already stays as it is, so a play that was interrupted is started again.
 * @param conductor the one whose clock and event store the CRM has
 * @returns false when the signal ended it
 */
export const play = async (
  crm: Crm,
  steps: readonly Step[],
  conductor: Conductor,
  { onStep = () => undefined, from = 0, signal }: PlayOptions = {},
): Promise<boolean> => {
  let done = from
  for (const group of together(steps.slice(from))) {
    if (signal?.aborted === true) return false
    await Promise.all(group.map(step => conductor.run(step.recordedAt, step.appends, () => take(crm, step))))
    done += group.length
    const last = group.at(-1)
    if (last) onStep(done, last)
  }
  return true
}
