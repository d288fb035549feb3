import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMapping, importRows, type RowOutcome } from '../src/index.ts'
import { all, bytes, furnish, start, type Started } from './start.ts'
import { rounds } from '../../testkit/src/campaign.ts'

/** A kind of table: its mapping, and what may stand in the cells of each column. */
interface Table {
  readonly mapping: Record<string, unknown>
  readonly cells: Readonly<Record<string, { readonly good: readonly string[]; readonly bad?: readonly string[] }>>
  /** Columns without which a row says too little, or says something else. */
  readonly needed: readonly string[]
  /** Columns that follow from another: what a team's name says about its leader. */
  readonly follows?: (row: Readonly<Record<string, string>>) => Readonly<Record<string, string>>
}

const tables: Readonly<Record<string, Table>> = {
  products: {
    mapping: {
      becomes: 'product',
      key: ['key'],
      fields: { code: 'code', name: 'name', group: 'group', listPrice: 'price', listedOn: { value: '2026-01-01' } },
    },
    cells: {
      key: { good: ['P1', 'P2', 'P3', '=1+1'] },
      code: { good: ['A', 'B'] },
      name: { good: ['Bút chì', '"quoted", twice', 'two\r\nlines', "'tis", '=SUM(A1)'] },
      group: { good: ['x', 'y', ''] },
      price: { good: ['1', '2.5', ''], bad: ['-1', 'free'] },
    },
    needed: ['key', 'code', 'name'],
  },
  'products without a key': {
    mapping: { becomes: 'product', fields: { code: 'code', name: 'name' } },
    cells: { code: { good: ['A', 'B'] }, name: { good: ['x', 'y'], bad: [''] } },
    needed: ['code', 'name'],
  },
  staff: {
    mapping: {
      becomes: 'staffMember',
      key: ['key'],
      fields: { name: 'name', team: 'team', teamLeader: 'leader', department: 'department', joinedOn: 'joined' },
    },
    cells: {
      key: { good: ['Lan', 'Hoa', 'E3', 'E4'] },
      name: { good: ['Lan', 'Hoa', 'Minh'] },
      team: { good: ['North', 'South', ''] },
      leader: { good: ['Hoa', 'Minh', ''] },
      department: { good: ['Sales', ''] },
      joined: { good: ['2025-01-01', '2026-01-01'], bad: ['2031-01-01'] },
    },
    needed: ['key', 'name', 'team', 'leader', 'joined'],
    follows: ({ key, team }) => ({
      leader: team === 'North' ? 'Hoa' : team === 'South' ? 'Minh' : '',
      // Nobody is called by somebody else's key.
      name: key === 'Lan' || key === 'Hoa' ? key : 'Minh',
    }),
  },
  contacts: {
    mapping: {
      becomes: 'contact',
      key: ['key'],
      fields: {
        kind: 'kind',
        name: 'name',
        phone: 'phone',
        customerCode: 'code',
        accountManager: 'manager',
        addressLabel: 'place',
        country: 'country',
      },
      custom: { size: 'size' },
    },
    cells: {
      key: { good: ['A1', 'A2', 'A3'], bad: [''] },
      kind: { good: ['organisation', 'individual'], bad: ['firm'] },
      name: { good: ['Acme', 'Betatech'] },
      phone: { good: ['0912345678', ''], bad: ['1'] },
      code: { good: ['KH1', 'kh1', 'KH2', ''] },
      manager: { good: ['Lan', 'Nguyễn Thị Lan', ''], bad: ['Hoa'] },
      place: { good: ['office', 'store', ''] },
      country: { good: ['Việt Nam', 'Lào', ''] },
      size: { good: ['small', ''] },
    },
    needed: ['key', 'kind', 'name', 'place'],
  },
  opportunities: {
    mapping: {
      becomes: 'opportunity',
      key: ['key'],
      fields: {
        title: 'title',
        owner: 'owner',
        product: 'product',
        stage: 'stage',
        status: 'status',
        openedOn: 'opened',
        closedOn: 'closed',
        amount: 'amount',
        priority: 'stars',
        tags: 'tags',
        lostReason: 'why',
        currency: { value: 'USD' },
      },
    },
    cells: {
      key: { good: ['O1', 'O2', 'O3'] },
      title: { good: ['Printers', 'Paper'] },
      owner: { good: ['Lan', ''], bad: ['Hoa'] },
      product: { good: ['P1', ''], bad: ['P9'] },
      stage: { good: ['New', 'Qualified', ''], bad: ['Won', 'Nowhere'] },
      status: { good: ['open', 'won', 'lost', ''] },
      opened: { good: ['2026-02-01', '2026-03-01'], bad: [''] },
      closed: { good: ['2026-04-01', '2026-05-01'], bad: [''] },
      amount: { good: ['100', '0', ''] },
      stars: { good: ['1', '3', ''], bad: ['4'] },
      tags: { good: ['vip', 'vip;school', ''] },
      why: { good: ['no budget', ''], bad: ['bad luck'] },
    },
    needed: ['key', 'title', 'status', 'opened', 'closed', 'amount', 'why', 'product'],
  },
}

const csv = (columns: readonly string[], rows: readonly (readonly string[])[]) =>
  stringify([[...columns], ...rows.map(row => [...row])])
const importText = (crm: Started['crm'], mapping: unknown, text: string, concurrency = 64): Promise<RowOutcome[]> =>
  all(importRows(crm, bytes(text), parseMapping(mapping), { concurrency }))

const furnished = async () => {
  const started = await start()
  await furnish(started)
  return started
}

describe.each(Object.entries(tables))('%s', (name, { mapping, cells, needed, follows }) => {
  const columns = Object.keys(cells)
  const anyRow = fc.tuple(
    ...Object.values(cells).map(({ good, bad = [] }) => fc.constantFrom(...good, ...good, ...bad)),
  )
  const goodRow = fc.tuple(...Object.values(cells).map(({ good }) => fc.constantFrom(...good))).map(row => {
    const following = follows?.(Object.fromEntries(columns.map((column, n) => [column, row[n] ?? '']))) ?? {}
    return row.map((cell, n) => following[columns[n] ?? ''] ?? cell)
  })
  const keyed = 'key' in mapping

  it('come to the same however the file is divided, and however many rows are carried out at once', async () => {
    const table = fc.array(anyRow, { minLength: 1, maxLength: 12 })
    const cuts = fc.array(fc.nat(12), { maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(
        table,
        cuts,
        fc.constantFrom(1, 2, 7, 64),
        fc.boolean(),
        async (rows, cuts, concurrency, asFiles) => {
          const whole = await furnished()
          const expected = await importText(whole.crm, mapping, csv(columns, rows))
          const divided = await furnished()
          const outcomes: RowOutcome[] = []
          let from = 0
          for (const to of [...cuts.filter(cut => cut < rows.length), rows.length].sort((a, b) => a - b)) {
            if (to === from) continue
            // Without a key, a row is known by its place among its like in the whole file.
            const [part, text] =
              asFiles && keyed
                ? [mapping, csv(columns, rows.slice(from, to))]
                : [{ ...mapping, rows: { from: from + 2, to: to + 1 } }, csv(columns, rows)]
            outcomes.push(...(await importText(divided.crm, part, text, concurrency)))
            from = to
          }
          expect(await divided.log()).toEqual(await whole.log())
          const said = (all: readonly RowOutcome[]) => all.map(({ outcome, reasons }) => ({ outcome, reasons }))
          expect(said(outcomes)).toEqual(said(expected))
        },
      ),
      { numRuns: rounds(10, 750) },
    )
  })

  it('come to the same after being broken off at any write and started again', async () => {
    // Rows that contradict each other would be gone through more than once.
    const table = keyed
      ? fc.uniqueArray(goodRow, { minLength: 1, maxLength: 4, selector: ([key]) => key })
      : fc.array(goodRow, { minLength: 1, maxLength: 6 })
    let compared = 0
    await fc.assert(
      fc.asyncProperty(table, fc.array(fc.nat(15), { maxLength: 4 }), async (rows, breaks) => {
        const whole = await furnished()
        const expected = await importText(whole.crm, mapping, csv(columns, rows), 1)
        const broken = await furnished()
        const { append } = broken.stores.events
        for (const after of breaks) {
          let writes = 0
          broken.stores.events.append = (...wanted) =>
            writes++ === after ? Promise.reject(new Error('power cut')) : append(...wanted)
          await importText(broken.crm, mapping, csv(columns, rows), 1).catch(() => undefined)
        }
        broken.stores.events.append = append
        await importText(broken.crm, mapping, csv(columns, rows), 1)
        // What was rejected may have found what it lacked the second time.
        if (expected.some(({ outcome }) => outcome === 'rejected')) return
        compared++
        expect(await broken.log()).toEqual(await whole.log())
      }),
      { numRuns: rounds(20, 750) },
    )
    expect(compared, `${name}: tables without a rejected row`).toBeGreaterThan(1)
  })

  it('imported again change nothing, if they agree about each thing and none was rejected', async () => {
    // One record per thing, and rows that each say a part of it.
    const parts = fc.array(fc.record({ of: fc.nat(3), blank: fc.func(fc.boolean()) }), { minLength: 1, maxLength: 10 })
    let compared = 0
    await fc.assert(
      fc.asyncProperty(fc.array(goodRow, { minLength: 1, maxLength: 4 }), parts, async (records, parts) => {
        const things = [...new Map(records.map(record => [keyed ? record[0] : record.join(), record])).values()]
        const rows = parts.map(({ of, blank }) =>
          (things[of % things.length] ?? []).map((cell, n) =>
            !needed.includes(columns[n] ?? '') && blank(n) ? '' : cell,
          ),
        )
        const { crm, head } = await furnished()
        const first = await importText(crm, mapping, csv(columns, rows))
        if (first.some(({ outcome }) => outcome === 'rejected')) return
        compared++
        const position = await head()
        const second = await importText(crm, mapping, csv(columns, rows))
        expect(second.map(({ outcome }) => outcome)).toEqual(rows.map(() => 'unchanged'))
        expect(await head()).toBe(position)
      }),
      { numRuns: rounds(20, 750) },
    )
    expect(compared, `${name}: tables without a rejected row`).toBeGreaterThan(1)
  })
})
