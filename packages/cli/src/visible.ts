// Text that came from elsewhere, as it is printed: what a terminal would obey, and what nobody would see, is shown as what it is. So
// no name, note or file name can break a line, move the cursor, turn the reading direction or hide letters.

/** Controls, signs of no width, halves of surrogate pairs and breaks of lines. Two joiners belong to words and emoji. */
const unseen = String.raw`(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]`
const everyUnseen = new RegExp(unseen, 'gu')

const lineBreak = String.raw`\n`
const named: Readonly<Record<string, string>> = { '\n': lineBreak, '\r': String.raw`\r`, '\t': String.raw`\t` }
const escaped = (sign: string): string => {
  const code = (sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')
  return named[sign] ?? (code.length > 4 ? String.raw`\u{${code}}` : String.raw`\u${code}`)
}

/**
 * The text in one line.
 * @example visible('An\u202e\n') // 'An\\u202e\\n'
 */
export const visible = (text: string): string => text.replaceAll(everyUnseen, escaped)

/** The same line by line: each break is shown where it stands. */
export const visibleLines = (text: string): readonly string[] => {
  const lines = text.split(/\r\n|\r|\n/)
  return lines.map((line, i) => visible(line) + (i < lines.length - 1 ? lineBreak : ''))
}

const laidOut = new RegExp(String.raw`(\n|\x1b\[[\d;]*m)|${unseen}`, 'gu')
/** What was laid out from visible text keeps its line breaks and colours. */
export const visibleLayout = (text: string): string =>
  text.replaceAll(laidOut, (sign, ours: string | undefined) => ours ?? escaped(sign))

const units = (sign: string): string =>
  Array.from({ length: sign.length }, (_, i) => String.raw`\u${sign.charCodeAt(i).toString(16).padStart(4, '0')}`).join(
    '',
  )
/** A value as JSON, in which unseen signs are escaped too. Sums may be larger than a number of JSON is exact for: they are texts. */
export const visibleJson = (value: unknown, indent = 2): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each), indent).replaceAll(
    everyUnseen,
    sign => (sign === '\n' ? sign : units(sign)),
  )
