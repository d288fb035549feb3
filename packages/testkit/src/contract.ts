import { describe, it } from 'vitest'
import { isThorough } from './campaign.ts'

/** A store opened for one case. */
export interface Opened<Store> {
  readonly store: Store
  /**
   * The same contents through one more store, as after a restart or from another process. Left out where they live and die with the store.
   * @param namespace of an event store over the same log; the first store's when left out
   */
  readonly again?: (namespace?: string) => Promise<Store>
  /** Removes what the stores leave behind. Called when all of them are closed. */
  readonly release?: () => Promise<void>
}

/** What a case works with. */
export interface Subject<Store> {
  readonly store: Store
  /** The same contents through one more store, or the same log for another namespace. The case need not close it. */
  readonly again: (namespace?: string) => Promise<Store>
}

/** One promise of a port; running it rejects when a store breaks it. */
export interface ContractCase<Store> {
  /** A short sentence without a subject: what the store does. */
  readonly name: string
  /** For stores whose contents outlive them. */
  readonly durable?: true
  readonly run: (subject: Subject<Store>) => Promise<void>
}

export interface ContractOptions {
  /** The contents outlive the store, and `again` opens them. */
  readonly durable?: boolean
  /** Milliseconds for one case. A minute when left out; in a long campaign an hour. */
  readonly timeout?: number
}

interface Closable {
  close(): Promise<void>
}

/** Runs one case against a store of its own, and closes whatever it opened. */
export const runCase = async <Store extends Closable>(
  { run }: ContractCase<Store>,
  open: () => Promise<Opened<Store>>,
): Promise<void> => {
  const { store, again, release } = await open()
  const stores = [store]
  try {
    await run({
      store,
      async again(namespace) {
        if (!again) throw new TypeError('This store cannot be opened again: register its contract without `durable`')
        const another = await again(namespace)
        stores.push(another)
        return another
      },
    })
  } finally {
    for (const one of stores) await one.close()
    await release?.()
  }
}

/** Registers a port's cases with vitest, each with a store of its own. */
export const registerContract = <Store extends Closable>(
  name: string,
  cases: readonly ContractCase<Store>[],
  open: () => Promise<Opened<Store>>,
  { durable = false, timeout = isThorough() ? 3_600_000 : 60_000 }: ContractOptions = {},
): void => {
  describe(name, () => {
    for (const one of cases) if (durable || !one.durable) it(one.name, () => runCase(one, open), timeout)
  })
}
