import { describe, expect, it } from 'vitest'
import { parseMapping } from '../src/index.ts'
import { furnish, start, told } from './start.ts'

const furnished = async () => {
  const started = await start()
  const ids = await furnish(started)
  return { ...started, ids }
}

const opened = (becomes: string) =>
  becomes === 'product'
    ? { listedOn: 'opened' }
    : becomes === 'contact'
      ? { registeredOn: 'opened' }
      : { joinedOn: 'opened' }

describe('a mapping that takes nothing new', () => {
  it.each([
    ['product', { listPrice: 'a', currency: { value: 'USD' } }, 'P1', '600'],
    ['contact', { phone: 'a', changedOn: 'b' }, 'ACME', '0912345678'],
    ['staffMember', { phone: 'a' }, 'Lan', '0912345678'],
  ])('changes a %s by what little it says', async (becomes, fields, key, value) => {
    const { outcomes, head } = await furnished()
    const mapping = { becomes, key: ['id'], new: 'reject', fields }
    const rows = ['id,a,b', `${key},${value},`, `Nobody,${value},`]
    const [changed, missing] = await outcomes(mapping, ...rows)
    expect(changed).toMatchObject({ outcome: 'changed', reasons: [] })
    expect(missing).toMatchObject({
      outcome: 'rejected',
      reasons: [
        {
          code: 'NEW',
          column: null,
          words: {
            en: 'nothing was imported under this key, and the mapping takes nothing new: mend the key, or leave out `new`',
            vi: 'chưa nhập gì với khóa này, và tệp ánh xạ không nhận đối tượng mới: hãy sửa khóa, hoặc bỏ `new`',
          },
        },
      ],
    })
    const before = await head()
    expect(told(await outcomes(mapping, ...rows))).toEqual(['2 unchanged', '3 rejected: row NEW'])
    expect(await head()).toBe(before)
  })

  it('applies a file with the stages of opportunities', async () => {
    const { outcomes } = await furnished()
    const opening = { becomes: 'opportunity', key: ['id'], fields: { title: 'title', openedOn: 'opened' } }
    await outcomes(opening, 'id,title,opened', 'O1,Printers,2026-02-01')
    const stages = { becomes: 'opportunity', key: ['id'], new: 'reject', fields: { stage: 'stage', changedOn: 'day' } }
    const rows = ['id,stage,day', 'O1,Qualified,2026-03-01', 'O2,Qualified,2026-03-01', 'O1,Proposition,2026-04-01']
    expect(told(await outcomes(stages, ...rows))).toEqual(['2 changed', '3 rejected: row NEW', '4 changed'])
    expect(told(await outcomes(stages, ...rows))).toEqual(['2 unchanged', '3 rejected: row NEW', '4 unchanged'])
    expect(told(await outcomes(opening, 'id,title,opened', 'O1,Printers,2026-02-01'))).toEqual(['2 unchanged'])
  })

  it('tells of bad cells as well', async () => {
    const { outcomes } = await furnished()
    const mapping = { becomes: 'product', key: ['id'], new: 'reject', fields: { listPrice: 'a' } }
    expect(told(await outcomes(mapping, 'id,a', 'X,free'))).toEqual(['2 rejected: row NEW, a INVALID'])
  })

  it('needs a key, and one that takes what is new needs its fields', () => {
    expect(() => parseMapping({ becomes: 'product', new: 'reject', fields: { name: 'name' } })).toThrow(
      /key: required: expected the columns by which what is there is known/,
    )
    expect(() => parseMapping({ becomes: 'product', key: ['id'], fields: { name: 'name' } })).toThrow(
      /fields\.code: required: expected where it comes from: .*; or `new`: "reject"/,
    )
  })

  it('has one word for none', () => {
    const fields = { name: 'name', code: 'code' }
    expect(() => parseMapping({ becomes: 'product', none: 'N/A', emptyWords: ['n/a'], fields })).toThrow(
      /none: expected a word that is none of `emptyWords`/,
    )
  })
})

describe('rows with days of change', () => {
  it.each([
    [
      'product',
      { code: 'a', name: 'b', listPrice: 'c', group: 'd' },
      ['P1,Pen,100,office,', 'P1,,120,,', ',,,paper,', 'P1,,110,,', ',,110,,', ',,(none),,'],
      { listPrice: null, group: 'paper' },
    ],
    [
      'contact',
      { kind: 'a', name: 'b', phone: 'c', group: { column: 'd', unknown: 'text' }, ward: 'e' },
      ['individual,An,0912345678,,1', ',,0987654321,vip,2', ',,0912345678,,1', ',An Nguyễn,,(none),2', ',,(none),,3'],
      { phone: null, name: 'An Nguyễn', group: null },
    ],
    [
      'staffMember',
      { name: 'a', phone: 'b', department: 'c', email: 'd' },
      ['An,0912345678,Sales,,', ',,Export,,', ',0987654321,Sales,an@a.vn,', ',,Export,(none),'],
      { department: 'Export', phone: '+84987654321', email: null },
    ],
  ])('about one %s are known again, also where several fall on one day', async (becomes, fields, changes, expected) => {
    const { outcomes, head, crm } = await furnished()
    const mapping = {
      becomes,
      key: ['id'],
      none: '(none)',
      fields: { ...fields, ...opened(becomes), changedOn: 'day' },
    }
    const days = ['', '2026-03-01', '2026-03-01', '2026-03-01', '2026-04-01', '2026-04-01']
    const rows = changes.map((cells, n) => `X,${cells},${n === 0 ? '2026-02-01' : ''},${days[n] ?? ''}`)
    const headings = 'id,a,b,c,d,e,opened,day'
    const first = (await outcomes(mapping, headings, ...rows)).map(({ outcome }) => outcome)
    expect(first).not.toContain('rejected')
    const kinds = { product: 'products', contact: 'contacts', staffMember: 'staff' } as const
    const kind = becomes === 'product' || becomes === 'contact' ? kinds[becomes] : kinds.staffMember
    expect(await crm.state(kind, await crm.idFor(becomes, 'X'))).toMatchObject(expected)
    const before = await head()
    // What holds at the opening is said without a day of change, and so means now.
    expect(told(await outcomes(mapping, headings, ...rows.slice(1)))).toEqual(
      rows.slice(1).map((_, n) => `${String(n + 2)} unchanged`),
    )
    expect(await head()).toBe(before)
  })

  it('come too late where the same was set later', async () => {
    const { outcomes } = await furnished()
    const mapping = { becomes: 'product', key: ['id'], new: 'reject', fields: { listPrice: 'price', changedOn: 'day' } }
    await outcomes(mapping, 'id,price,day', 'P1,600,2026-05-01')
    expect(told(await outcomes(mapping, 'id,price,day', 'P1,600,2026-03-01', 'P1,550,2026-03-01'))).toEqual([
      '2 rejected: price TOO_LATE',
      '3 unchanged',
    ])
  })
})
