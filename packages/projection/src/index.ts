// Views and rollups
export {
  defineView,
  type AggregateEvents,
  type AnyView,
  type EventCatalogue,
  type FoldDocument,
  type View,
  type ViewCase,
  type ViewCases,
  type ViewEvent,
} from './view.ts'
export { defineFeed, type Feed, type Given } from './feed.ts'
export {
  defineRollup,
  during,
  type AnyRollup,
  type DaysRow,
  type Entry,
  type Group,
  type MonthRow,
  type Rollup,
  type RowOf,
  type RowsOf,
} from './rollup.ts'
export { type Histogram, type Measures } from './sums.ts'
export * from './months.ts'
export { addSorted, removeSorted } from './sorted-text.ts'
export {
  dated,
  entriesOfSteps,
  insertStep,
  isBefore,
  lifeAt,
  type Contribution,
  type DatedStep,
} from './dated-steps.ts'
export { memoizeByText } from './memoize.ts'
// Projecting
export * from './projector.ts'
export * from './errors.ts'
export { isOfLog } from './is-of-log.ts'
export { compareView, type Compared, type CompareOptions, type Difference } from './compare-view.ts'
export { pruneVersions, type Pruned, type PruneOptions } from './prune.ts'
export { createMemoryDocumentStore } from './memory-document-store.ts'
export {
  CommitOutcomeUnknown,
  type Answer,
  type Checkpoint,
  type DocumentStore,
  type LastServing,
  type Serving,
  type Query,
  type ViewProgress,
} from './document-store.ts'
// Asking
export {
  type Document,
  type FieldOf,
  type Filter,
  type Find,
  type Found,
  type Grouped,
  type Scalar,
  type Sort,
  type TextRange,
} from './filter.ts'
export { findDocuments, type FoundDocuments } from './find-documents.ts'
export { checkedDocument, documentsOf, daysOf, loadedOf, monthsOf } from './row-decoder.ts'
export * from './group-sums.ts'
export { reasonOf } from './view-run.ts'
// Lists
export {
  defineList,
  type AnyList,
  type Colleagues,
  type List,
  type ListAnswer,
  type ListContext,
  type ListRow,
} from './list.ts'
export type { EntriesCalled } from './entries-called.ts'
export {
  choiceField,
  dayField,
  flagField,
  idField,
  moneyField,
  neglectField,
  numberField,
  pastField,
  tagsField,
  textField,
  wordsChoiceField,
  wordsField,
  type ListField,
  type ListFieldKind,
  type ListFields,
} from './list-fields.ts'
export type { ListGroup } from './list-groups.ts'
export type { ListQuestion } from './list-question.ts'
// Read models and reports
export * from './read-model.ts'
export * from './report.ts'
export * from './report-period.ts'
export { askedDay, askedId, asOf, inOrder, period, QuestionInvalid, top } from './report-question.ts'
export * from './report-ranking.ts'
export {
  documentsIn,
  countsBy,
  sumsOf,
  type GroupsAsked,
  type Read,
  type ReadCounts,
  type ReportContext,
  type ReportReader,
} from './report-reader.ts'
export * from './report-sections.ts'
