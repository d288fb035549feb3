import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rowsOf } from '../src/csv/read.ts'
import { all } from './start.ts'

async function* chunks(text: string, size: number) {
  await Promise.resolve()
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}
const cellsOf = async (text: string, delimiter = ',', size = text.length) =>
  (await all(rowsOf(chunks(text, size), delimiter))).map(({ cells }) => cells)

it('a formula that only says that digits are text needs no quotes around it', async () => {
  expect(await cellsOf('id,phone\nA,="0912345673"\n="007",="",x\n')).toEqual([
    ['id', 'phone'],
    ['A', '="0912345673"'],
    ['="007"', '=""', 'x'],
  ])
  expect(await cellsOf('="a,b";="c"', ';')).toEqual([['="a,b"', '="c"']])
})

it('they are read on behind a broken quote too', async () => {
  expect(await cellsOf('A,="01"\nB,"x" y\nC,="02"\n')).toEqual([
    ['A', '="01"'],
    ['B', '"x" y'],
    ['C', '="02"'],
  ])
})

it('what looks like one inside another cell stays', async () => {
  expect(await cellsOf('"a,=",","\n')).toEqual([['a,=', ',']])
  expect(await cellsOf('"line\n=""x""\n",="1"')).toEqual([['line\n="x"\n', '="1"']])
})

it('cells are read alike however they are quoted and wherever the file is cut', async () => {
  const plain = fc.string({ unit: fc.constantFrom('a', '0', '=', ' ', ',', '\n', '"') })
  const digits = fc.string({ unit: fc.constantFrom('0', '9', ',', ' ') }).map(text => `="${text}"`)
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
  const cells = fc.oneof(
    plain.map(cell => ({ cell, written: quoted(cell) })),
    digits.map(cell => ({ cell, written: cell })),
  )
  const table = fc.array(fc.array(cells, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (rows, size) => {
      const text = rows.map(row => row.map(({ written }) => written).join(',')).join('\n')
      const blank = (row: readonly string[]) => row.length === 1 && row[0] === ''
      expect((await cellsOf(text, ',', size)).filter(row => !blank(row))).toEqual(
        rows.map(row => row.map(({ cell }) => cell)).filter(row => !blank(row)),
      )
    }),
    { numRuns: 300 },
  )
})
