import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { importFile, parseMapping } from '../src/index.ts'
import { join } from 'node:path'
import { open } from 'node:fs/promises'
import { isThorough } from '../../testkit/src/campaign.ts'
import { start, temporaryFolder } from './start.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const heap = () => {
  collect()
  return process.memoryUsage().heapUsed + process.memoryUsage().external
}

describe('memory', () => {
  it('is flat in the number of rows', async () => {
    const { crm } = await start()
    const file = join(await temporaryFolder(), 'products.csv')
    const rows = isThorough() ? 100_000 : 50_000
    // One row in twenty is about something that is there and says nothing new; the others are written out as rejected.
    const line = (n: number) => (n % 20 === 0 ? `P${String(n % 200)},Pencil,1\n` : `N${String(n)},Pen,free\n`)
    const handle = await open(file, 'w')
    await handle.write('code,name,price\n')
    for (let from = 0; from < rows; from += 1000) {
      await handle.write(Array.from({ length: 1000 }, (_, n) => line(from + n)).join(''))
    }
    await handle.close()
    const mapping = parseMapping({
      becomes: 'product',
      key: ['code'],
      fields: { code: 'code', name: 'name', listPrice: 'price' },
    })
    // Of several moments the least: what is on its way just then comes and goes.
    const samples: Record<'early' | 'late', number[]> = { early: [], late: [] }
    const { rejected, unchanged, created } = await importFile(crm, file, mapping, {
      onRow: ({ row }) => {
        if (row % 1000 !== 0) return
        if (row > 15_000 && row <= 20_000) samples.early.push(heap())
        if (row > rows - 5_000) samples.late.push(heap())
      },
    })
    expect({ rejected, unchanged, created }).toEqual({
      rejected: 0.95 * rows,
      unchanged: 0.05 * rows - 10,
      created: 10,
    })
    const [early, late] = [Math.min(...samples.early), Math.min(...samples.late)]
    // Which row had which key takes at most 32 bytes; it is to be less than 75 in all.
    const more = rows - 20_000
    expect(late - early, `${String(early)} bytes at 20,000 rows, ${String(late)} at the end`).toBeLessThan(75 * more)
  }, 300_000)
})
