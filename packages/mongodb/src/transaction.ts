// A transaction that is tried again until it is written, it is known not to be, or it may be either.
import { StoreUnavailable } from '@eventcrm/event-store'
import { CommitOutcomeUnknown } from '@eventcrm/projection/store'
import { WriteConcern, type ClientSession, type MongoClient } from 'mongodb'
import { endAbandoned, inactiveFor } from './abandoned.ts'
import { asFault, codeOf, hasLabel, mayPass, WRITE_CONFLICT } from './errors.ts'
import type { Tries } from './patience.ts'

const onMostDisks = new WriteConcern('majority', undefined, true)

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
const commit = async (session: ClientSession, tries: Tries): Promise<'written' | 'not written'> => {
  for (;;) {
    try {
      await session.commitTransaction()
      tries.wentWell()
      return 'written'
    } catch (error) {
      tries.failed(error)
      if (hasLabel(error, 'TransientTransactionError')) return 'not written'
      if (!mayPass(error) && !hasLabel(error, 'UnknownTransactionCommitResult')) throw asFault(error)
      if (!tries.areLeft) {
        const code = codeOf(error)
        const why = code === undefined ? 'could not be reached' : `answered with code ${String(code)}`
        throw new CommitOutcomeUnknown(`The server ${why} while it committed`)
      }
    }
    await tries.pause()
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
  tries: Tries,
  work: (session: ClientSession) => Promise<void>,
): Promise<void> => {
  /** When those who hold what is to be written are looked at. */
  let lookAt = performance.now() + inactiveFor
  const session = client.startSession()
  try {
    for (;;) {
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
        tries.failed(error)
        if (!mayPass(error) || !tries.areLeft) throw asFault(error)
        if (codeOf(error) === WRITE_CONFLICT && performance.now() > lookAt) {
          lookAt = performance.now() + 1000
          await endAbandoned(client).catch(() => undefined) // where that may not be done, the server ends them after a minute
        }
        await tries.pause()
        continue
      }
      if ((await commit(session, tries)) === 'written') return
      if (!tries.areLeft)
        throw new StoreUnavailable(
          'MongoDB: the transaction was refused again and again; commit less at once, or try again later',
        )
      await tries.pause()
    }
  } finally {
    await session.endSession().catch(() => undefined)
  }
}
