// The driver's faults in the words of the ports. Its own messages and what hangs on them may quote documents, and so are not passed on.
import { StoreRefused, StoreUnavailable } from '@eventcrm/event-store'
import { DocumentStoreError } from '@eventcrm/projection/store'
import { MongoError, MongoInvalidArgumentError, MongoServerError } from 'mongodb'

/** The server cannot serve as a store of this library; the message says why. Trying again will not help. */
export class DatabaseRefused extends StoreRefused {
  readonly code = 'DatabaseRefused'
  override readonly name = 'DatabaseRefused'
}

/** A commit takes more room than the server gives one transaction; nothing was written. Commit less at once: give the projector a smaller `batchSize`. */
export class CommitTooLarge extends DocumentStoreError {
  readonly code = 'CommitTooLarge'
  override readonly name = 'CommitTooLarge'
}

// https://www.mongodb.com/docs/manual/reference/error-codes/
const UNAUTHORIZED = 13
const AUTHENTICATION_FAILED = 18
export const NAMESPACE_NOT_FOUND = 26
export const NAMESPACE_EXISTS = 48
export const WRITE_CONFLICT = 112
const DOCUMENT_INVALID = 121
const SNAPSHOT_TOO_OLD = 239
const SNAPSHOT_UNAVAILABLE = 246
const TRANSACTION_TOO_LARGE = 388
export const DUPLICATE_KEY = 11_000
const RESULT_TOO_LARGE = 10_334

/** The server's code, if it is the server's error. */
export const codeOf = (error: unknown): number | undefined =>
  error instanceof MongoError && typeof error.code === 'number' ? error.code : undefined

export const hasLabel = (error: unknown, label: string): boolean =>
  error instanceof MongoError && error.hasErrorLabel(label)

/** What the driver passes on as it is where a socket breaks before it has noticed. */
const isSocketBroken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET')

/** The server could not be reached, or ended while it was asked. */
export const isAway = (error: unknown): boolean =>
  isSocketBroken(error) ||
  (error instanceof MongoError &&
    !(error instanceof MongoServerError) &&
    /^Mongo(?:Network|NetworkTimeout|ServerSelection|PoolCleared|PoolClosed|ServerClosed|TopologyClosed|WaitQueueTimeout|NotConnected)/.test(
      error.name,
    ))

const refusedCodes = new Set([UNAUTHORIZED, AUTHENTICATION_FAILED])
const momentCodes = new Set([SNAPSHOT_TOO_OLD, SNAPSHOT_UNAVAILABLE])

/** Whether the same may go well when it is done again: the server is away or has a new primary, another was faster, or a collection was just made. */
export const mayPass = (error: unknown): boolean =>
  isAway(error) ||
  hasLabel(error, 'TransientTransactionError') ||
  hasLabel(error, 'RetryableWriteError') ||
  // an unordered bulk of which the connection broke comes without a label
  (error instanceof Error && error.name === 'MongoBulkWriteError' && error.message.includes('connection')) ||
  momentCodes.has(codeOf(error) ?? 0)

const named = (error: MongoError): string => {
  const name = 'codeName' in error && typeof error.codeName === 'string' ? error.codeName : error.name
  return typeof error.code === 'number' ? `${name}, code ${String(error.code)}` : name
}

const isTooLarge = (error: MongoError): boolean =>
  error.code === TRANSACTION_TOO_LARGE ||
  error.code === RESULT_TOO_LARGE ||
  (error instanceof MongoInvalidArgumentError && error.message.includes('larger than the maximum size'))

/** A fault of the driver's as the ports know it: nothing was written. Other errors stay what they are. */
export const asFault = (error: unknown): unknown => {
  if (error instanceof RangeError && 'code' in error && error.code === 'ERR_OUT_OF_RANGE')
    return new CommitTooLarge('A document is larger than MongoDB keeps: 16 MB')
  if (isSocketBroken(error))
    return new StoreUnavailable('MongoDB: the connection broke; trying again later may help', { cause: error })
  if (!(error instanceof MongoError)) return error
  if (isTooLarge(error))
    return new CommitTooLarge(
      `MongoDB: ${named(error)}: too much for one transaction, or a document of more than 16 MB. Commit less at once`,
    )
  if (error.code === DOCUMENT_INVALID)
    return new DatabaseRefused('A document does not fit the validator of its collection')
  if (refusedCodes.has(codeOf(error) ?? 0))
    return new DatabaseRefused(`MongoDB: ${named(error)}: the user given may not do this, or its password is another`, {
      notWritable: codeOf(error) === UNAUTHORIZED,
    })
  if (error.name === 'MongoServerSelectionError')
    return new StoreUnavailable(
      'MongoDB: no primary could be reached: see that the servers run, and that address and replicaSet are theirs; trying again later may help',
      { cause: error },
    )
  return new StoreUnavailable(`MongoDB: ${named(error)}; trying again later may help`, { cause: error })
}
