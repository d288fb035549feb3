import { StoreRefused } from '@eventcrm/event-store'

/** The cluster does not serve this store as it is opened; the message says why, and what to do. Trying again will not help. */
export class ClusterRefused extends StoreRefused {
  readonly code = 'ClusterRefused'
  override readonly name = 'ClusterRefused'
}
