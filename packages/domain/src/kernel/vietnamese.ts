// What names are found and sorted by. Databases compare strings by code points or not by Vietnamese rules, so documents carry keys
// for which plain order is right everywhere. The keys say as much about a person as the name does, and are erased with it.

const spaces = /\s+/gu
/** Combining marks of Latin letters: tones, breve, circumflex, horn and their like. */
const marks = /[\u0300-\u036f]/gu

/**
 * What a name is searched by: without accents, đ as d, in lower case, with single spaces.
 * Names that differ in these only have the same key, so people find what they type without accents.
 * @param name in any Unicode form
 * @example searchKeyOf('  Nguyễn  Thị Đào ') // 'nguyen thi dao'
 */
export const searchKeyOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(marks, '')
    .replaceAll('đ', 'd')
    .normalize('NFC')
    .replaceAll(spaces, ' ')
    .trim()

/**
 * The words of a name as people search by them: its search key's, each once, without signs.
 * @param name in any Unicode form
 * @example searchWordsOf('Công ty TNHH Đông-Á') // ['cong', 'ty', 'tnhh', 'dong', 'a']
 */
export const searchWordsOf = (name: string): readonly string[] => [
  ...new Set(searchKeyOf(name).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []),
]

// The first level of a sort key, one weight per letter, so made that a weight followed by others stays in its place:
//   space < ! and a sign < 0–9 < a–z, with a{ for ă, a| for â … behind every word that goes on after a plain a < z~ and another letter
const signs = '_-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$' // in the order of the Unicode collation algorithm
const lettersOfTheirOwn = new Map([
  ['a\u0306', 'a{'],
  ['a\u0302', 'a|'],
  ['d\u0335', 'd{'],
  ['e\u0302', 'e{'],
  ['o\u0302', 'o{'],
  ['o\u031b', 'o|'],
  ['u\u031b', 'u{'],
])
/** Level, huyền, hỏi, ngã, sắc, nặng; other marks come after them. */
const tones = new Map([
  ['\u0300', '1'],
  ['\u0309', '2'],
  ['\u0303', '3'],
  ['\u0301', '4'],
  ['\u0323', '5'],
])

const plain = new Set(' 0123456789abcdefghijklmnopqrstuvwxyz')
const weightOf = (letter: string): string => {
  if (plain.has(letter)) return letter
  const sign = signs.indexOf(letter)
  if (sign >= 0) return `!${String.fromCodePoint(0x21 + sign)}`
  return /^[\p{L}\p{N}]/u.test(letter) ? `z~${letter}` : `!~${letter}`
}

/** Đ and ơ are letters of their own; Unicode takes only the second apart. */
const decomposed = (name: string): string =>
  name.normalize('NFKD').replaceAll('đ', 'd\u0335').replaceAll('Đ', 'D\u0335')
const letterWithMarks = /\P{M}\p{M}*/gu

/**
 * What a name is sorted by: the plain code-point order of the keys is Vietnamese dictionary order of the names.
 * First the letters of the whole name count, in the order a ă â b c d đ e ê … o ô ơ … u ư … z, signs before digits before letters;
 * then its tones, in the order level, huyền, hỏi, ngã, sắc, nặng; then its case, small before capital.
 *
 * This is the order of `Intl.Collator('vi')`. They may differ where a name has more than spaces, ASCII signs, digits and the letters
 * of Vietnamese and English: letters of other alphabets and other Latin ones (æ, ø, ß) come after z, signs that are not ASCII after
 * those that are, other marks (ü, ñ) after the tones, each among themselves by code point; and any white space is one space.
 * Dictionaries that compare one syllable, tone and all, before they look at the next are not followed: neither does the collation.
 * @param name in any Unicode form
 * @example ['Đức', 'Dũng', 'An', 'Ân', 'Ánh'].toSorted((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1)) // An, Ánh, Ân, Dũng, Đức
 */
export const sortKeyOf = (name: string): string => {
  let letters = ''
  let tone = ''
  let capital = ''
  const cleaned = name
    .toWellFormed()
    .replaceAll(spaces, ' ')
    .trim()
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
  for (const unit of decomposed(cleaned).match(letterWithMarks) ?? []) {
    const small = unit.toLowerCase()
    capital += small === unit ? '0' : '1'
    tone += '0'
    if (unit.length === 1) {
      letters += weightOf(small)
      continue
    }
    const [letter = '', ...above] = small
    const own = above.find(mark => lettersOfTheirOwn.has(letter + mark))
    letters += lettersOfTheirOwn.get(letter + String(own)) ?? weightOf(letter)
    for (const mark of above) if (mark !== own) tone += tones.get(mark) ?? mark
  }
  // a tab is below every weight; what is left out at the end is the lowest there
  return `${letters}\t${tone.replace(/0+$/, '')}\t${capital.replace(/0+$/, '')}`.replace(/\t+$/, '')
}
