// A row's commands, sent together.
import { CommandInvalid, PartiallyAppended, isRejected, type CommandOptions, type Outcome } from '@eventcrm/crm'
import type { Form, ImportTarget, Step } from './form.ts'
import type { Said } from './outcome.ts'
import { fieldOf } from './step-field.ts'

interface Sending {
  readonly crm: ImportTarget
  readonly form: Form
  readonly options: CommandOptions
}

/** What a row's commands came to. `written`: which of them have events in the log. */
export type Sent = { readonly written: readonly number[] } & (
  { readonly outcomes: readonly Outcome[] } | { readonly faults: readonly Said[]; readonly inPart: boolean }
)

export const sendSteps = async (steps: readonly Step[], sending: Sending): Promise<Sent> => {
  if (steps.length === 0) return { outcomes: [], written: [] }
  const { crm, form, options } = sending
  try {
    const outcomes = await crm.send(
      steps.map(({ command }) => command),
      options,
    )
    const written = outcomes.flatMap(({ events }, index) => (events.length > 0 ? [index] : []))
    const faults = await settled(steps, sending)
    return faults.length > 0 ? { faults, inPart: true, written } : { outcomes, written }
  } catch (thrown) {
    // somebody else wrote between two streams
    const inPart = thrown instanceof PartiallyAppended
    const written = inPart ? thrown.written : []
    const error = inPart ? thrown.cause : thrown
    if (isRejected(error)) {
      const { code, details, index } = error
      const words = (await form.explain?.(crm, { code, details })) ?? error.words
      const dated = code.startsWith('DATED_')
      const field = fieldOf(steps[index], dated ? 'at' : details['field'], form)
      return { faults: [{ field, code, words }], inPart, written }
    }
    if (error instanceof CommandInvalid) {
      const faults = error.faults.map(({ field, words }) => ({
        field: fieldOf(steps[error.index], field, form),
        code: 'INVALID',
        words,
      }))
      return { faults, inPart, written }
    }
    throw error
  }
}

/** What processes refuse of that which the commands asked for. */
const settled = async (steps: readonly Step[], { crm, form, options }: Sending): Promise<readonly Said[]> => {
  const faults: Said[] = []
  for (const step of steps)
    try {
      await step.settle?.(crm, options)
    } catch (error) {
      if (!isRejected(error)) throw error
      const { code, words, details } = error
      faults.push({ field: fieldOf(step, details['field'], form) ?? fieldOf(step, 'settle', form), code, words })
    }
  return faults
}

export const lastPosition = (outcomes: readonly Outcome[]): string | null =>
  outcomes.reduce<string | null>(
    (last, { position }) => (position !== null && (last === null || position > last) ? position : last),
    null,
  )
