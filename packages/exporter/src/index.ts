export { exportFile, exportNames, type ExportName, type ExportOptions, type ExportSummary } from './export-file.ts'
export type { ExportSource, LeftOut } from './table.ts'
