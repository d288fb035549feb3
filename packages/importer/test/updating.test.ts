import { describe, expect, it } from 'vitest'
import { parseMapping } from '../src/index.ts'
import { furnish, start, told } from './start.ts'

const furnished = async () => {
  const started = await start()
  const ids = await furnish(started)
  return { ...started, ids }
}

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
