// Words around what is told of events.
import type { Language } from '@eventcrm/domain'
import { erased } from '../erased.ts'
import { formatsOf } from '../formats.ts'

const en = {
  by: (actor: string) => `by ${actor}`,
  writtenDown: (at: string) => `written down ${at}`,
  at: (position: string) => `position ${position}`,
  events: (count: number) => `${formatsOf('en').count(count)} ${count === 1 ? 'event' : 'events'}`,
  opened: (day: string) => `opened ${day}`,
  timesOf: (timeZone: string) => `times of ${timeZone}`,
  yes: 'yes',
  no: 'no',
  none: 'none',
  nothing: 'nothing',
  nobody: 'nobody',
  noTeam: 'no team',
  noCustomer: 'no customer',
  erased: erased.en,
  byHand: 'set by hand',
  ofLines: 'sum of the lines',
  line: (quantity: string, product: string, price: string) => `${quantity} × ${product} at ${price}`,
}
export type HistoryWords = typeof en

const vi: HistoryWords = {
  by: actor => `bởi ${actor}`,
  writtenDown: at => `ghi nhận lúc ${at}`,
  at: position => `vị trí ${position}`,
  events: count => `${formatsOf('vi').count(count)} sự kiện`,
  opened: day => `mở ngày ${day}`,
  timesOf: timeZone => `giờ ${timeZone}`,
  yes: 'có',
  no: 'không',
  none: 'không có',
  nothing: 'trống',
  nobody: 'chưa có ai',
  noTeam: 'không thuộc đội nào',
  noCustomer: 'chưa rõ khách hàng',
  erased: erased.vi,
  byHand: 'đặt bằng tay',
  ofLines: 'tổng các dòng',
  line: (quantity, product, price) => `${quantity} × ${product}, đơn giá ${price}`,
}

export const historyWords: Readonly<Record<Language, HistoryWords>> = { en, vi }
