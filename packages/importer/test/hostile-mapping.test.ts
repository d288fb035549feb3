// A mapping file may hold anything. What is said of it is short, and repeats no value.
import { rounds } from '@eventcrm/testkit'
import fc from 'fast-check'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { describeForms, MappingInvalid, parseMapping, readMapping } from '../src/index.ts'
import { temporaryFolder } from './start.ts'

const canary = '0912 345 678'
const long = 'x'.repeat(100_000)
const values = fc.constantFrom<unknown>(
  canary,
  long,
  `\u202e${canary}`,
  '\0',
  null,
  -1,
  1e300,
  true,
  [],
  [canary],
  {},
  [long],
)
const settings = [
  'key',
  'heading',
  'rows',
  'delimiter',
  'dateFormat',
  'numbers',
  'country',
  'emptyWords',
  'custom',
] as const
const cellSettings = [
  'column',
  'columns',
  'values',
  'value',
  'whenEmpty',
  'whenInvalid',
  'scale',
  'join',
  'separator',
  'unit',
] as const
const names = fc.constantFrom(long, 'a.b', '$where', '__proto__', 'constructor', '', '\u202e')
const record = (known: readonly string[], of: fc.Arbitrary<unknown>) =>
  fc.dictionary(fc.oneof(fc.constantFrom(...known), names), of, { maxKeys: 4 })

it.each(describeForms().map(({ kind, fields }) => [kind, fields.map(({ name }) => name)] as const))(
  'what is said of a hostile mapping of %s is short, without a value',
  (becomes, fields) => {
    const cell = fc.oneof(values, record(cellSettings, fc.oneof(values, record(['a'], values))))
    const mapping = fc
      .tuple(
        record(settings, fc.oneof(values, record(['from', 'to', 'decimal'], values))),
        fc.oneof(values, record(fields, cell)),
      )
      .map(([shared, fields]) => ({ ...shared, becomes, fields }))
    fc.assert(
      fc.property(mapping, given => {
        try {
          parseMapping(given)
        } catch (error) {
          expect(error).toBeInstanceOf(MappingInvalid)
          const message = error instanceof Error ? error.message : ''
          expect(message).not.toContain(canary)
          expect(message).not.toContain('x'.repeat(41))
          expect(message.length).toBeLessThan(10_000)
        }
      }),
      { numRuns: rounds(100, 5_000) },
    )
  },
)

it('says where a file stops being JSON, and not what stands there', async () => {
  const file = join(await temporaryFolder(), 'm.json')
  const saidOf = async (text: string) => {
    await writeFile(file, text)
    return readMapping(file).then(
      () => '',
      (error: unknown) => String(error),
    )
  }
  expect(await saidOf(`{"becomes": "product",\n"key": ${canary}}`)).toMatch(/expected JSON/)
  for (const text of [canary, `{"a": ${canary}}`, `"${canary}`, `${canary},code,name\n`, `{"a": "${canary}"`])
    expect(await saidOf(text)).not.toContain('0912')
})
