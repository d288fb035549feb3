import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { expectedIn } from '../src/expected.ts'

const said = (schema: z.ZodType, value: unknown): string =>
  expectedIn(schema.safeParse(value).error?.issues[0]?.message)

describe('what was expected', () => {
  it.each([
    ['expected at most 2 characters', z.string().max(2), 'abc'],
    ['expected at least 2 characters', z.string().min(2), 'a'],
    ['expected a value', z.string().min(1), ''],
    ['expected a value', z.array(z.string()).min(1), []],
    ['expected at most 1 items', z.array(z.string()).max(1), ['a', 'b']],
    ['expected a number of at most 100', z.number().max(100), 101],
    ['expected a number of at least 2', z.int().min(2), 1],
    ['expected string, received number', z.string(), 1],
    ['expected one of "en"|"vi"', z.enum(['en', 'vi']), 'de'],
    ['expected a day', z.string('expected a day'), 1],
  ] as const)('is said in words: %s', (words, schema, value) => {
    expect(said(schema, value)).toBe(words)
  })
})
