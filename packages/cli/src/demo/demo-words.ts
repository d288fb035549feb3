// Words of the demo, all in one language.
import type { Day, Language } from '@eventcrm/domain'
import { formatsOf } from '../formats.ts'

const en = {
  living: 'Living through 2024 and 2025',
  stopped: 'Stopped. What was done stays; run the same command again to go on.',
  /** What the report of the last day proves. */
  fromEvents: (commands: number) =>
    `All figures come from the events of ${formatsOf('en').count(commands)} commands, and from nothing else.`,
  /** What the report of a day in the past proves. */
  asOfThen: (day: Day) => `The same events as of ${formatsOf('en').day(day)}: nothing that came later changes it.`,
  /** What the funnel shows. */
  fromLeads: 'What came of its leads: most come to nothing.',
  /** What the receivables show. */
  fromInvoices: 'What was won is invoiced, and paid early, late, in part or not at all: what is outstanding.',
  /** What the report on lifetime value shows. */
  fromCustomers: 'What its customers are worth.',
  made: (leads: number, opportunities: number, commands: number, events: number, where: string, seconds: number) =>
    `${formatsOf('en').count(leads)} leads and ${formatsOf('en').count(opportunities)} opportunities by ${formatsOf('en').count(commands)} commands, ${formatsOf('en').count(events)} events, in ${where}: ${formatsOf('en').decimal(seconds)} s`,
  before: (leads: number, opportunities: number, commands: number, where: string) =>
    `${formatsOf('en').count(leads)} leads and ${formatsOf('en').count(opportunities)} opportunities by ${formatsOf('en').count(commands)} commands, already in ${where}`,
  tryNext: 'What to try next',
  otherLanguage: (other: string) =>
    `Stages and reasons are in Vietnamese here, as this demo was made; one in English: ${other}`,
  otherDay: 'The pipeline as of any other day',
  oneTeam: 'One team’s',
  funnel: 'What came of the leads of one source',
  owed: 'What is outstanding as of any other day',
  worth: 'What customers are worth, by when they came',
  invoices: 'Invoices that are overdue',
  statement: 'What one customer was invoiced, and has paid',
  story: 'The story of one opportunity: who did what, when, and why',
  status: 'Where log and documents stand',
  rebuild: 'Throw the documents away, and fold them anew from the events',
}
export type DemoWords = typeof en

const vi: DemoWords = {
  living: 'Đang sống qua năm 2024 và 2025',
  stopped: 'Đã dừng. Những gì đã làm vẫn còn; chạy lại lệnh này để làm tiếp.',
  fromEvents: commands =>
    `Mọi con số đều tính từ sự kiện của ${formatsOf('vi').count(commands)} lệnh, không từ đâu khác.`,
  asOfThen: day => `Vẫn các sự kiện ấy, tính đến ${formatsOf('vi').day(day)}: việc về sau không ảnh hưởng gì.`,
  fromLeads: 'Khách hàng tiềm năng đi đến đâu: phần lớn không thành.',
  fromInvoices: 'Cơ hội thắng thì lập hóa đơn; khách trả sớm, trả muộn, trả một phần hoặc không trả: còn phải thu.',
  fromCustomers: 'Khách hàng đáng giá bao nhiêu.',
  made: (leads, opportunities, commands, events, where, seconds) =>
    `${formatsOf('vi').count(leads)} khách hàng tiềm năng, ${formatsOf('vi').count(opportunities)} cơ hội bằng ${formatsOf('vi').count(commands)} lệnh, ${formatsOf('vi').count(events)} sự kiện, trong ${where}: ${formatsOf('vi').decimal(seconds)} giây`,
  before: (leads, opportunities, commands, where) =>
    `${formatsOf('vi').count(leads)} khách hàng tiềm năng, ${formatsOf('vi').count(opportunities)} cơ hội bằng ${formatsOf('vi').count(commands)} lệnh, đã có sẵn trong ${where}`,
  tryNext: 'Thử tiếp',
  otherLanguage: other =>
    `Giai đoạn và lý do ở đây bằng tiếng Anh, như khi bản demo này được tạo; bản bằng tiếng Việt: ${other}`,
  otherDay: 'Cơ hội bán hàng tính đến một ngày khác',
  oneTeam: 'Của một đội',
  funnel: 'Khách hàng tiềm năng từ một nguồn đi đến đâu',
  owed: 'Công nợ phải thu tính đến một ngày khác',
  worth: 'Giá trị khách hàng, theo thời điểm đến',
  invoices: 'Các hóa đơn quá hạn',
  statement: 'Một khách đã được lập hóa đơn và đã trả những gì',
  story: 'Câu chuyện của một cơ hội: ai làm gì, khi nào, vì sao',
  status: 'Nhật ký và các tài liệu đã đến đâu',
  rebuild: 'Bỏ các tài liệu đi và dựng lại từ các sự kiện',
}

export const demoWords: Readonly<Record<Language, DemoWords>> = { en, vi }
