// Apart from what connects, so that whoever imports the package's types needs none of the client's.

export interface EventStoreDBOptions {
  /** That of the streams that it reads and writes; 'crm' when left out. Others in the cluster neither see it nor are seen. */
  readonly namespace?: string
  /** Milliseconds after which a call that got no answer is made again. 5,000 by default. */
  readonly timeout?: number
  /**
   * Milliseconds for which calls are made again before it is an error, counted from when the cluster went away; a new leader takes some 1,500.
   * 30,000 by default.
   */
  readonly retryFor?: number
}
