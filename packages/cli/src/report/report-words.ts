// Words that every report has in common.
import type { Language } from '@eventcrm/domain'

const en = {
  asOf: (day: string) => `as of ${day}`,
  knownAt: (instant: string) => `as known at ${instant}`,
  only: 'only',
  unnamed: 'name erased or not known',
  more: (count: number) => `… and ${String(count)} more`,
  nothing: 'There is nothing to show by that day.',
}
export type ReportWords = typeof en

const vi: ReportWords = {
  asOf: day => `đến hết ngày ${day}`,
  knownAt: instant => `theo những gì đã ghi đến ${instant}`,
  only: 'chỉ tính',
  unnamed: 'tên đã xóa hoặc chưa biết',
  more: count => `… và ${String(count)} dòng nữa`,
  nothing: 'Đến ngày đó chưa có gì để hiển thị.',
}

export const reportWords: Readonly<Record<Language, ReportWords>> = { en, vi }
