// A transaction that is tried again until it is written, it is known not to be, or it may be either.
import { StoreUnavailable } from '@eventcrm/event-store'
import { CommitOutcomeUnknown } from '@eventcrm/projection/store'
import { WriteConcern, type ClientSession, type MongoClient } from 'mongodb'
import { endAbandoned, inactiveFor } from './abandoned.ts'
import { asFault, codeOf, hasLabel, mayPass, WRITE_CONFLICT } from './errors.ts'

const onMostDisks = new WriteConcern('majority', undefined, true)

/** Milliseconds before it is tried again: longer each time and by chance, so that those who wait don't meet again. */
const pause = (attempt: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, Math.min(500, 5 * 1.5 ** attempt) * (0.5 + Math.random() / 2)))

/** Does it again for as long as that may help. */
export const insist = async <T>(milliseconds: number, work: () => Promise<T>): Promise<T> => {
  const giveUpAt = performance.now() + milliseconds
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!mayPass(error) || performance.now() > giveUpAt) throw asFault(error)
    }
    await pause(attempt)
  }
}

/**
 * Waits for all of them, also where one fails: whoever ends the transaction would else meet the others.
 * @throws of several faults one that will not pass: the others may only say that the transaction is gone
 */
export const allOf = async (writing: readonly Promise<unknown>[]): Promise<void> => {
  const faults: unknown[] = []
  for (const one of await Promise.allSettled(writing)) if (one.status === 'rejected') faults.push(one.reason)
  if (faults.length > 0) throw faults.find(fault => !mayPass(fault)) ?? faults[0]
}

/** The commit is asked for again for as long as nobody knows whether it was done: that is safe, unlike doing its writes again. */
const commit = async (session: ClientSession, giveUpAt: number): Promise<'written' | 'not written'> => {
  for (let attempt = 0; ; attempt++) {
    try {
      await session.commitTransaction()
      return 'written'
    } catch (error) {
      if (hasLabel(error, 'TransientTransactionError')) return 'not written'
      if (!mayPass(error) && !hasLabel(error, 'UnknownTransactionCommitResult')) throw asFault(error)
      if (performance.now() > giveUpAt) {
        const code = codeOf(error)
        const why = code === undefined ? 'could not be reached' : `answered with code ${String(code)}`
        throw new CommitOutcomeUnknown(`The server ${why} while it committed`)
      }
    }
    await pause(attempt)
  }
}

/**
 * The driver's own `withTransaction` goes on for two minutes whatever it is told, and gives up where a bulk's connection breaks, which comes
 * without a label.
 * @param work run again from its beginning as often as need be; what it throws that is not the driver's ends it
 * @throws StoreUnavailable when it was certainly not written; CommitOutcomeUnknown
 */
export const transact = async (
  client: MongoClient,
  milliseconds: number,
  work: (session: ClientSession) => Promise<void>,
): Promise<void> => {
  const giveUpAt = performance.now() + milliseconds
  /** When those who hold what is to be written are looked at. */
  let lookAt = performance.now() + inactiveFor
  const session = client.startSession()
  try {
    for (let attempt = 0; ; attempt++) {
      // never `journal: false`, which a majority's acknowledgement would wait 100 ms for
      session.startTransaction({
        readConcern: { level: 'snapshot' },
        writeConcern: onMostDisks,
        readPreference: 'primary',
      })
      try {
        await work(session)
      } catch (error) {
        await session.abortTransaction().catch(() => undefined) // the server ends it by itself
        if (!mayPass(error) || performance.now() > giveUpAt) throw asFault(error)
        if (codeOf(error) === WRITE_CONFLICT && performance.now() > lookAt) {
          lookAt = performance.now() + 1000
          await endAbandoned(client).catch(() => undefined) // where that may not be done, the server ends them after a minute
        }
        await pause(attempt)
        continue
      }
      if ((await commit(session, giveUpAt)) === 'written') return
      if (performance.now() > giveUpAt)
        throw new StoreUnavailable(
          'MongoDB: the transaction was refused again and again; commit less at once, or try again later',
        )
      await pause(attempt)
    }
  } finally {
    await session.endSession().catch(() => undefined)
  }
}
