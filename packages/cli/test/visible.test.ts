import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { wrapped } from '../src/layout.ts'
import { quoted, quotedFile, withQuoted } from '../src/quoted.ts'
import { visible, visibleJson, visibleLayout, visibleLines } from '../src/visible.ts'

const hostile = Array.from(
  '\0\u0007\b\t\n\v\r\u001b\u007f\u0085\u009b\u061c\u200e\u200f\u2028\u202a\u202e\u2066\u2069\ufeff\u{e0041}',
)
const texts = fc.string({
  unit: fc.oneof(fc.constantFrom(...hostile, '\ud800', '\udc00', "'", '\\', 'á'), fc.string()),
})
const unseen = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\u{e0041}]/u

describe('what people typed is shown as what it is', () => {
  it('in one line, without a sign that a terminal obeys', () => {
    for (const sign of hostile) expect(visible(`a${sign}b`), sign).toMatch(/^a\\.+b$/)
    expect(visible('An\n\u202e\u001b[2J\u{e0041}\ud800')).toBe(String.raw`An\n\u202e\u001b[2J\u{e0041}\ud800`)
    fc.assert(
      fc.property(texts, text => {
        expect(visible(text)).not.toMatch(unseen)
      }),
    )
  })

  it('and text without such signs as it stands', () => {
    const plain = 'Công ty “Hoa Sen” — 50 % \\n 👩\u200d💻 क्\u200dष'
    expect(visible(plain)).toBe(plain)
  })

  it('with each line break at its place where text has room for several lines', () => {
    expect(visibleLines('one\r\ntwo\rthree\n')).toEqual([String.raw`one\n`, String.raw`two\n`, String.raw`three\n`, ''])
    expect(wrapped('one\ntwo three', 11, 4)).toBe('one\\n\n    two\n    three')
  })

  it('also where whoever laid it out forgot to', () => {
    expect(visibleLayout('\u001b[1mbold\u001b[22m\n\r\u001b[2J\u202e')).toBe(
      '\u001b[1mbold\u001b[22m\n\\r\\u001b[2J\\u202e',
    )
  })

  it('also in JSON, which says the same', () => {
    fc.assert(
      fc.property(fc.dictionary(texts, fc.oneof(texts, fc.integer(), fc.constant(null))), value => {
        const json = visibleJson(value)
        expect(json.replaceAll('\n', '')).not.toMatch(unseen)
        expect(JSON.parse(json)).toEqual(value)
      }),
    )
    expect(visibleJson({ sum: 2n ** 70n })).toContain('"1180591620717411303424"')
  })

  it('and further lines never where the next thing begins', () => {
    fc.assert(
      fc.property(texts, text => {
        const [, ...further] = wrapped(text, 20, 6).split('\n')
        for (const line of further) expect(line).toMatch(/^ {6}/)
        for (const line of further) expect(stringWidth(line)).toBeLessThanOrEqual(20)
      }),
    )
  })
})

describe('a message about what was given', () => {
  it('repeats what is short', () => {
    expect(quoted('Miền Nam')).toBe("'Miền Nam'")
    expect(quotedFile('deals.csv')).toBe("'deals.csv'")
  })

  it('repeats neither what is long nor how to reach somebody', () => {
    expect(quoted('x'.repeat(3_000_000))).toBe(`'${'x'.repeat(40)}…'`)
    expect(quotedFile(`${'x'.repeat(3_000)}.csv`)).toMatch(/^'…x{96}\.csv'$/)
    for (const personal of ['0912345678', '+84 (912) 345-678', 'lan@example.vn', 'Lan 0912.345.678'])
      expect(quoted(personal)).toBe("'…'")
  })

  it('has no such word of the command line', () => {
    const long = 'y'.repeat(100)
    for (const arg of [long, `--as-of=${long}`, `-d${long}`])
      expect(withQuoted(`error: '${long}' is invalid`, [arg])).toBe(`error: '${'y'.repeat(40)}…' is invalid`)
    expect(withQuoted("error: unknown option '--0912345678'", ['--0912345678'])).toBe("error: unknown option '…'")
  })
})
