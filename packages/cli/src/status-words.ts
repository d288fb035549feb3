// Words of what `eventcrm status` and `eventcrm rebuild` tell.
import type { Language } from '@eventcrm/domain'
import { formatsOf } from './formats.ts'
import { historyWords } from './history/history-words.ts'

/** More are not counted. */
const mostCounted = 10_000

const units = {
  en: { seconds: 's', minutes: 'min', hours: 'h', days: 'days' },
  vi: { seconds: 'giây', minutes: 'phút', hours: 'giờ', days: 'ngày' },
} as const

/** A time in its largest unit. */
const durationOf = (seconds: number, language: Language): string => {
  const said = (count: number, unit: keyof (typeof units)['en']) =>
    `${formatsOf(language).count(Math.round(count))} ${units[language][unit]}`
  if (seconds < 100) return said(seconds, 'seconds')
  if (seconds < 6_000) return said(seconds / 60, 'minutes')
  if (seconds < 172_800) return said(seconds / 3600, 'hours')
  return said(seconds / 86_400, 'days')
}

const en = {
  company: 'Company',
  noName: '(no name)',
  settings: 'Settings',
  noCountry: 'no country',
  notSetUp: 'not set up yet: `eventcrm import` does it',
  log: 'Log',
  emptyLog: 'empty',
  upTo: (position: string) => `up to position ${position}`,
  view: 'View',
  foldedUpTo: 'Folded up to',
  older: 'older version',
  otherLog: 'of another log',
  stoppedBefore: (position: string) => `stopped before ${position}`,
  damaged: 'progress is damaged',
  foldAnew: 'up to where it was folded cannot be read any more: rebuild it with `eventcrm rebuild`',
  notBuilt: 'not built yet',
  prepareThem: (views: string) => `\`eventcrm prepare\` builds what is not built yet, beside what is served: ${views}`,
  upToDate: 'up to date',
  behind: 'behind',
  lag: (events: number, seconds: number) =>
    `${events === mostCounted ? 'over ' : ''}${historyWords.en.events(events)}, ${durationOf(seconds, 'en')}`,
  rebuildIt: 'rebuild it, or bring back the log that it was folded from',
  foldedElsewhere: (views: string) =>
    `Folded by an application of yours or by a newer version, not by eventcrm: ${views}`,
  process: 'Process',
  open: 'Open',
  notStarted: 'not started yet: whoever runs it starts it',
  notKnown: 'not known until its view is built',
  moreMayBeOpen: 'its view is behind the log: more may be open',
  done: 'nothing open',
  underWay: (oldest: string) => `the oldest since ${oldest}`,
  failing: (count: number) => `${formatsOf('en').count(count)} failing`,
  failingStep: (stream: string, attempts: number, nextAt: string) =>
    `${stream}, ${formatsOf('en').count(attempts)} ${attempts === 1 ? 'attempt' : 'attempts'}, again from ${nextAt}`,
  allOwned: 'Every key that was claimed, a customer code for instance, is in use.',
  withoutOwner: (count: number) =>
    `${formatsOf('en').count(count)} ${count === 1 ? 'key is' : 'keys are'} claimed and not in use; sending the same command again mends it:`,
  claim: (kind: string, claimId: string, ownerId: string) => `${kind} ${claimId} for ${ownerId}`,
  rebuilt: (views: string, events: number, seconds: number) =>
    `Rebuilt ${views} from ${formatsOf('en').count(events)} ${events === 1 ? 'event' : 'events'} in ${formatsOf('en').decimal(seconds)} s`,
  notRebuilt: (views: string) =>
    `Not rebuilt, since eventcrm does not have their code: ${views}. Their application does it: crm.rebuild()`,
}
export type StatusWords = typeof en

const vi: StatusWords = {
  company: 'Công ty',
  noName: '(chưa có tên)',
  settings: 'Thiết lập',
  noCountry: 'không có quốc gia',
  notSetUp: 'chưa được thiết lập: `eventcrm import` sẽ làm việc đó',
  log: 'Nhật ký',
  emptyLog: 'trống',
  upTo: position => `đến vị trí ${position}`,
  view: 'Khung nhìn',
  foldedUpTo: 'Đã gộp đến',
  older: 'phiên bản cũ',
  otherLog: 'của nhật ký khác',
  stoppedBefore: position => `đã dừng trước ${position}`,
  damaged: 'tiến độ bị hỏng',
  foldAnew: 'không còn đọc được đã gộp đến đâu: hãy dựng lại bằng `eventcrm rebuild`',
  notBuilt: 'chưa dựng',
  prepareThem: views => `\`eventcrm prepare\` dựng những gì chưa dựng, bên cạnh những gì đang được dùng: ${views}`,
  upToDate: 'đã cập nhật',
  behind: 'còn chậm',
  lag: (events, seconds) =>
    `${events === mostCounted ? 'hơn ' : ''}${historyWords.vi.events(events)}, ${durationOf(seconds, 'vi')}`,
  rebuildIt: 'hãy dựng lại, hoặc khôi phục nhật ký mà nó được gộp từ đó',
  foldedElsewhere: views => `Do ứng dụng của bạn hoặc phiên bản mới hơn gộp, không phải eventcrm: ${views}`,
  process: 'Tiến trình',
  open: 'Còn dở',
  notStarted: 'chưa khởi động: chương trình chạy nó sẽ khởi động',
  notKnown: 'chưa biết, đến khi khung nhìn của nó được dựng',
  moreMayBeOpen: 'khung nhìn của nó còn chậm: có thể còn việc dở',
  done: 'không còn việc dở',
  underWay: oldest => `việc cũ nhất từ ${oldest}`,
  failing: count => `${formatsOf('vi').count(count)} việc bị lỗi`,
  failingStep: (stream, attempts, nextAt) =>
    `${stream}, đã thử ${formatsOf('vi').count(attempts)} lần, thử lại từ ${nextAt}`,
  allOwned: 'Mọi mã đã được giữ, như mã khách hàng, đều đang được dùng.',
  withoutOwner: count =>
    `${formatsOf('vi').count(count)} mã đã được giữ mà chưa dùng; gửi lại cùng lệnh đó sẽ khắc phục:`,
  claim: (kind, claimId, ownerId) => `${kind} ${claimId} cho ${ownerId}`,
  rebuilt: (views, events, seconds) =>
    `Đã dựng lại ${views} từ ${formatsOf('vi').count(events)} sự kiện trong ${formatsOf('vi').decimal(seconds)} giây`,
  notRebuilt: views =>
    `Không dựng lại, vì eventcrm không có mã của chúng: ${views}. Ứng dụng của chúng sẽ làm việc đó: crm.rebuild()`,
}

export const statusWords: Readonly<Record<Language, StatusWords>> = { en, vi }
