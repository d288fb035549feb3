import { CommandInvalid } from '@eventcrm/crm'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { importRows, parseMapping, type ImportProgress, type RowOutcome } from '../src/index.ts'
import { all, bytes, importText, start, told } from './start.ts'

const products = (more: object = {}, fields: object = {}) => ({
  becomes: 'product',
  key: ['code'],
  fields: { code: 'code', name: 'name', ...fields },
  ...more,
})
const table = (rows: number, name = (n: number) => `Product ${String(n)}`) =>
  ['code,name', ...Array.from({ length: rows }, (_, n) => `P${String(n)},${name(n)}`)].join('\n')

describe('an import', () => {
  it('tells what became of each row, in the order of the file, whatever is done at the same time', async () => {
    const { crm } = await start()
    // Sending takes the longer the earlier the row, so that rows end in the opposite order.
    let sent = 0
    const slow = {
      ...crm,
      send: async (...wishes: Parameters<typeof crm.send>) =>
        setTimeout(Math.max(0, 30 - 5 * sent++)).then(() => crm.send(...wishes)),
    }
    const outcomes = await all(importRows(slow, bytes(table(20)), parseMapping(products()), { concurrency: 8 }))
    expect(outcomes.map(({ row }) => row)).toEqual(Array.from({ length: 20 }, (_, n) => n + 2))
  })

  it('carries rows about one thing out in the order of the file', async () => {
    const { crm, log } = await start()
    const names = ['One', 'Two', 'Three', 'Four', 'Five']
    await all(
      importText(crm, products(), ['code,name', ...names.map(name => `P1,${name}`)].join('\n'), { concurrency: 64 }),
    )
    const events = Object.values(await log()).flat()
    expect(
      events.filter(({ type }) => type === 'ProductRenamed').map(({ data }) => (data as { to: string }).to),
    ).toEqual(names.slice(1))
  })

  it('has no more under way than it was told', async () => {
    const { crm } = await start()
    let now = 0
    let most = 0
    const counted = {
      ...crm,
      send: async (...wishes: Parameters<typeof crm.send>) => {
        most = Math.max(most, ++now)
        await setTimeout(1)
        return crm.send(...wishes).finally(() => now--)
      },
    }
    await all(importRows(counted, bytes(table(40)), parseMapping(products()), { concurrency: 4 }))
    expect(most).toBe(4)
  })

  it('imports the rows asked for, numbered as a spreadsheet shows them, both included', async () => {
    const { outcomes, crm } = await start()
    expect(told(await outcomes(products({ rows: { from: 3, to: 4 } }), table(5)))).toEqual(['3 created', '4 created'])
    expect(told(await outcomes(products({ rows: { from: 5 } }), table(5)))).toEqual(['5 created', '6 created'])
    expect(told(await outcomes(products({ rows: { to: 2 } }), table(5)))).toEqual(['2 created'])
    expect((await crm.state('products', await crm.idFor('product', 'P4'))).status).toBe('listed')
  })

  it('refuses a file that ends above the first row asked for, naming its last', async () => {
    const { outcomes } = await start()
    const behind = products({ rows: { from: 7 } })
    await expect(outcomes(behind, table(4))).rejects.toMatchObject({
      code: 'RowsBehindEnd',
      row: 5,
      message: 'The rows asked for begin with row 7, but the last row of the file is row 5',
    })
    expect(await outcomes(behind, table(0))).toEqual([])
  })

  it('stamps every event with who, why and which import', async () => {
    const { crm, stores } = await start()
    await all(importText(crm, products(), table(2), { actor: 'hoa', reason: 'Opening stock' }))
    const events = (await all(stores.events.readAll())).filter(({ type }) => type === 'ProductListed')
    expect(events.map(({ metadata }) => [metadata.actor, metadata.source])).toEqual([
      ['hoa', 'import'],
      ['hoa', 'import'],
    ])
    expect(new Set(events.map(({ metadata }) => metadata.$correlationId)).size).toBe(1)
    const [event] = await all(crm.history('products', await crm.idFor('product', 'P0')))
    expect(event?.reason).toBe('Opening stock')
  })

  it('says how far it is', async () => {
    const { crm } = await start()
    const said: ImportProgress[] = []
    const text = table(100)
    await all(
      importRows(crm, bytes(text, 64), parseMapping(products()), {
        concurrency: 4,
        onProgress: progress => said.push(progress),
      }),
    )
    expect(said.map(({ rows }) => rows)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1))
    expect(said.at(-1)).toEqual({ rows: 100, bytes: Buffer.byteLength(text), totalBytes: null })
    expect(said[0]?.bytes).toBeLessThan(Buffer.byteLength(text))
  })

  it('stops where it is told, with what was begun finished and told', async () => {
    const { crm } = await start()
    const stop = new AbortController()
    const outcomes: RowOutcome[] = []
    const importing = async () => {
      for await (const outcome of importText(crm, products(), table(50), { concurrency: 5, signal: stop.signal })) {
        outcomes.push(outcome)
        if (outcomes.length === 8) stop.abort(new Error('enough'))
      }
    }
    await expect(importing()).rejects.toThrow('enough')
    expect(outcomes).toHaveLength(10)
    expect(await crm.state('products', await crm.idFor('product', 'P9'))).toMatchObject({ status: 'listed' })
    expect(await crm.state('products', await crm.idFor('product', 'P10'))).toMatchObject({ status: 'unknown' })
  })

  it('begins nothing where it was stopped before', async () => {
    const { crm, head } = await start()
    const before = await head()
    await expect(
      all(importText(crm, products(), table(5), { signal: AbortSignal.abort(new Error('no')) })),
    ).rejects.toThrow('no')
    expect(await head()).toBe(before)
  })

  it('leaves nothing going on where nobody listens any more', async () => {
    const { crm, head } = await start()
    for await (const { row } of importText(crm, products(), table(50), { concurrency: 5 })) if (row === 4) break
    const position = await head()
    expect(
      (await all(importText(crm, products(), table(50)))).filter(({ outcome }) => outcome === 'unchanged'),
    ).toHaveLength(5)
    expect(await head()).not.toBe(position)
  })

  it.each([
    ['an actor that is no id', { actor: 'Lan Anh' }, /actor: expected an id/],
    ['an empty reason', { reason: ' ' }, /reason: /],
  ])('with %s ends before the first row, whatever the rows say', async (_, options, message) => {
    const { crm, head } = await start()
    const before = await head()
    const importing = all(importText(crm, products(), table(3), options))
    await expect(importing).rejects.toThrow(CommandInvalid)
    await expect(importing).rejects.toThrow(message)
    expect(await head()).toBe(before)
  })

  it.each([0, -1, 1.5, NaN])('refuses to carry out %d rows at the same time', async concurrency => {
    const { crm } = await start()
    await expect(all(importText(crm, products(), table(3), { concurrency }))).rejects.toThrow(RangeError)
  })

  it('ends with the fault of a store, in the row’s turn', async () => {
    const { crm } = await start()
    let sent = 0
    const faulty = {
      ...crm,
      send: (...[wishes, options]: Parameters<typeof crm.send>) =>
        wishes.length > 0 && wishes[0]?.aggregate === 'product' && ++sent === 4
          ? Promise.reject(new Error('disk full'))
          : crm.send(wishes, options),
    }
    const outcomes: RowOutcome[] = []
    const importing = async () => {
      for await (const outcome of importRows(faulty, bytes(table(9)), parseMapping(products()), { concurrency: 2 }))
        outcomes.push(outcome)
    }
    await expect(importing()).rejects.toThrow('disk full')
    expect(told(outcomes)).toEqual(['2 created', '3 created', '4 created'])
  })

  it('of what another import is making at the same time rejects nothing', async () => {
    const started = await start()
    const { crm, stores } = started
    const other = await start({ stores })
    const importing = [crm, other.crm].map(one => all(importText(one, products(), table(50))))
    const [ours = [], theirs = []] = await Promise.all(importing)
    for (const outcomes of [ours, theirs]) expect(outcomes.filter(({ outcome }) => outcome === 'rejected')).toEqual([])
    expect(Object.keys(await started.log()).filter(stream => stream.startsWith('crm.product-'))).toHaveLength(50)
  })
})

describe('a cell', () => {
  it('that is empty is filled for what is new, and leaves what is there', async () => {
    const { outcomes, crm } = await start()
    const mapping = products({}, { group: { column: 'group', whenEmpty: 'Others' } })
    expect(told(await outcomes(mapping, 'code,name,group', 'P1,Pen,', 'P2,Pencil,Wood'))).toEqual([
      '2 created',
      '3 created',
    ])
    const groupOf = async (code: string) => (await crm.state('products', await crm.idFor('product', code))).group
    expect([await groupOf('P1'), await groupOf('P2')]).toEqual(['Others', 'Wood'])
    expect(told(await outcomes(mapping, 'code,name,group', 'P2,Pencil,'))).toEqual(['2 unchanged'])
  })

  it('that is empty is reported where the mapping says so, each time', async () => {
    const { outcomes } = await start()
    const mapping = products({}, { group: { column: 'group', whenEmpty: 'report' } })
    for (const outcome of ['created', 'unchanged']) {
      const [told] = await outcomes(mapping, 'code,name,group', 'P1,Pen, ')
      expect(told).toMatchObject({
        outcome,
        notices: [{ field: 'group', column: 'group', code: 'EMPTY', value: '', message: 'empty' }],
      })
    }
  })

  it('is mended by its values, in the key as well, and may become empty', async () => {
    const { outcomes, crm } = await start()
    const mapping = {
      becomes: 'product',
      key: [{ column: 'code', values: { p1: 'P1' } }],
      fields: {
        code: { column: 'code', values: { p1: 'P1' } },
        name: 'name',
        group: { column: 'group', values: { 'n/a': '' }, whenEmpty: 'Others' },
      },
    }
    expect(told(await outcomes(mapping, 'code,name,group', 'p1,Pen,n/a', 'P1,Pen,'))).toEqual([
      '2 created',
      '3 unchanged',
    ])
    expect(await crm.state('products', await crm.idFor('product', 'P1'))).toMatchObject({ code: 'P1', group: 'Others' })
  })

  it('may feed several fields, and several cells one', async () => {
    const { outcomes, crm } = await start()
    const mapping = products(
      {},
      { name: { columns: ['code', 'name', 'size'], join: ' – ' }, group: 'name', unit: { value: 'piece' } },
    )
    await outcomes(mapping, 'code,name,size', 'P1,Pen,')
    expect(await crm.state('products', await crm.idFor('product', 'P1'))).toMatchObject({
      name: 'P1 – Pen',
      group: 'Pen',
      unit: 'piece',
    })
  })

  it('is compared without its form in Unicode or the space around it', async () => {
    const { outcomes } = await start()
    expect(
      told(await outcomes(products(), 'code,name', 'Đào,Đào'.normalize('NFC'), ' Đào ,Đào '.normalize('NFD'))),
    ).toEqual(['2 created', '3 unchanged'])
  })
})

describe('rows without a key', () => {
  const keyless = { becomes: 'product', fields: { code: { value: 'P' }, name: 'name', group: 'group' } }
  const rows = ['name,group,noted', 'Pen,a,1', 'Pen,a,2', 'Pen,b,3', 'Pen,a,4']

  it('are told apart by which of equal ones comes first', async () => {
    const { outcomes, log } = await start()
    expect(told(await outcomes(keyless, ...rows))).toEqual(['2 created', '3 created', '4 created', '5 created'])
    expect(Object.keys(await log()).filter(stream => stream.startsWith('crm.product-'))).toHaveLength(4)
    expect(told(await outcomes(keyless, ...rows))).toEqual(['2 unchanged', '3 unchanged', '4 unchanged', '5 unchanged'])
    expect(told(await outcomes(keyless, ...rows, 'Pen,a,5'))).toContain('6 created')
  })

  it('are counted from the top of the file, whichever are imported', async () => {
    const { outcomes } = await start()
    expect(told(await outcomes({ ...keyless, rows: { from: 5 } }, ...rows))).toEqual(['5 created'])
    expect(told(await outcomes(keyless, ...rows))).toEqual(['2 created', '3 created', '4 created', '5 unchanged'])
  })
})
