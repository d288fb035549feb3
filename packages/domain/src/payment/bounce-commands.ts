import { z } from 'zod'
import { differingField } from '../kernel/change.ts'
import { id, text } from '../kernel/values.ts'
import { notSpendable } from './allocation-commands.ts'
import { paymentEvents as events } from './events.ts'
import { command, paymentId, reject, tooEarly } from './rules.ts'
import { paymentState } from './state.ts'

/** A payment that did not come in after all. */
export const bounceCommands = {
  bounce: command({
    describe:
      'Says that it did not come in after all: it counts nothing from that day on, and no invoice is paid by it',
    rejects: ['PAYMENT_BOUNCED', 'PAYMENT_PAID_OUT'],
    schema: z.strictObject({
      paymentId,
      reason: text(2000).optional().describe('Why; left out when not known'),
      personId: id('person')
        .optional()
        .describe('Whom the reason is about; the one that the reference is about when left out'),
    }),
    // between its day and theirs an invoice would be paid by nothing
    dependsOn: ['returned.amount'],
    decide: ({ paymentId, personId, reason }, state, _, day) => {
      if (state.bounce && !differingField({ reason }, state.bounce)) return []
      const refused = notSpendable(state, paymentId)
      if (refused) return refused
      const allocations: { readonly allocationId: string; readonly invoiceId: string }[] = []
      for (const [allocationId, { status, invoiceId }] of state.allocations) {
        if (status === 'allocated') allocations.push({ allocationId, invoiceId })
        // it goes back by itself on the day that was asked for
        if (status !== 'undoing') continue
        const early = tooEarly(
          `allocations/${allocationId}/status`,
          state.allocations.lastSetOn(allocationId) ?? '',
          day,
        )
        if (early) return early
      }
      return [
        events.PaymentBounced({
          personId: personId ?? paymentState.personOf(state, paymentId),
          reason: reason ?? null,
          allocations: allocations.sort((a, b) => (a.allocationId < b.allocationId ? -1 : 1)),
        }),
      ]
    },
  }),

  completeBounce: command({
    describe:
      'States that no invoice is paid by it any more; the process of the bounce says so, and nobody else needs to',
    rejects: ['PAYMENT_NOT_BOUNCED'],
    schema: z.strictObject({ paymentId }),
    dependsOn: ['bounce'],
    decide: ({ paymentId }, { bounce, bounceCompleted }) => {
      if (!bounce) return reject('PAYMENT_NOT_BOUNCED', { field: 'paymentId', paymentId })
      return bounceCompleted ? [] : [events.PaymentBounceCompleted({})]
    },
  }),
}
