// Faults of calls as the caller hears of them.
import { StoreUnavailable } from '@eventcrm/event-store'
import { ClusterRefused } from './errors.ts'
import { detailsOf, type CallFault } from './faults.ts'

/** An error of a read that says more than that it failed. */
export class ReadFault extends Error {
  readonly fault: CallFault
  constructor(fault: CallFault, cause: unknown) {
    super(detailsOf(cause), { cause })
    this.fault = fault
  }
}

/** What a fault of a read comes to, or undefined where trying again may help. */
export const refusalOf = (fault: CallFault, cause: unknown): Error | undefined => {
  switch (fault.kind) {
    case 'refused':
      return new ClusterRefused(fault.why, { cause })
    case 'streamDeleted':
    case 'noSuchPosition':
      return new ReadFault(fault, cause)
    case 'tooLarge':
      return new ClusterRefused(`EventStoreDB sends more at once than can be read (${detailsOf(cause)})`, { cause })
    case 'notDone':
    case 'unknown':
      return undefined
  }
}

export const unreachable = (retryFor: number, cause: unknown): StoreUnavailable =>
  new StoreUnavailable(
    `EventStoreDB could not be reached for ${String(retryFor / 1000)} s (${detailsOf(cause)}): see that it runs, the address, whether it wants tls=true or tls=false, and that tlsCAFile is the CA of its certificates; trying again later may help`,
    { cause },
  )
