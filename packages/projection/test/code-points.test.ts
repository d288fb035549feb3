import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { behindPrefix, compareCodePoints } from '../src/store.ts'
import { rounds } from '../../testkit/src/campaign.ts'

const edges = ['', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10fffe}', '\u{10ffff}', 'a', 'Nguyễn']
const text = fc
  .array(fc.oneof(fc.constantFrom(...edges), fc.string({ unit: 'binary', maxLength: 2 })), { maxLength: 4 })
  .map(parts => parts.join(''))
const bytes = (value: string) => Buffer.from(value)

describe('code points', () => {
  it('order strings as the bytes of UTF-8 do', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareCodePoints(a, b))).toBe(Buffer.compare(bytes(a), bytes(b)))
      }),
      { numRuns: rounds(2000, 100_000) },
    )
  })

  it('put what lies beyond U+FFFF behind it, where UTF-16 units do not', () => {
    expect(['\uff21', '😀'].sort()).toEqual(['😀', '\uff21'])
    expect(compareCodePoints('😀', '\uff21')).toBeGreaterThan(0)
  })

  it('bound what begins with a prefix', () => {
    fc.assert(
      fc.property(text, text, (prefix, other) => {
        const behind = behindPrefix(prefix)
        for (const value of [other, prefix + other]) {
          const bounded =
            compareCodePoints(value, prefix) >= 0 && (behind === null || compareCodePoints(value, behind) < 0)
          expect(bounded).toBe(value.startsWith(prefix))
        }
      }),
      { numRuns: rounds(2000, 100_000) },
    )
    expect(behindPrefix('a')).toBe('b')
    expect(behindPrefix('a\ud7ff')).toBe('a\ue000')
    expect(behindPrefix('a\u{10ffff}')).toBe('b')
    expect(behindPrefix('\u{10ffff}')).toBeNull()
    expect(behindPrefix('')).toBeNull()
  })
})
