import { z } from 'zod'
import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { commandOf, defineRejections } from '../kernel/command.ts'
import { id } from '../kernel/values.ts'
import { customerCodeSeriesEvents as events, type CustomerCodeSeriesEvents } from './events.ts'
import type { CustomerCodeSeriesInputs } from './inputs.ts'
import { customerCodeSeriesState, type CustomerCodeSeriesState } from './state.ts'

const reject = defineRejections({
  NUMBER_PASSED: { en: 'The series is beyond this number', vi: 'Dãy mã đã vượt qua số này' },
})

const command = commandOf(customerCodeSeriesState)

export type CustomerCodeSeriesRejection = keyof typeof reject.wordings
type Inferred = Aggregate<
  'customerCodeSeries',
  'seriesId',
  CustomerCodeSeriesEvents,
  CustomerCodeSeriesState,
  CustomerCodeSeriesRejection,
  CustomerCodeSeriesInputs
>
export interface CustomerCodeSeriesAggregate extends Inferred {} // a name for hovers and declarations

/** The numbers that customer codes are made of where nobody chose one. Command handling takes them; nobody else needs to. */
export const customerCodeSeries: CustomerCodeSeriesAggregate = defineAggregate({
  state: customerCodeSeriesState,
  rejections: reject,
  commands: {
    take: command({
      describe: 'Takes a number for a contact’s customer code',
      rejects: ['NUMBER_PASSED'],
      creates: true,
      schema: z.strictObject({
        seriesId: id('customer code series'),
        number: z.int().min(1).describe('The number'),
        ownerId: id('contact').describe('Contact that becomes a customer'),
      }),
      decide: ({ number, ownerId }, state) => {
        if (number === state.number && ownerId === state.ownerId) return []
        return number > state.number
          ? [events.CustomerCodeNumberTaken({ number, ownerId })]
          : reject('NUMBER_PASSED', { field: 'number', last: state.number })
      },
    }),
  },
})
