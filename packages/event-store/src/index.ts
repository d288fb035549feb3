// first of all: what follows needs a Node that is new enough
import './check-node.ts'
// Users: the log, its events, and the errors of reading and appending
export { createMemoryEventStore, MemoryLog, type MemoryEventStoreOptions } from './memory.ts'
export { createMemoryKeyStore, type KeyStore } from './key-store.ts'
export type {
  Appended,
  EventStore,
  ExpectedRevision,
  Page,
  PersonalMarker,
  PersonalPart,
  ReadAllOptions,
  ReadStreamOptions,
  RecordedEvent,
  StoredEvent,
  StoredMetadata,
  SubscribeOptions,
} from './event-store.ts'
export {
  checkNamespace,
  defaultNamespace,
  placeOf,
  positionOf,
  streamName,
  type Instant,
  type Json,
  type Position,
  type StreamName,
} from './log.ts'
export {
  createCodec,
  decodeUnknown,
  type Codec,
  type DecodedEvent,
  type DecodedEventOf,
  type Envelope,
  type EventCatalogue,
} from './codec.ts'
export { logUntil, type ReadableLog } from './log-until.ts'
export { observeLog } from './observe-log.ts'
export { StreamContinuity } from './stream-continuity.ts'
export { readLog, type LogOptions, type ReadLogOptions } from './read-log.ts'
export * from './errors.ts'

// Adapters: what every store of events has to do alike
export { checkAppend, checkExpectedRevision, type RevisionCheck } from './append.ts'
export { checkAppendSize, checkTextSize, largestAppend, textsOf, type EventTexts } from './append-size.ts'
export { checkPageSize, checkRead } from './read.ts'
export { canHaveEvents, categoriesOf, isStreamOf } from './log.ts'
export { ChangeNotifier, subscription, type LogSlice, type SubscriptionSource } from './subscription.ts'
export { compiledWhenUsed } from './compiled-schema.ts'
export { isFieldName, mostChanges, nearestName, nearestText, shownFaults, shownPath } from './field-names.ts'
