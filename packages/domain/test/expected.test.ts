import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { aggregates, expectedInWords } from '../src/index.ts'

const said = (schema: z.ZodType, value: unknown): readonly string[] =>
  schema.safeParse(value, { error: expectedInWords }).error?.issues.map(({ message }) => message) ?? []

describe('what was expected', () => {
  it.each([
    ['expected at most 2 characters', z.string().max(2), 'abc'],
    ['expected at least 1 character', z.string().min(1), ''],
    ['expected at least 1 item', z.array(z.string()).min(1), []],
    ['expected at most 1 item', z.array(z.string()).max(1), ['a', 'b']],
    ['expected exactly 3 characters', z.string().length(3), 'ab'],
    ['expected a number of at most 100', z.number().max(100), 101],
    ['expected a number of more than 0', z.number().positive(), 0],
    ['expected a whole number', z.int(), 1.5],
    ['expected a multiple of 5', z.number().multipleOf(5), 7],
    ['expected text', z.string(), 1],
    ['required: expected text', z.string(), undefined],
    ['expected a list', z.array(z.string()), 'a'],
    ['expected true or false', z.boolean(), 'yes'],
    ["expected 'en' or 'vi'", z.enum(['en', 'vi']), 'de'],
    ['expected a UUID', z.uuid(), 'x'],
    ['expected a day like 2026-03-31', z.iso.date(), '31/03/2026'],
    ['expected an object with fields', z.strictObject({}), 'x'],
    ['no such field', z.strictObject({}), { x: 1 }],
    ['expected another value', z.union([z.string(), z.number()]), true],
  ] as const)('is said in words: %s', (words, schema, value) => {
    expect(said(schema, value)).toEqual([words])
  })

  it('is what the schema says itself, where it does', () => {
    expect(said(z.string('expected a name'), 1)).toEqual(['expected a name'])
  })

  it('is said by every command, given nothing', () => {
    for (const { commands } of Object.values(aggregates))
      for (const { schema } of Object.values(commands)) {
        expect(said(schema, 'nothing')).toEqual(['expected an object with fields'])
        for (const message of said(schema, {})) expect(message).toMatch(/^(required: )?expected /)
      }
  })
})
