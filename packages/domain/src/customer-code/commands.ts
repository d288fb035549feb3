import { z } from 'zod'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { id } from '../kernel/values.ts'
import { customerCodeEvents as events, type CustomerCodeEvents } from './events.ts'
import type { CustomerCodeInputs } from './inputs.ts'
import { customerCodeState, type CustomerCodeState } from './state.ts'

const reject = defineRejections({
  CUSTOMER_CODE_TAKEN: {
    en: 'Another contact holds this customer code',
    vi: 'Mã khách hàng này đã thuộc về liên hệ khác',
  },
})

const command = commandOf(customerCodeState)
const codeId = id('customer code')

export type CustomerCodeRejection = keyof typeof reject.wordings
type Inferred = Aggregate<
  'customerCode',
  'codeId',
  CustomerCodeEvents,
  CustomerCodeState,
  CustomerCodeRejection,
  CustomerCodeInputs
>
export interface CustomerCodeAggregate extends Inferred {} // a name for hovers and declarations

/** One customer code, so that two contacts never hold the same. Command handling claims and releases it; nobody else needs to. */
export const customerCode: CustomerCodeAggregate = defineAggregate({
  state: customerCodeState,
  rejections: reject,
  commands: {
    claim: command({
      describe: 'Takes a customer code for a contact',
      rejects: ['CUSTOMER_CODE_TAKEN'],
      creates: true,
      schema: z.strictObject({ codeId, ownerId: id('contact').describe('Contact that becomes a customer under it') }),
      decide: ({ ownerId }, state) => {
        if (state.ownerId === null) return [events.CustomerCodeClaimed({ ownerId })]
        return state.ownerId === ownerId ? [] : reject('CUSTOMER_CODE_TAKEN', { field: 'code', ownerId: state.ownerId })
      },
    }),

    release: command({
      describe: 'Frees a customer code of a contact that did not become a customer under it after all',
      creates: true, // nothing to free, where nobody ever took it
      schema: z.strictObject({ codeId, ownerId: id('contact').describe('Contact that took it') }),
      decide: ({ ownerId }, state) => (state.ownerId === ownerId ? [events.CustomerCodeReleased({ ownerId })] : []),
    }),
  },
})
