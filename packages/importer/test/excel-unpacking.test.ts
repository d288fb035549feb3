import { expect, it } from 'vitest'
import { importRows, parseMapping } from '../src/index.ts'
import { all, start } from './start.ts'
import { textRow, xlsxOf } from './xlsx-file.ts'

const mapping = parseMapping({ becomes: 'product', key: ['code'], fields: { code: 'code', name: 'name' } })

async function* chunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

it('an Excel file that takes long to unpack is let go of when the import is stopped', async () => {
  const { crm } = await start()
  const rows = Array.from({ length: 30_000 }, (_, n) => textRow(n + 2, `P${String(n)}`, 'Pen'))
  const bytes = xlsxOf({ Hàng: textRow(1, 'code', 'name') + rows.join('') })
  const whole = importRows(crm, chunk(bytes), mapping)[Symbol.asyncIterator]()
  const first = whole.next().then(() => 'the one that goes on')
  const controller = new AbortController()
  const reason = new Error('stopped')
  async function* stopped() {
    yield bytes
    setImmediate(() => {
      controller.abort(reason)
    })
  }
  const other = all(importRows(crm, stopped(), mapping, { signal: controller.signal }))
  const ended = expect(other).rejects.toBe(reason)
  expect(await Promise.race([first, ended.then(() => 'the one that is stopped')])).toBe('the one that is stopped')
  await first
  await whole.return(undefined)
})
