// `crm.payments.allocate`, `undoAllocation` and `bounce`: commands with which a process begins, answered once that has ended.
import {
  payment,
  paymentEvents,
  type PaymentAllocateInput,
  type PaymentBounceInput,
  type PaymentUndoAllocationInput,
} from '@eventcrm/domain'
import type { DecodedEvent, Position } from '@eventcrm/event-store'
import type { CommandOptions } from '../commands/command-options.ts'
import type { Processes } from '../processes/processes.ts'

/** What a process has carried out. */
export interface CarriedOut {
  /** Position of the event that states it; null where there was nothing to do. `crm.projected` waits for it. */
  readonly position: Position | null
}

/** The methods of payments that wait for what an invoice says. */
export interface PaymentMethods {
  /**
   * Has a part of the remainder pay an invoice.
   * @returns once the invoice took it
   * @throws what a command throws; CommandRejected also with what the invoice refused it with: then it is in the remainder again. After another
   *   fault it is carried out later by whoever runs the processes
   * @example
   * await crm.payments.allocate({ paymentId, allocationId, invoiceId, amount: { amount: 500000, currency: 'VND' } })
   */
  allocate(input: PaymentAllocateInput, options?: CommandOptions): Promise<CarriedOut>
  /**
   * Has a part pay its invoice no longer.
   * @returns once it is in the remainder again
   * @throws what a command throws
   */
  undoAllocation(input: PaymentUndoAllocationInput, options?: CommandOptions): Promise<CarriedOut>
  /**
   * Says that a payment did not come in after all.
   * @returns once no invoice is paid by it any more
   * @throws what a command throws
   */
  bounce(input: PaymentBounceInput, options?: CommandOptions): Promise<CarriedOut>
}

const {
  PaymentAllocationRequested: asked,
  PaymentAllocationUndoRequested: undoAsked,
  PaymentBounced: bounced,
} = paymentEvents

const isOf = ({ data }: DecodedEvent, allocationId: string): boolean =>
  Reflect.get(Object(data), 'allocationId') === allocationId.toLowerCase()

export const paymentMethods = (processes: Pick<Processes, 'carryOut'>): PaymentMethods => {
  const carryOut = async (...given: Parameters<Processes['carryOut']>): Promise<CarriedOut> => ({
    position: (await processes.carryOut(...given))?.position ?? null,
  })
  return {
    allocate: (input, options) =>
      carryOut(payment.allocate(input), options, one => one.type === asked.type && isOf(one, input.allocationId)),
    undoAllocation: (input, options) =>
      carryOut(
        payment.undoAllocation(input),
        options,
        // it may be undone because its payment bounced
        one => one.type === bounced.type || (one.type === undoAsked.type && isOf(one, input.allocationId)),
      ),
    bounce: (input, options) => carryOut(payment.bounce(input), options, one => one.type === bounced.type),
  }
}
