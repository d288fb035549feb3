import { describe, expect, it } from 'vitest'
import { MappingInvalid, parseMapping } from '../src/index.ts'
import { RowsByKey } from '../src/rows-by-key.ts'
import { furnish, start, told } from './start.ts'

const person = {
  becomes: 'contact',
  key: ['id'],
  fields: { kind: { value: 'individual' }, name: 'name', phone: 'phone' },
}
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`

/** What a phone cell becomes: the number or the reason, and the notices. */
const phoned = async (cell: string, mapping: object = {}, company: object = {}) => {
  const { outcomes, crm } = await start({ company: { language: 'en', ...company } })
  const [outcome] = await outcomes({ ...person, ...mapping }, 'id,name,phone', `A,An,${quoted(cell)}`)
  const { phone } = await crm.state('contacts', outcome?.id ?? '')
  const { reasons = [], notices = [] } = outcome ?? {}
  return [phone ?? reasons.map(({ code }) => code).join(), ...notices.map(({ code }) => code)]
}

describe('a phone number', () => {
  it.each([
    ['0912 345 678', ['+84912345678']],
    ['912345678', ['+84912345678', 'PREFIX_ADDED']],
    ['234-567-8901', ['PHONE_INVALID']],
    ['="0912345673"', ['+84912345673']],
    ['0912 345 678 (Zalo)', ['+84912345678', 'REST_LEFT_OUT']],
    ['(028) 38234567 ext 12', ['+842838234567', 'EXTENSION_LEFT_OUT']],
    ['028 3823 4567 x12', ['+842838234567', 'EXTENSION_LEFT_OUT']],
    ['028 3823 4567 #12', ['+842838234567', 'EXTENSION_LEFT_OUT']],
    ['028 3823 4567 máy lẻ 12', ['+842838234567', 'REST_LEFT_OUT']],
    ['028 3823 4567 - 12', ['+842838234567', 'REST_LEFT_OUT']],
    ['028 3823 4567;ext=12', ['+842838234567', 'REST_LEFT_OUT']],
    ['28 3823 4567 ext 12', ['PHONE_INVALID']],
    ['912345678 ext 12', ['+84912345678', 'PREFIX_ADDED', 'EXTENSION_LEFT_OUT']],
    ['028 3823 4567 ext 12 / 0912345678', ['+842838234567', 'OTHER_NUMBERS']],
    ['ĐT: 0912 345 678', ['+84912345678', 'REST_LEFT_OUT']],
    ['0912345678 / 0987654321', ['+84912345678', 'OTHER_NUMBERS']],
    ['0912345678; 0987654321', ['+84912345678', 'OTHER_NUMBERS']],
    ['0912345678\n0987654321', ['+84912345678', 'OTHER_NUMBERS']],
    ['0912 345 678\r\n 0987 654 321\r\n', ['+84912345678', 'OTHER_NUMBERS']],
    ['0912 345\n678', ['+84912345678']],
    ['0912 345 678\n(anh Nam)', ['+84912345678', 'REST_LEFT_OUT']],
    ['0912345678-0987654321', ['+84912345678', 'OTHER_NUMBERS']],
    ['0912-345-678–0987-654-321', ['+84912345678', 'OTHER_NUMBERS']],
    ['0912345678-0987654321-+84 28 3823 4567', ['+84912345678', 'OTHER_NUMBERS']],
    ['912345678-987654321', ['+84912345678', 'PREFIX_ADDED', 'OTHER_NUMBERS']],
    ['028-3823-4567', ['+842838234567']],
    ['0912345678-12', ['PHONE_INVALID']],
    ['+1 212 555 0100', ['+12125550100']],
    ['chưa có', ['PHONE_INVALID']],
  ])('%s is %j', async (cell, expected) => {
    expect(await phoned(cell)).toEqual(expected)
  })

  it('is of the country that the mapping names, for the file or the column', async () => {
    expect(await phoned('234-567-8901', { country: 'US' })).toEqual(['+12345678901'])
    const fields = { ...person.fields, phone: { column: 'phone', country: 'US' } }
    expect(await phoned('234-567-8901', { fields })).toEqual(['+12345678901'])
  })

  it('needs a country code where the mapping says that none is meant', async () => {
    expect(await phoned('0912 345 678', { country: null })).toEqual(['PHONE_INVALID'])
    expect(await phoned('+84 912 345 678', { country: null })).toEqual(['+84912345678'])
  })

  it.each([
    [{ country: 'US' }, /like \(201\) 555-0123 or \+1 201 555 0123$/],
    [{ country: null }, /with its country code, like \+84 912 345 678$/],
    [{}, /like 0912 345 678 or \+84 912 345 678$/],
  ])('that is none is told what one of its country is like: %j', async (mapping, message) => {
    const { outcomes } = await start({ company: { language: 'en' } })
    const [outcome] = await outcomes({ ...person, ...mapping }, 'id,name,phone', 'A,An,12')
    expect(outcome?.reasons).toMatchObject([{ message: expect.stringMatching(message) }])
  })

  it('imported again changes nothing, however it was written', async () => {
    const { outcomes } = await start({ company: { language: 'en' } })
    const rows = [
      'A,An,912345678',
      'B,Bình,0912 345 679 (Zalo)',
      'C,Cúc,0912345677 / 0987654321',
      'D,Dũng,028 3823 4567 x12',
    ]
    await outcomes(person, 'id,name,phone', ...rows)
    expect(told(await outcomes(person, 'id,name,phone', ...rows))).toEqual([
      '2 unchanged',
      '3 unchanged',
      '4 unchanged',
      '5 unchanged',
    ])
  })
})

describe('a bad cell', () => {
  const lenient = {
    ...person,
    fields: {
      ...person.fields,
      phone: { column: 'phone', whenInvalid: 'leaveEmpty' },
      email: { column: 'email', whenInvalid: 'leaveEmpty' },
      accountManager: { column: 'manager', whenInvalid: 'leaveEmpty' },
    },
  }

  it('rejects its row, unless the mapping has it left empty, with a notice', async () => {
    const { outcomes, crm } = await start()
    const rows = ['id,name,phone,email,manager', 'A,An,chưa có,nobody,Hoa']
    const strict = { ...person.fields, email: 'email', accountManager: 'manager' }
    expect(told(await outcomes({ ...person, fields: strict }, ...rows))).toEqual([
      '2 rejected: phone PHONE_INVALID, email INVALID, manager REFERENCE_UNKNOWN',
    ])
    const [outcome] = await outcomes(lenient, ...rows)
    expect(outcome).toMatchObject({ outcome: 'created', reasons: [] })
    expect(outcome?.notices.map(({ column, code }) => `${String(column)} ${code}`).toSorted()).toEqual([
      'email LEFT_EMPTY',
      'manager LEFT_EMPTY',
      'phone LEFT_EMPTY',
    ])
    expect(await crm.state('contacts', outcome?.id ?? '')).toMatchObject({ phone: null, email: null })
  })

  it('of a field that is required always rejects', () => {
    const fields = { ...person.fields, name: { column: 'name', whenInvalid: 'leaveEmpty' } }
    expect(() => parseMapping({ ...person, fields })).toThrow(/fields\.name\.whenInvalid: expected "reject"/)
  })

  it('is none where its word stands for an empty one', async () => {
    const { outcomes } = await start()
    const mapping = { ...person, emptyWords: ['N/A', '-', 'chưa có'] }
    const rows = ['A,An,n/a', 'B,Bình,-', 'C,Cúc,CHƯA  CÓ']
    expect(told(await outcomes(mapping, 'id,name,phone', ...rows))).toEqual(['2 created', '3 created', '4 created'])
  })
})

const deal = {
  becomes: 'opportunity',
  key: ['id'],
  fields: { title: 'title', openedOn: { value: '2026-02-01' }, expectedRevenue: 'amount', currency: 'currency' },
}

describe('an amount', () => {
  it.each([
    ['1.500.000 đ', '', ['1500000 VND']],
    ['$22,700.00', '', ['22700.00 USD']],
    ['$22,700.00', 'AUD', ['22700.00 AUD']],
    ['$22,700.00', 'VND', ['CURRENCY_CONTRADICTED']],
    ['22700', 'đ', ['22700 VND']],
    ['$-22700', 'VND', ['CURRENCY_CONTRADICTED', 'INVALID']],
    ['-0', 'VND', ['0 VND']],
    ['(0)', 'VND', ['0 VND']],
    ['(1,054.00)', 'USD', ['INVALID']],
    ['500.000', '', ['INVALID']],
    ['1054.505', 'USD', ['INVALID']],
    ['1500000.00', 'VND', ['1500000 VND']],
    ['1054.500', 'USD', ['1054.50 USD']],
  ])('%s in a row of %s is %j', async (amount, currency, expected) => {
    const { outcomes, crm } = await start({ company: { currency: 'VND', language: 'en' } })
    const [outcome] = await outcomes(deal, 'id,title,amount,currency', `1,Máy in,"${amount}",${currency}`)
    const { revenue, status } = await crm.state('opportunities', outcome?.id ?? '')
    const { minorUnits, currency: has } = revenue.value
    const shown = `${has === 'VND' ? String(minorUnits) : (minorUnits / 100).toFixed(2)} ${has}`
    expect(status === 'unknown' ? outcome?.reasons.map(({ code }) => code) : [shown]).toEqual(expected)
  })

  it('may count thousands or millions, and is rounded where the mapping says so, with a notice', async () => {
    const { outcomes, crm } = await start({ company: { currency: 'VND', language: 'en' } })
    const fields = { ...deal.fields, expectedRevenue: { column: 'amount', scale: 'millions', round: true } }
    const [outcome] = await outcomes({ ...deal, fields }, 'id,title,amount,currency', '1,Máy in,1.2345678,')
    expect(outcome?.notices).toMatchObject([{ code: 'ROUNDED', message: 'rounded to 1234568 VND' }])
    expect((await crm.state('opportunities', outcome?.id ?? '')).revenue.value.minorUnits).toBe(1_234_568)
  })

  it('that is wrong is told in major units, in both languages', async () => {
    const { outcomes } = await start()
    const [outcome] = await outcomes(deal, 'id,title,amount,currency', '1,Máy in,10.505,USD')
    expect(outcome?.reasons[0]?.words).toMatchObject({ en: expect.stringMatching(/^it could be/) })
    const [other] = await outcomes(deal, 'id,title,amount,currency', '1,Máy in,1054.505,USD')
    expect(other?.reasons[0]?.words).toEqual({
      en: 'expected an amount of USD, with at most 2 decimals',
      vi: 'cần số tiền USD, có nhiều nhất 2 chữ số thập phân',
    })
  })
})

describe('cells', () => {
  it('say choices, values and tags whatever their case and blanks; a tag keeps the spelling that is there', async () => {
    const { outcomes, crm } = await start()
    const fields = {
      title: 'title',
      status: { column: 'status', values: { 'Đang  mở': 'OPEN' } },
      tags: 'tags',
    }
    const mapping = { becomes: 'opportunity', key: ['id'], fields }
    const [first] = await outcomes(mapping, 'id,title,status,tags', '1,Máy in, đang mở ,Trường học; trường  HỌC')
    expect(first).toMatchObject({ outcome: 'created', reasons: [] })
    const [again] = await outcomes(mapping, 'id,title,status,tags', '1,Máy in,Open,TRƯỜNG HỌC')
    expect(again).toMatchObject({ outcome: 'unchanged' })
    const { tags } = await crm.state('opportunities', first?.id ?? '')
    expect(Array.from(tags.values(), ({ label }) => label)).toEqual(['Trường học'])
  })

  it('have single blanks in names and keys, line breaks and no-break spaces included', async () => {
    const { outcomes, crm } = await start()
    const [first] = await outcomes(person, 'id,name,phone', '"A\n1",Nguyễn\u00a0 Văn\tAn,')
    expect((await crm.state('contacts', first?.id ?? '')).name).toBe('Nguyễn Văn An')
    expect(told(await outcomes(person, 'id,name,phone', 'A  1,Nguyễn Văn An,'))).toEqual(['2 unchanged'])
  })

  it('are taken from the first column that is not empty, or the earlier or later day of two', async () => {
    const { outcomes, crm } = await start()
    const fields = {
      title: { first: ['short', 'long'] },
      openedOn: { earliest: ['one', 'other'] },
      expectedCloseOn: { latest: ['one', 'other'] },
    }
    const mapping = { becomes: 'opportunity', key: ['id'], fields }
    const [outcome] = await outcomes(mapping, 'id,short,long,one,other', '1,,Máy in,2026-03-01,2026-02-01')
    expect(await crm.state('opportunities', outcome?.id ?? '')).toMatchObject({
      title: 'Máy in',
      openedOn: '2026-02-01',
      expectedCloseOn: '2026-03-01',
    })
  })

  it('that could be read only by settings of another kind of field make the mapping invalid', () => {
    const wrong = { title: { earliest: ['a', 'b'] }, priority: { column: 'c', scale: 'millions' } }
    expect(() => parseMapping({ becomes: 'opportunity', fields: wrong })).toThrow(MappingInvalid)
  })
})

describe('what is told, not guessed', () => {
  it('is a second row of one key, with what it changed', async () => {
    const { outcomes } = await start({ company: { language: 'en' } })
    const rows = ['A,An,0912345678', 'B,Bình,', 'A,An,0987654321', 'A,An,0987654321']
    const [, , third, fourth] = await outcomes(person, 'id,name,phone', ...rows)
    expect(third?.notices).toMatchObject([{ code: 'SAME_KEY', message: 'the same key as row 2: it changed phone' }])
    expect(fourth?.notices).toMatchObject([{ code: 'SAME_KEY', message: 'the same key as row 4: it changed nothing' }])
  })

  it('is no second row where rows say on which day something changed', async () => {
    const { outcomes } = await start({ company: { language: 'en' } })
    const mapping = { ...person, fields: { ...person.fields, registeredOn: { value: '2026-01-01' }, changedOn: 'on' } }
    const rows = ['A,An,0912345678,', 'A,An,0987654321,2026-02-01', 'A,An,0987654322,2026-03-01']
    const told = await outcomes(mapping, 'id,name,phone,on', ...rows)
    expect(told.flatMap(({ notices }) => notices)).toEqual([])
  })

  it('is what the second row changed, and nothing that it repeats or does not say', async () => {
    const { outcomes, crm } = await start({ company: { language: 'en' } })
    await furnish({ crm })
    const fields = {
      ...person.fields,
      industry: { column: 'industry', unknown: 'text' },
      size: { column: 'size', unknown: 'text' },
      ward: 'ward',
      province: 'province',
    }
    const mapping = { ...person, fields, custom: { tier: 'tier', since: 'since' } }
    const heading = 'id,name,phone,industry,size,ward,province,tier,since'
    const [, second] = await outcomes(
      mapping,
      heading,
      'A,An,,IT,big,Bến Thành,HCM,gold,2020',
      'A,An,,IT,small,Đa Kao,HCM,silver,2020',
    )
    expect(second?.notices).toMatchObject([
      { code: 'SAME_KEY', message: 'the same key as row 2: it changed size, custom.tier, ward' },
    ])
    const owned = { ...deal, fields: { ...deal.fields, team: 'team' } }
    const [, again] = await outcomes(owned, 'id,title,amount,currency,team', '1,Máy in,1,,', '1,Máy in,1,,North')
    expect(again?.notices).toMatchObject([{ message: 'the same key as row 2: it changed team' }])
  })

  it('is a phone number or an e-mail address that another contact has, in the documents or in rows before', async () => {
    const { outcomes, crm } = await start({ company: { language: 'en' } })
    const mapping = { ...person, fields: { ...person.fields, email: 'email' } }
    const heading = 'id,name,phone,email'
    const notices = async (...rows: readonly string[]) =>
      (await outcomes(mapping, heading, ...rows)).map(row => row.notices.map(({ field, message }) => [field, message]))
    const phone = 'another contact has this phone number too'
    expect(
      await notices(
        'A,An,0912 345 678,An@example.com',
        'B,Bình,+84912345678,',
        'A,An,0912345678,',
        'C,Cúc,,an@EXAMPLE.com',
      ),
    ).toEqual([
      [],
      [['phone', `${phone}: row 2`]],
      [
        ['phone', `${phone}: row 3`],
        [null, 'the same key as row 2: it changed nothing'],
      ],
      [['email', 'another contact has this e-mail address too: row 2']],
    ])
    await crm.catchUp()
    expect(await notices('D,Dũng,84912345678,', 'E,Én,0987654321,')).toEqual([
      [['phone', expect.stringMatching(/: (An|Bình)$/)]],
      [],
    ])
    expect(await notices('E,Én,0987654321,')).toEqual([[]])
  })

  it('never says so of a row that did not go in', async () => {
    const { outcomes } = await start({ company: { language: 'en' } })
    const found = await outcomes(
      person,
      'id,name,phone',
      'A,,0912 345 678', // has no name
      'B,Bình,0912 345 678',
      'C,,0912 345 678',
      'D,Dũng,0912 345 678',
      'E,,0912 345 678',
    )
    expect(found.map(({ outcome, notices }) => [outcome, ...notices.map(({ message }) => message)])).toEqual([
      ['rejected'],
      ['created'],
      ['rejected'],
      ['created', 'another contact has this phone number too: row 3'],
      ['rejected'],
    ])
  })

  it('is not a second reason that comes of the first', async () => {
    const { outcomes } = await start()
    expect(told(await outcomes(deal, 'id,title,amount,currency', '1,Máy in,10.5,đồng Việt'))).toEqual([
      '2 rejected: currency INVALID',
    ])
    expect(told(await outcomes(deal, 'id,title,amount,currency', '1,Máy in,5,QQQ'))).toEqual([
      '2 rejected: currency INVALID',
    ])
    const both = {
      ...deal.fields,
      openedOn: { value: '2026-01-01' },
      status: { value: 'won' },
      closedOn: { value: '2026-01-02' },
      amount: 'amount',
    }
    expect(told(await outcomes({ ...deal, fields: both }, 'id,title,amount,currency', '2,Máy in,much,'))).toEqual([
      '2 rejected: amount INVALID',
    ])
  })

  it('is not that a column was not used which is', async () => {
    const { outcomes } = await start()
    const fields = {
      ...deal.fields,
      lostReason: 'why',
      closedOn: { first: ['closed', 'expected'] },
      expectedCloseOn: 'expected',
    }
    const heading = 'id,title,amount,currency,why,closed,expected'
    const row = '1,Máy in,1,,Too expensive,,2026-03-01'
    const codes = async (mapping: object) =>
      (await outcomes(mapping, heading, row)).flatMap(({ notices }) =>
        notices.map(({ column, code }) => [column, code]),
      )
    expect(await codes({ ...deal, fields })).toEqual([['why', 'UNUSED']])
    expect(await codes({ ...deal, fields, custom: { reason: 'why' } })).toEqual([])
    expect(await codes({ ...deal, fields, key: ['id', 'why'] })).toEqual([])
  })

  it('is nothing of rows without a key that differ in blanks: they are two rows', async () => {
    const { outcomes } = await start()
    const { key: _, ...keyless } = person
    expect(told(await outcomes(keyless, 'name,phone', 'An,', 'An ,', '  An,'))).toEqual([
      '2 created',
      '3 created',
      '4 created',
    ])
  })

  it('is a row before that did not go in', async () => {
    const { outcomes } = await start({ company: { language: 'en' } })
    const [, second] = await outcomes(person, 'id,name,phone', 'A,An,no number', 'A,An,0912345678')
    expect(second).toMatchObject({
      outcome: 'created',
      notices: [{ message: 'the same key as row 2, which did not go in' }],
    })
  })

  it('is a name that has other accents', async () => {
    const started = await start()
    await furnish(started)
    const mapping = { ...person, fields: { ...person.fields, accountManager: 'manager' } }
    const [exact, loose] = await started.outcomes(
      mapping,
      'id,name,phone,manager',
      'A,An,,NGUYỄN THỊ LAN',
      'B,Bình,,Nguyen Thi Lan',
    )
    expect(exact?.notices).toEqual([])
    expect(loose?.notices).toMatchObject([{ code: 'WRITTEN_OTHERWISE', column: 'manager' }])
  })

  it('is the nearest name, also where one goes on behind the other', async () => {
    const { outcomes } = await start()
    await outcomes(person, 'id,name,phone', 'HS,Công ty TNHH Hoa Sen (CN Bình Dương),')
    const mapping = { becomes: 'opportunity', key: ['id'], fields: { title: 'id', customer: 'customer' } }
    const [outcome] = await outcomes(mapping, 'id,customer', '1,Công ty TNHH Hoa Sen')
    expect(outcome?.reasons[0]?.message).toContain('the nearest is "Công ty TNHH Hoa Sen (CN Bình Dương)"')
  })

  it('never says that a column is not used which another field takes', async () => {
    const { outcomes } = await start()
    const fields = { title: 'id', closedOn: 'close', expectedCloseOn: 'close' }
    const [outcome] = await outcomes({ becomes: 'opportunity', key: ['id'], fields }, 'id,close', '1,2026-08-01')
    expect(outcome?.notices).toEqual([])
  })
})

describe('rows by key', () => {
  it('are told apart however many there are, in at most 100 bytes each', () => {
    const rows = new RowsByKey()
    const many = 50_000
    for (let row = 1; row <= many; row++) expect(rows.see(`key ${String(row)}`, row)).toBe(null)
    for (let row = 1; row <= many; row += 997) expect(rows.see(`key ${String(row)}`, many + row)).toBe(row)
    expect(rows.bytes / many).toBeLessThan(100)
  })
})

describe('a field of the company’s own that is true or false', () => {
  const mapping = (more: object = {}) => ({ ...person, custom: { vip: { column: 'vip', as: 'boolean', ...more } } })

  it.each([
    [true, ['yes', 'Có', 'TRUE', 'x', 'X', '1', ' có ', 'có'.normalize('NFD')]],
    [false, ['no', 'Không', 'false', '0', 'KHÔNG']],
  ])('is %s where people write so', async (value, words) => {
    const { outcomes, crm } = await start()
    const rows = words.map((word, n) => `${String(n)},An,,${word}`)
    for (const { id } of await outcomes(mapping(), 'id,name,phone,vip', ...rows))
      expect((await crm.state('contacts', String(id))).custom.get('vip')?.value).toBe(value)
  })

  it('is refused where it is another word, unless the mapping says what that means', async () => {
    const { outcomes, crm } = await start()
    const rows = ['id,name,phone,vip', 'A,An,,ok', 'B,An,,']
    const [refused, empty] = await outcomes(mapping(), ...rows)
    expect(refused?.reasons).toMatchObject([
      { field: 'custom.vip', message: expect.stringMatching(/^expected yes or no/) },
    ])
    expect(empty).toMatchObject({ outcome: 'created' })
    const [taken] = await outcomes(mapping({ values: { ok: 'yes' } }), ...rows)
    expect((await crm.state('contacts', String(taken?.id))).custom.get('vip')?.value).toBe(true)
  })
})
