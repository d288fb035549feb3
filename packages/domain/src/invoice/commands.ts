import { z } from 'zod'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import type { Day } from '../kernel/dated.ts'
import { allocationCommands } from './allocation-commands.ts'
import { creditCommands } from './credit-commands.ts'
import { draftCommands } from './draft-commands.ts'
import { invoiceEvents as events, type InvoiceEvents } from './events.ts'
import type { InvoiceInputs } from './inputs.ts'
import { issueCommands } from './issue-commands.ts'
import { overdueEpisodes, type OverdueEpisode } from './overdue.ts'
import { command, invoiceId, notIssued, reject } from './rules.ts'
import { invoiceState, overdueKey, type InvoiceState } from './state.ts'
import { writeOffCommands } from './write-off-commands.ts'

/** The episodes in which instalments were overdue by a day and that were not raised yet. Each is raised on its first day. */
export const overdueToRaise = (
  { issued, movements, cancelledOn, overdue }: InvoiceState,
  asOf: Day,
): readonly OverdueEpisode[] => {
  const instalments = (issued?.instalments ?? []).map(({ amount, ...due }) => ({ ...due, amount: amount.minorUnits }))
  return overdueEpisodes(instalments, movements, cancelledOn).filter(
    ({ instalment, on }) => on <= asOf && !overdue.has(overdueKey(instalment, on)),
  )
}

export type InvoiceRejection = keyof typeof reject.wordings
type Inferred = Aggregate<'invoice', 'invoiceId', InvoiceEvents, InvoiceState, InvoiceRejection, InvoiceInputs>
export interface InvoiceAggregate extends Inferred {} // a name for hovers and declarations

export const invoice: InvoiceAggregate = defineAggregate({
  state: invoiceState,
  rejections: reject,
  unknown: 'INVOICE_UNKNOWN',
  commands: {
    ...draftCommands,
    ...issueCommands,
    ...allocationCommands,
    ...creditCommands,
    ...writeOffCommands,

    raiseOverdue: command({
      describe:
        'Raises the instalments that were overdue from its own day on, once each; the clock sends it, dated on each such day',
      rejects: ['NOT_ISSUED'],
      schema: z.strictObject({ invoiceId }),
      decide: ({ invoiceId }, state, _, day) => {
        if (!state.issued) return notIssued(state, invoiceId)
        return overdueToRaise(state, day).flatMap(({ instalment, on }) =>
          on === day ? [events.InvoiceOverdue({ instalment, on })] : [],
        )
      },
    }),
  },
})
