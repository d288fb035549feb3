// Transactions of processes that were killed in the middle of one. The server keeps them, and what they wrote locked, for a minute.
import type { MongoClient, UUID } from 'mongodb'

/** The name by which the server knows this library's connections. */
export const appName = 'eventcrm'

/** Milliseconds without a statement, after which a transaction counts as abandoned. Between two statements lie milliseconds; one that only slept is begun anew. */
export const inactiveFor = 2000

interface IdleSession {
  readonly lsid: { readonly id: UUID }
}

/** Ends those that this user has on this server. It takes no right that a user has not by itself. */
export const endAbandoned = async (client: MongoClient): Promise<void> => {
  const admin = client.db('admin')
  const idle = admin.aggregate<IdleSession>([
    { $currentOp: { allUsers: false, idleSessions: true } },
    { $match: { type: 'idleSession', appName, 'transaction.timeInactiveMicros': { $gt: inactiveFor * 1000 } } },
  ])
  const sessions = (await idle.toArray()).map(({ lsid: { id } }) => ({ id }))
  if (sessions.length > 0) await admin.command({ killSessions: sessions })
}
