// What a document store is written with: the port's own words, and what every store has in common, so that they agree.
export {
  CheckpointConflict,
  CommitOutcomeUnknown,
  DocumentStoreError,
  type Collection,
  type Commit,
  type Serving,
  type Write,
} from './document-store.ts'
export { type Grouped, type Storable, type StorableDocument } from './filter.ts'
export { checkQuery, prepareAnswers, prepareLaterAnswers, type Answers, type LaterAnswers } from './answers.ts'
export { behindPrefix, compareCodePoints } from './code-points.ts'
export { checkNames, ReadyCollections } from './collections.ts'
export { isScalar, type Bound, type Condition, type Path, type TextBound } from './condition.ts'
export { inOrderOfValues, pageOfGroups, piecesBehind, type ParsedGrouping } from './grouping.ts'
export { type ParsedSome } from './some.ts'
export { decodeDocument, decodeProgress } from './document-decoder.ts'
export { jsonSchemaOf, sumFormat, type JsonSchema } from './json-schema-decoder.ts'
export { cursorBehind, type ParsedFind } from './find.ts'
export { lastServings } from './servings.ts'
export { isList, keysDescend, placeOf, valueAt, type Place, type SortField, type SortValue } from './order.ts'
export { prepareWrites, storedJson, type StoredWrite } from './stored-form.ts'
