import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { allocationCommands } from './allocation-commands.ts'
import { bounceCommands } from './bounce-commands.ts'
import type { PaymentEvents } from './events.ts'
import type { PaymentInputs } from './inputs.ts'
import { recordCommands } from './record-commands.ts'
import { reject } from './rules.ts'
import { paymentState, type PaymentState } from './state.ts'

export type PaymentRejection = keyof typeof reject.wordings
type Inferred = Aggregate<'payment', 'paymentId', PaymentEvents, PaymentState, PaymentRejection, PaymentInputs>
export interface PaymentAggregate extends Inferred {} // a name for hovers and declarations

/** Money that came in or was paid out, and which invoices it pays. */
export const payment: PaymentAggregate = defineAggregate({
  state: paymentState,
  rejections: reject,
  unknown: 'PAYMENT_UNKNOWN',
  commands: { ...recordCommands, ...allocationCommands, ...bounceCommands },
})
