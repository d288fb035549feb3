import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Erased } from '../src/index.ts'
import { changed, differingField, same, withGiven } from '../src/kernel/index.ts'

describe('the same value', () => {
  it('is one with the same parts in whatever order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), value => {
        const turned = (part: unknown): unknown => {
          if (Array.isArray(part)) return part.map(turned)
          if (typeof part !== 'object' || part === null) return part
          return Object.fromEntries(
            Object.entries(part)
              .reverse()
              .map(([key, inner]) => [key, turned(inner)]),
          )
        }
        expect(same(value, turned(value))).toBe(true)
      }),
    )
  })
  it('is not one with a part more, less or other', () => {
    expect(same({ a: 1 }, { a: 1, b: undefined })).toBe(false)
    expect(same({ a: 1, b: 2 }, { a: 1, c: 2 })).toBe(false)
    expect(same([1, 2], [2, 1])).toBe(false)
    expect(same([], {})).toBe(false)
    expect(same(null, {})).toBe(false)
    expect(same({ a: { b: 'x' } }, { a: { b: 'y' } })).toBe(false)
  })
  it('is never one that was erased', () => {
    for (const value of ['', 'An', null, 0, {}]) expect(same(value, Erased)).toBe(false)
    expect(same(Erased, { erased: true })).toBe(true)
  })
})

describe('the field that differs', () => {
  it('is the first of those given', () => {
    const there = { c: 4, b: 3, a: 1, d: 5 }
    expect(differingField({ a: 1, b: 2, c: 3 }, there)).toBe('b')
  })
  it('is none where all given are the same', () => {
    const there = { a: 1, b: 2 }
    expect(differingField({ a: 1 }, there)).toBeUndefined()
    expect(differingField({ a: 1, b: undefined }, there)).toBeUndefined()
  })
})

describe('the values with those given', () => {
  it('take what is given, null too, and keep the others', () => {
    expect(
      withGiven<{ a: string | null; b: string | null; c: string | null }>(
        { a: 'a', b: 'b', c: 'c' },
        { a: 'x', b: null, c: undefined },
      ),
    ).toEqual({ a: 'x', b: null, c: 'c' })
  })
})

describe('what changes', () => {
  it('is what is given and differs, before and since', () => {
    const there = { a: 'a', b: 'b', c: 'c', d: null }
    const given = { a: 'a', b: null, c: undefined, d: 'd' }
    expect(changed<Record<'a' | 'b' | 'c' | 'd', string | null>>(there, given)).toEqual({
      from: { b: 'b', d: null },
      to: { b: null, d: 'd' },
    })
  })
})
