import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { searchKeyOf, sortKeyOf } from '../src/index.ts'
import { rounds } from '../../testkit/src/campaign.ts'

const onsets = [
  '',
  'b',
  'c',
  'ch',
  'd',
  'đ',
  'g',
  'gh',
  'gi',
  'h',
  'k',
  'kh',
  'l',
  'm',
  'n',
  'ng',
  'ngh',
  'nh',
  'ph',
  'qu',
  'r',
  's',
  't',
  'th',
  'tr',
  'v',
  'x',
]
const vowels = ['a', 'ă', 'â', 'e', 'ê', 'i', 'o', 'ô', 'ơ', 'u', 'ư', 'y']
const tones = ['', '\u0300', '\u0309', '\u0303', '\u0301', '\u0323']
const codas = ['', 'c', 'ch', 'i', 'm', 'n', 'ng', 'nh', 'o', 'p', 't', 'u', 'y']

const cased = (words: fc.Arbitrary<string>) =>
  fc.tuple(words, fc.constantFrom('lower', 'title', 'upper')).map(([word, way]) => {
    if (way === 'upper') return word.toUpperCase()
    return way === 'title' ? word.slice(0, 1).toUpperCase() + word.slice(1) : word
  })
const syllable = cased(
  fc
    .tuple(fc.constantFrom(...onsets), fc.constantFrom(...vowels), fc.constantFrom(...tones), fc.constantFrom(...codas))
    .map(parts => parts.join('').normalize('NFC')),
)
const letter = cased(
  fc
    .tuple(fc.constantFrom(...Array.from('abcdđefghijklmnopqrstuvwxyz'), ...vowels), fc.constantFrom(...tones))
    .map(parts => parts.join('').normalize('NFC')),
)
const mixed = fc
  .array(fc.oneof(letter, letter, fc.constantFrom(...Array.from('0123456789_-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$'))), {
    minLength: 1,
    maxLength: 6,
  })
  .map(parts => parts.join(''))
const name = fc.oneof(
  fc.array(syllable, { minLength: 1, maxLength: 4 }).map(words => words.join(' ')),
  fc.array(mixed, { minLength: 1, maxLength: 3 }).map(words => words.join(' ')),
)

/** A name, and another close to it, so that more than the first letter decides. */
const namesAlike = fc
  .tuple(
    name,
    name,
    fc.constantFrom('tones', 'case', 'tail', 'other'),
    fc.array(fc.nat(5), { minLength: 20, maxLength: 20 }),
  )
  .map(([one, other, how, draws]) => {
    if (how === 'case')
      return [
        one,
        [...one].map((char, i) => ((draws[i % 20] ?? 0) > 3 ? char.toUpperCase() : char.toLowerCase())).join(''),
      ] as const
    if (how === 'tail') return [one, `${one}${other}`] as const
    if (how === 'other') return [one, other] as const
    const toned = one
      .normalize('NFD')
      .replaceAll(
        /([aeiouy])([\u0300-\u036f]*)/giu,
        (_, vowel: string, marks: string, at: number) =>
          vowel + marks.replaceAll(/[^\u0306\u0302\u031b]/gu, '') + String(tones[draws[at % 20] ?? 0]),
      )
    return [one, toned.normalize('NFC')] as const
  })

/** Code-point order, which JavaScript's < is not beyond U+FFFF. */
const codePointOrder = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
const byKey = (a: string, b: string) => codePointOrder(sortKeyOf(a), sortKeyOf(b))

describe('the key that names are searched by', () => {
  it.each([
    ['  Nguyễn  Thị\tĐào ', 'nguyen thi dao'],
    ['Ưng Hoàng Phúc', 'ung hoang phuc'],
    ['Công ty TNHH Đại Việt & Cộng sự', 'cong ty tnhh dai viet & cong su'],
    ['ĂÂĐÊÔƠƯ ăâđêôơư', 'aadeoou aadeoou'],
    ['Ｈà Ｎội', 'ha noi'],
    ['한국 상사', '한국 상사'],
  ])('%s: %s', (written, key) => {
    expect(searchKeyOf(written)).toBe(key)
  })
  it('is the same in every Unicode form and case', () => {
    fc.assert(
      fc.property(name, written => {
        for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'])
          expect(searchKeyOf(written.normalize(form))).toBe(searchKeyOf(written))
        expect(searchKeyOf(written.toUpperCase())).toBe(searchKeyOf(written.toLowerCase()))
      }),
    )
  })
  it('is its own key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), written => {
        expect(searchKeyOf(searchKeyOf(written))).toBe(searchKeyOf(written))
      }),
    )
  })
  it('has nothing left but plain letters where the name is Vietnamese', () => {
    fc.assert(
      fc.property(fc.array(syllable, { minLength: 1 }), words => {
        expect(searchKeyOf(words.join('  '))).toMatch(/^[a-z]+( [a-z]+)*$/)
      }),
    )
  })
})

describe('the key that names are sorted by', () => {
  it('puts names in dictionary order', () => {
    const dictionary = [
      ...['10 Miền', '3 Miền', 'A-B', 'A&B', 'an', 'An', 'An Bình', 'Án Bình', 'an toàn', 'anh', 'Ăn', 'Ân'],
      ...[
        'ba',
        'bà',
        'bả',
        'bã',
        'bá',
        'bạ',
        'bác',
        'băng',
        'bâng',
        'Công ty 2',
        'Công ty An',
        'Cường',
        'dương',
        'Dương',
        'Đào',
        'Đức',
      ],
      ...[
        'êm',
        'Fahasa',
        'hoa',
        'hoà',
        'hòa',
        'Lê',
        'lên',
        'mơ',
        'ngô',
        'ngơ',
        'Nguyên',
        'Nguyễn',
        'Nguyễn Văn An',
        'Nguyễn Văn Ân',
        'Nguyên Vũ',
      ],
      ...['Ô', 'Ơ', 'Phạm', 'Trần', 'trôi', 'trời', 'U Minh', 'ươm', 'vũ', 'vụ', 'Zalo', '上海'],
    ]
    expect(dictionary.toReversed().toSorted(byKey)).toEqual(dictionary)
    expect(dictionary.toReversed().toSorted(new Intl.Collator('vi').compare)).toEqual(dictionary)
  })
  it('is used with plain comparison', () => {
    const byName = (a: string, b: string) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1)
    expect(['Đức', 'Dũng', 'An', 'Ân', 'Ánh'].toSorted(byName)).toEqual(['An', 'Ánh', 'Ân', 'Dũng', 'Đức'])
  })
  it('puts names in the order of the platform’s Vietnamese collation', () => {
    const collator = new Intl.Collator('vi')
    expect(collator.resolvedOptions().locale).toBe('vi')
    const decidedBy = { letters: 0, tones: 0, case: 0, nothing: 0 }
    fc.assert(
      fc.property(namesAlike, ([a, b]) => {
        const order = Math.sign(byKey(a, b))
        expect(order).toBe(Math.sign(collator.compare(a, b)))
        const level = [0, 1, 2].find(i => sortKeyOf(a).split('\t')[i] !== sortKeyOf(b).split('\t')[i])
        decidedBy[level === undefined ? 'nothing' : level === 0 ? 'letters' : level === 1 ? 'tones' : 'case']++
      }),
      { numRuns: rounds(5000, 100_000) },
    )
    for (const count of Object.values(decidedBy)) expect(count).toBeGreaterThan(50)
  })
  it('is the same in every Unicode form, and whatever white space is about', () => {
    fc.assert(
      fc.property(name, written => {
        for (const form of ['NFC', 'NFD']) expect(sortKeyOf(written.normalize(form))).toBe(sortKeyOf(written))
        expect(sortKeyOf(` ${written.replaceAll(' ', ' \t ')} `)).toBe(sortKeyOf(written))
      }),
    )
  })
  it('tells names apart that are written apart', () => {
    fc.assert(
      fc.property(namesAlike, ([a, b]) => {
        expect(sortKeyOf(a) === sortKeyOf(b)).toBe(a === b)
      }),
    )
  })
  it('puts other alphabets behind, and takes any string', () => {
    expect(['上海', 'Ω', 'Zalo', '7', '-'].toSorted(byKey)).toEqual(['-', '7', 'Zalo', 'Ω', '上海'])
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), any => {
        expect(sortKeyOf(any).isWellFormed()).toBe(true)
      }),
    )
  })
})
