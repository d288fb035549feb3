export { guarded, unguarded } from './csv/guard.ts'
export { isSameFile } from './same-file.ts'
export { describeForms, type FieldDescription, type FormDescription } from './describe-forms.ts'
export type { DuplicatesOptions, ImportDuplicates, RowDuplicate, RowDuplicates } from './duplicates.ts'
export {
  FileIsThere,
  FileUnreadable,
  ImportError,
  MappingInvalid,
  type MappingFault,
  type UnreadableCode,
} from './errors.ts'
export type { ImportTarget, Kind } from './form.ts'
export {
  type CustomerMade,
  type CustomersMade,
  importFile,
  prepareImport,
  type ImportFileOptions,
  type ImportSummary,
  type PreparedImport,
  type RowsImported,
} from './import-file.ts'
export { importRows, type ImportOptions, type ImportProgress, type ImportSource } from './import-rows.ts'
export { mappingJsonSchema, type Mapping } from './mapping.ts'
export { showRemark, type RowOutcome, type RowRemark } from './outcome.ts'
export { parseMapping, readMapping } from './parse-mapping.ts'
export { removedAtExit } from './removed-at-exit.ts'
export { openSheetWriter, type SheetCell, type SheetWriter, type SheetWriterOptions } from './sheet-writer.ts'
export { templateNames, type TemplateName } from './templates/index.ts'
export { writeTemplate, type TemplateFiles } from './write-template.ts'
