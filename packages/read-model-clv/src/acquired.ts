// When contacts became customers, and who managed them then: by which customers are counted as somebody's acquisition.
import { contact, day, id, type Day } from '@eventcrm/domain'
import { dated, defineView, insertStep, type View, type ViewEvent } from '@eventcrm/projection'
import { z } from 'zod'

const step = z.object({
  ...dated,
  managerId: id('staff member').nullable().exactOptional().describe('Account manager since; null nobody'),
  isCustomer: z.boolean().exactOptional().describe('Whether it is a customer since'),
})
type Step = z.output<typeof step>

export const acquiredDocument = z.object({
  contactId: id('contact'),
  becameOn: day.nullable().describe('Day on which it became a customer; null it did not'),
  trigger: z.string().nullable().describe('What made it a customer; null nothing did'),
  acquiredBy: id('staff member').nullable().describe('Account manager at the end of that day; null nobody'),
  steps: z.array(step).describe('What changed when, by day and position'),
})
type Document = z.output<typeof acquiredDocument>
export interface AcquiredDocument extends Document {} // a name for hovers and errors

/** Somebody became a customer. */
export interface Acquisition {
  readonly on: Day
  readonly by: string | null
}

/** How a contact became a customer by itself, as of a day; null where it had not, or is none any more. */
export const acquisitionAsOf = (steps: readonly Step[], asOf: Day): Acquisition | null => {
  const until = steps.filter(one => one.day <= asOf)
  const on = until.reduce<Day | null>(
    (since, { day, isCustomer }) => (isCustomer === undefined ? since : isCustomer ? (since ?? day) : null),
    null,
  )
  if (on === null) return null
  const by = until.findLast(one => one.day <= on && one.managerId !== undefined)?.managerId ?? null
  return { on, by }
}

type Fold<Data> = (document: AcquiredDocument | undefined, event: ViewEvent<Data>) => AcquiredDocument | null

const lastDay = '9999-12-31'

const changes =
  <Data>(change: (data: Data) => Omit<Step, 'day' | 'position'>, triggerOf?: (data: Data) => string): Fold<Data> =>
  (known, { streamId, data, occurredOn, position }) => {
    const changed = change(data)
    // most have neither, and need no document
    if (Object.keys(changed).length === 0) return known ?? null
    const document = known ?? { contactId: streamId, becameOn: null, trigger: null, acquiredBy: null, steps: [] }
    insertStep(document.steps, { day: occurredOn, position, ...changed })
    const acquired = acquisitionAsOf(document.steps, lastDay)
    return Object.assign(document, {
      becameOn: acquired?.on ?? null,
      trigger: acquired ? (triggerOf?.(data) ?? document.trigger) : null,
      acquiredBy: acquired?.by ?? null,
    })
  }

/** One document per contact that ever had an account manager, or was a customer. */
export const acquired: View<AcquiredDocument> = defineView({
  name: 'acquired',
  version: 1,
  describe: 'When contacts became customers by themselves, by what, and who managed the account then',
  document: acquiredDocument,
  indexes: [['becameOn', 'acquiredBy']],
  aggregates: [contact],
  on: {
    ContactRegistered: changes(({ accountManagerId }) =>
      accountManagerId === null ? {} : { managerId: accountManagerId },
    ),
    ContactAccountManagerSet: changes(({ to }) => ({ managerId: to })),
    ContactBecameCustomer: changes(
      () => ({ isCustomer: true }),
      ({ trigger }) => trigger,
    ),
    // a customer that it took over became one there, and is counted there
    ContactMerged: changes(({ taken }) => {
      const managerId = taken.find(({ values }) => values.accountManagerId !== undefined)?.values.accountManagerId
      return managerId === undefined ? {} : { managerId }
    }),
    ContactUnmerged: changes(({ values: { accountManagerId, customer } }) => ({
      ...(accountManagerId === undefined ? {} : { managerId: accountManagerId }),
      ...(customer === undefined ? {} : { isCustomer: customer !== null }),
    })),
  },
})
