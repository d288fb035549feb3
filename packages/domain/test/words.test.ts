import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  everyAggregate,
  expected,
  expectedInWords,
  kernelRejections,
  moneyOf,
  wordsOf,
  wordsOfIssue,
  AmountInvalid,
} from '../src/index.ts'

const wordsFor = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value, { error: expectedInWords }).error?.issues.map(wordsOfIssue) ?? []

describe('a rejection', () => {
  const rejections = everyAggregate.flatMap(({ rejections }) => Object.entries(rejections))

  it.each([...rejections, ...Object.entries(kernelRejections)])(
    '%s is said in English and Vietnamese',
    (_, wording) => {
      const { en, vi } = wordsOf(wording)
      expect(en).not.toBe('')
      expect(vi).not.toBe(en)
    },
  )
})

describe('what was expected', () => {
  it.each([
    ['cần nhiều nhất 2 ký tự', z.string().max(2), 'abc'],
    ['bắt buộc: cần văn bản', z.string(), undefined],
    ['cần văn bản', z.string(), 1],
    ['cần một số nhiều nhất 100', z.number().max(100), 101],
    ["cần 'en' hoặc 'vi'", z.enum(['en', 'vi']), 'de'],
    ['cần ngày như 2026-03-31', z.iso.date(), '31/03/2026'],
    ['không có trường này', z.strictObject({}), { x: 1 }],
    ['cần giá trị khác', z.union([z.string(), z.number()]), true],
  ] as const)('is said in Vietnamese: %s', (vi, schema, value) => {
    expect(wordsFor(schema, value).map(words => words.vi)).toEqual([vi])
  })

  it('is what the schema says itself, where it does', () => {
    const schema = z.string(expected({ en: 'expected a colour', vi: 'cần một màu' }))
    expect(wordsFor(schema, 1)).toEqual([{ en: 'expected a colour', vi: 'cần một màu' }])
  })

  it('is said in English alone where a schema says nothing else', () => {
    expect(wordsFor(z.string('expected a shape'), 1)).toEqual([{ en: 'expected a shape', vi: 'expected a shape' }])
  })

  it('is said in Vietnamese by every command, given nothing or what no field takes', () => {
    for (const { commands } of everyAggregate)
      for (const { schema } of Object.values(commands)) {
        const fields = schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
        const strange = [{}, 'nothing', ...[true, -1.5, '', '\u0000', [], {}].map(of)]
        function of(value: unknown) {
          return Object.fromEntries(fields.map(field => [field, value]))
        }
        for (const input of strange) for (const { en, vi } of wordsFor(schema, input)) expect(vi, en).not.toBe(en)
      }
  })

  it.each([
    ['-5', 'VND', 'expected an amount of VND, not negative', 'cần số tiền VND, không âm'],
    [
      '1.505',
      'USD',
      'expected an amount of USD, with at most 2 decimals',
      'cần số tiền USD, có nhiều nhất 2 chữ số thập phân',
    ],
    [
      '-1.5',
      'VND',
      'expected an amount of VND, not negative and without decimals',
      'cần số tiền VND, không âm và không có phần thập phân',
    ],
    [
      'five',
      'VND',
      'expected an amount of VND, not negative and without decimals',
      'cần số tiền VND, không âm và không có phần thập phân',
    ],
  ])('is said of %s %s, and only what it breaks', (amount, currency, en, vi) => {
    expect(() => moneyOf(amount, currency)).toThrow(expect.objectContaining({ words: { en, vi } }))
  })

  it('is said of an amount that is none', () => {
    expect(() => moneyOf('1.5', 'VND')).toThrow(AmountInvalid)
    expect(() => moneyOf('1.5', 'VND')).toThrow('expected an amount of VND, without decimals')
  })
})
