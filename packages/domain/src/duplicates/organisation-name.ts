// Names of organisations are written with and without what kind of company they are: the rest is what tells them apart.
import { searchKeyOf } from '../kernel/vietnamese.ts'

/**
 * Legal forms of Vietnam and abroad, as words of a search key, longest first where one begins with another. Taken away at the beginning
 * and at the end only: in the middle of a name they are part of it.
 */
const before = [
  'cong ty trach nhiem huu han mot thanh vien',
  'cong ty trach nhiem huu han hai thanh vien tro len',
  'cong ty trach nhiem huu han',
  'cong ty tnhh mot thanh vien',
  'cong ty tnhh mtv',
  'cong ty tnhh 1tv',
  'cong ty tnhh 1 thanh vien',
  'cong ty tnhh hai thanh vien tro len',
  'cong ty tnhh',
  'cong ty co phan',
  'cong ty cp',
  'cong ty hop danh',
  'cong ty lien doanh',
  'doanh nghiep tu nhan',
  'ho kinh doanh',
  'hop tac xa',
  'lien hiep hop tac xa',
  'tong cong ty co phan',
  'tong cong ty',
  'tap doan',
  'cong ty',
  'tnhh mot thanh vien',
  'tnhh mtv',
  'tnhh',
  'mtv',
  'ctcp',
  'cty tnhh mtv',
  'cty tnhh',
  'cty co phan',
  'cty cp',
  'cty',
  'dntn',
  'hkd',
  'htx',
  'the',
]
const after = [
  'joint stock company',
  'one member limited liability company',
  'one member company limited',
  'limited liability company',
  'private limited',
  'company limited',
  'public limited company',
  'one member co ltd',
  'co ltd',
  'pte ltd',
  'pty ltd',
  'private enterprise',
  'corporation',
  'incorporated',
  'company',
  'limited',
  'group',
  'jsc',
  'corp',
  'ltd',
  'llc',
  'inc',
  'plc',
  'gmbh',
  'co',
  'sa',
  'ag',
  'ctcp',
  'tnhh',
  'jsc vn',
]
const longestFirst = (forms: readonly string[]) => forms.toSorted((a, b) => b.length - a.length)
const [atStart, atEnd] = [longestFirst(before), longestFirst(after)]

const withoutForm = (words: string): string => {
  const start = atStart.find(form => words.startsWith(`${form} `))
  if (start !== undefined) return words.slice(start.length + 1)
  const end = atEnd.find(form => words.endsWith(` ${form}`))
  return end === undefined ? words : words.slice(0, -end.length - 1)
}

/**
 * What two names of one organisation have in common: its name without its legal form, accents, case and signs, đ as d.
 * @returns '' where nothing is left that could tell it from another
 * @example organisationKeyOf('CÔNG TY TNHH MTV Hòa-Bình') // 'hoa binh'
 * @example organisationKeyOf('Hoa Binh Co., Ltd.') // 'hoa binh'
 */
export const organisationKeyOf = (name: string): string => {
  let words = searchKeyOf(name)
    .replaceAll(/&/gu, ' va ')
    .replaceAll(/(?<=\b\p{L})\.(?=\p{L}\b)/gu, '') // J.S.C. is JSC
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  for (;;) {
    const shorter = withoutForm(words)
    if (shorter === words) return onlyForms.has(words) ? '' : words
    words = shorter
  }
}
const onlyForms = new Set([...before, ...after])
