export { main } from './main.ts'
export { Stop } from './stop.ts'
export { exitCodes, type ExitCode } from './exit-codes.ts'
export { type Output, type CliContext } from './terminal.ts'
// Any report, also an application's own, printed as the command line does
export { askReport, type ReportTarget } from './report/ask-report.ts'
export { reportCsv } from './report/report-csv.ts'
export { reportTable, type TableOptions } from './report/report-table.ts'
export type { AskedValue, ShownAnswer } from './report/shown-answer.ts'
