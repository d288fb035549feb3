// Everything that the library has: its commands, events, views and rollups.
import { aggregates, claimAggregates, type AnyAggregate, type Dated, type StateDefinition } from '@eventcrm/domain'
import { createCodec, type Codec } from '@eventcrm/event-store'
import type { AnyRollup, AnyView } from '@eventcrm/projection'
import { directory } from '@eventcrm/read-model-directory'
import { customerTotals, opportunities, pipelineNames, pipelineTotals } from '@eventcrm/read-model-pipeline'
import { createWishMakers } from './facade.ts'

/** Makers of wishes, for commands that are sent together: `crm.send([commands.opportunities.openOpportunity({ … }), …])`. */
export const commands = createWishMakers(aggregates)

const everyAggregate: readonly AnyAggregate[] = [...Object.values(aggregates), ...Object.values(claimAggregates)]

/** The codec of every event that the library has. */
export const codec: Codec = createCodec(...everyAggregate.map(({ state }) => state.events))

/** The categories of a company's streams. */
export const categoriesOf = (namespace: string): readonly string[] =>
  everyAggregate.map(({ state }) => `${namespace}.${state.category}`)

/** Who uses what is claimed, by the kind of claim. */
export const claimOwners: Readonly<Record<string, StateDefinition<Dated>>> = { customerCode: aggregates.contacts.state }

export const views: readonly AnyView[] = [opportunities, directory]
export const rollups: readonly AnyRollup[] = [pipelineTotals, customerTotals, pipelineNames]
