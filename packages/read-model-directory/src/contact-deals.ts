// What contacts get from the opportunities that are for them: how many are open, won and lost. Their events seldom name whom they are for.
import { id, opportunity } from '@eventcrm/domain'
import { defineView, type View } from '@eventcrm/projection'
import { z } from 'zod'

const status = z.enum(['open', 'won', 'lost', 'void'])
export type DealStatus = Exclude<z.output<typeof status>, 'void'>

const source = z.object({
  opportunityId: id('opportunity'),
  customerId: id('contact').nullable().describe('Whom it is for; null while unknown'),
  status: status.describe('How it stands'),
})
type Source = z.output<typeof source>

const opened = (known: Source | undefined): Source => {
  if (!known) throw new TypeError('Something happened to an opportunity that was never opened')
  return known
}
const stands = (to: Source['status']) => (known: Source | undefined) => Object.assign(opened(known), { status: to })

export const contactsSources: View<Source> = defineView({
  name: 'contactsSources',
  version: 3,
  describe: 'Whom opportunities are for, and how they stand: what contacts are fed from',
  document: source,
  aggregates: [opportunity],
  on: {
    OpportunityOpened: (_, { streamId, data: { customerId } }) => ({
      opportunityId: streamId,
      customerId,
      status: 'open',
    }),
    OpportunityCustomerLinked: (known, { data: { to } }) => Object.assign(opened(known), { customerId: to }),
    MarkedWon: stands('won'),
    MarkedLost: stands('lost'),
    OpportunityReopened: stands('open'),
    OpportunityVoided: stands('void'),
  },
})

/** Whom it counts for, and as what. */
export const dealOf = ({ customerId, status }: Source): ReadonlyMap<string, DealStatus> =>
  new Map(customerId === null || status === 'void' ? [] : [[customerId, status]])
