export * from './document-store.ts'
export * from './errors.ts'
export * from './filter.ts'
export * from './group-sums.ts'
export * from './months.ts'
export * from './projector.ts'
export * from './read-model.ts'
export * from './report.ts'
export * from './report-period.ts'
export { askedDay, askedId, asOf, inOrder, period, QuestionInvalid, top } from './report-question.ts'
export * from './report-ranking.ts'
export {
  documentsIn,
  sumsOf,
  type Read,
  type ReadCounts,
  type ReportContext,
  type ReportReader,
} from './report-reader.ts'
export * from './report-sections.ts'
export * from './rollup.ts'
export { addSorted, removeSorted } from './sorted-text.ts'
export { daysOf, documentsOf, monthsOf } from './row-decoder.ts'
export { type Histogram, type Measures } from './sums.ts'
export * from './view.ts'
export * from './memory-document-store.ts'
// What the stores are built from, so that they agree
export { prepareAnswers, type Answers } from './answers.ts'
export { behindPrefix, compareCodePoints } from './code-points.ts'
export { ReadyCollections } from './collections.ts'
export { isScalar, type Bound, type Condition, type Path } from './condition.ts'
export { decodeDocument, decodeProgress } from './document-decoder.ts'
export { cursorBehind, type ParsedFind } from './find.ts'
export { isList, keysDescend, placeOf, valueAt, type Place, type SortField, type SortValue } from './order.ts'
export { prepareWrites, storedJson, type StoredWrite } from './stored-form.ts'
