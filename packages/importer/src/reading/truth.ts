import type { Words } from '@eventcrm/crm'
import type { Read } from './read.ts'
import { foldedText } from './text.ts'

const meanings: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'có', 'x', '1'].map(word => [word, true] as const),
  ...['false', 'no', 'không', '0'].map(word => [word, false] as const),
])

const expected: Words = {
  en: "expected yes or no, có or không, true or false, 1 or 0, or x for yes; say in the mapping's `values` what other words mean",
  vi: 'cần có hoặc không, yes hoặc no, true hoặc false, 1 hoặc 0, hoặc x nghĩa là có; hãy ghi trong `values` của tệp ánh xạ từ khác nghĩa là gì',
}

/** Whether something is so, as people write it; case says nothing. */
export const readTruth = (written: string): Read<boolean> => {
  const value = meanings.get(foldedText(written).normalize('NFC'))
  return value === undefined ? { expected } : { value }
}
