// Stored strings are ordered by code point, as SQLite's and MongoDB's bytes of UTF-8 are; JavaScript's `<` goes by UTF-16 unit,
// where an emoji comes before U+FF01.

/** A UTF-16 unit's rank among code points: surrogates stand for what lies beyond U+FFFF. */
const rank = (unit: number) => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800)

/** Below 0, 0 or above 0, by code point. */
export const compareCodePoints = (a: string, b: string): number => {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

/**
 * The first string behind all that begin with the prefix, so that `prefix ≤ s < behindPrefix(prefix)` says "begins with".
 * @returns null when nothing lies behind them: the prefix is empty, or all U+10FFFF
 */
export const behindPrefix = (prefix: string): string | null => {
  const points = [...prefix]
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) ?? 0
    // U+D800 to U+DFFF are no characters
    if (point < 0x10ffff) return points.join('') + String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1)
  }
  return null
}
