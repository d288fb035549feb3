import { company, companyState, theCompany } from '@eventcrm/domain'
import { createCodec, streamName, type EventStore } from '@eventcrm/event-store'
import { keyCheckOf } from '../identity.ts'

const codec = createCodec(company.events)

/** Whether the secret is the one that the company was founded with; any is where it has not been founded, or keeps no check. */
export const keysFit = async (events: EventStore, secret: Uint8Array): Promise<boolean> => {
  let state = companyState.initialState
  for await (const recorded of events.readStream(streamName(events.namespace, companyState.category, theCompany)))
    state = companyState.evolve(state, codec.decode(recorded))
  return state.keyCheck === null || state.keyCheck === keyCheckOf(secret)
}
