// Value objects and the schemas of the fields that aggregates share.
import { z } from 'zod'
import { expected } from './expected.ts'

/** The id of a thing of that kind; generators draw from a small pool per kind, so that references hit. */
export const id = (kind: string) => z.uuid().toLowerCase().describe(`Which ${kind}`).meta({ kind })

/** One line or more of text from people: trimmed, in Unicode NFC, never empty. */
export const text = (max = 500) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .min(1, { abort: true })
    .max(max)
    .refine(
      value => value.isWellFormed(),
      expected({ en: 'expected well-formed Unicode', vi: 'cần văn bản Unicode hợp lệ' }),
    )
    .refine(
      value => !controls.test(value) && visible.test(value),
      expected({
        en: 'expected text that can be seen, without control characters',
        vi: 'cần văn bản nhìn thấy được, không có ký tự điều khiển',
      }),
    )
/** What drives a terminal or shows nothing; tabs and line ends are text. */
const controls = /(?![\t\n\r])\p{Cc}/u
const visible = /[^\p{Cc}\p{Cf}\p{Z}]/u

/** A name of one line: text without line breaks, and without the controls that make text read in another direction. */
export const line = (max = 200) =>
  text(max).refine(
    value => !lineBreaks.test(value) && !bidirectionalControls.test(value),
    expected({
      en: 'expected one line, without controls of the reading direction',
      vi: 'cần một dòng, không có ký tự đổi chiều đọc',
    }),
  )
const lineBreaks = /[\n\r\u2028\u2029]/
const bidirectionalControls = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/

/** A short label that is no personal data: a tag, an industry, a department; the code of a catalogue's entry. */
export const code = line(60)

/** Words of people's own making that things are kept by: any but the one that objects take for something else. */
export const keyWord = (max: number) =>
  line(max).refine(given => given !== '__proto__', expected({ en: 'expected another word', vi: 'cần từ khác' }))
export const keyCode = keyWord(60)

/** The code of a rejection, as a process states it. */
export const rejectionCode = z.string().regex(/^[A-Z][A-Z0-9_]{0,59}$/)

export const percent = z.int().min(0).max(100)
const marginExpected = expected({
  en: 'expected a percentage from 0 to 100 with at most two decimals',
  vi: 'cần tỷ lệ phần trăm từ 0 đến 100, nhiều nhất hai chữ số thập phân',
})
/** How much of revenue is margin, in commands and questions. */
export const marginGiven = z
  .number(marginExpected)
  .min(0, { error: marginExpected, abort: true })
  .max(100, { error: marginExpected, abort: true })
  .refine(value => Math.round(value * 100) / 100 === value, marginExpected)
export const day = z.iso.date()
const dayExpected = expected({
  en: 'expected a day like 2026-03-31, of 1900 or later',
  vi: 'cần ngày như 2026-03-31, từ năm 1900',
})
/** A day in a command: of the years 1900 to 2199, so that a slip of the pen is no fact. */
export const dayGiven = z.iso
  .date({ error: dayExpected, abort: true })
  .refine(given => given >= '1900' && given < '2200', dayExpected)
