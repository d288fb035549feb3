import { catalogue, catalogueId, contact } from '@eventcrm/crm'
import { describe, expect, it } from 'vitest'
import { furnish, start, told, type Started } from './start.ts'

const organisations = (fields: Readonly<Record<string, unknown>> = {}) => ({
  becomes: 'contact',
  key: ['id'],
  fields: { kind: { value: 'organisation' }, name: 'name', registeredOn: { value: '2026-02-01' }, ...fields },
})

const furnished = async () => {
  const started = await start()
  const { crm } = started
  const entry = async (label: string, code?: string) =>
    catalogue.addEntry({
      catalogue: 'industry',
      entryId: await crm.idFor('test', label),
      label,
      ...(code === undefined ? {} : { code }),
    })
  await crm.send([await entry('Sản xuất thép', 'STEEL'), await entry('Bán lẻ gia dụng')])
  const labels = async () =>
    [...(await crm.state('catalogues', catalogueId('industry'))).entries.values()].map(({ label }) => label)
  const industryOf = async (key: string) =>
    (await crm.state('contacts', await crm.idFor('contact', key))).industry?.label
  return { ...started, labels, industryOf }
}

describe('a value of a catalogue', () => {
  it('is an entry by its label, whatever its case, or its code', async () => {
    const { outcomes, industryOf } = await furnished()
    const rows = ['A,Acme,sản xuất  THÉP', 'B,Beta,steel']
    expect(told(await outcomes(organisations({ industry: 'sector' }), 'id,name,sector', ...rows))).toEqual([
      '2 created',
      '3 created',
    ])
    expect([await industryOf('A'), await industryOf('B')]).toEqual(['Sản xuất thép', 'Sản xuất thép'])
  })

  it('is an entry by a label in capitals, where these are written with other letters', async () => {
    const { outcomes, industryOf, crm } = await furnished()
    const entryId = await crm.idFor('test', 'street')
    await crm.send([catalogue.addEntry({ catalogue: 'industry', entryId, label: 'Straßenbau' })])
    expect(told(await outcomes(organisations({ industry: 'sector' }), 'id,name,sector', 'A,Acme,STRASSENBAU'))).toEqual(
      ['2 created'],
    )
    expect(await industryOf('A')).toBe('Straßenbau')
  })

  it('is the entry that is called so now, also for a tag beside one that was called so', async () => {
    const { outcomes, crm } = await furnished()
    const [former, since] = [await crm.idFor('test', 'former'), await crm.idFor('test', 'since')]
    const mapping = organisations({ tags: 'tags' })
    const row = ['id,name,tags', 'A,Acme,VIP']
    await crm.send([catalogue.addEntry({ catalogue: 'tag', entryId: former, label: 'VIP' })])
    expect(told(await outcomes(mapping, ...row))).toEqual(['2 created'])
    await crm.send([
      catalogue.renameEntry({ catalogue: 'tag', entryId: former, label: 'VIP 2025' }),
      catalogue.addEntry({ catalogue: 'tag', entryId: since, label: 'VIP' }),
    ])
    expect(told(await outcomes(mapping, ...row))).toEqual(['2 changed'])
    expect(told(await outcomes(mapping, ...row))).toEqual(['2 unchanged'])
    const { tags } = await crm.state('contacts', await crm.idFor('contact', 'A'))
    expect([...tags.keys()].sort()).toEqual([former, since].sort())
  })

  it('that the catalogue does not have is refused, with column, value and the nearest entry', async () => {
    const { outcomes, labels } = await furnished()
    const before = await labels()
    const [outcome] = await outcomes(organisations({ industry: 'sector' }), 'id,name,sector', 'A,Acme,Sản xuất thep')
    expect(outcome).toMatchObject({
      outcome: 'rejected',
      reasons: [{ field: 'industry', column: 'sector', value: 'Sản xuất thep', code: 'ENTRY_UNKNOWN' }],
    })
    const { en, vi } = outcome?.reasons[0]?.words ?? { en: '', vi: '' }
    expect(en).toMatch(/^there is no such industry; the nearest is "Sản xuất thép"\. Mend the cell, .*"unknown": "add"/)
    expect(vi).toMatch(/^không có ngành nghề này; gần nhất là "Sản xuất thép"\./)
    expect(await labels()).toEqual(before)
  })

  it('is added when asked, once, however many rows have it at the same time', async () => {
    const { outcomes, labels, industryOf } = await furnished()
    const before = await labels()
    const mapping = organisations({ industry: { column: 'sector', unknown: 'add' } })
    const rows = Array.from(
      { length: 20 },
      (_, n) => `K${String(n)},Công ty ${String(n)},${n % 2 === 0 ? 'Dệt may' : 'DỆT MAY'}`,
    )
    expect(told(await outcomes(mapping, 'id,name,sector', ...rows)).every(row => row.endsWith('created'))).toBe(true)
    expect((await labels()).filter(label => !before.includes(label))).toEqual(['Dệt may'])
    expect(await industryOf('K1')).toBe('Dệt may')
    expect(told(await outcomes(mapping, 'id,name,sector', ...rows)).every(row => row.endsWith('unchanged'))).toBe(true)
  })

  it('is not added by a row that is rejected', async () => {
    const { outcomes, labels } = await furnished()
    const before = await labels()
    const mapping = organisations({ industry: { column: 'sector', unknown: 'add' }, email: 'email' })
    expect(told(await outcomes(mapping, 'id,name,sector,email', 'A,Acme,Dệt may,none'))).toEqual([
      '2 rejected: email INVALID',
    ])
    expect(await labels()).toEqual(before)
  })

  it('is kept as a text when asked, left empty with a notice, or taken away by the word for none', async () => {
    const { outcomes, labels, industryOf } = await furnished()
    const before = await labels()
    const heading = 'id,name,sector'
    const text = { ...organisations({ industry: { column: 'sector', unknown: 'text' } }), none: '(none)' }
    expect(told(await outcomes(text, heading, 'A,Acme,Dệt may'))).toEqual(['2 created'])
    expect(await industryOf('A')).toBe('Dệt may')
    expect(told(await outcomes(text, heading, 'A,Acme,(none)'))).toEqual(['2 changed'])
    expect(await industryOf('A')).toBeUndefined()
    const empty = organisations({ industry: { column: 'sector', whenInvalid: 'leaveEmpty' } })
    const [outcome] = await outcomes(empty, heading, 'B,Beta,Dệt may')
    expect(outcome).toMatchObject({ outcome: 'created', notices: [{ code: 'LEFT_EMPTY' }] })
    expect(await labels()).toEqual(before)
  })
})

const personsOf = async ({ crm }: Pick<Started, 'crm'>, key: string) => {
  await crm.catchUp()
  const organisationId = await crm.idFor('contact', key)
  const persons: unknown[] = []
  for (const { id } of await crm.search('contact', '', 100)) {
    const { name, phone, email, employments } = await crm.state('contacts', id)
    for (const employment of employments.values())
      if (employment.organisationId === organisationId)
        persons.push([name, employment.position?.label ?? null, phone, email])
  }
  return persons.sort()
}

describe('persons of an organisation', () => {
  const heading = 'id,name,p1,pos1,tel1,p2,pos2'
  const mapping = organisations({
    personName: 'p1',
    personPosition: { column: 'pos1', unknown: 'text' },
    personPhone: 'tel1',
    person2Name: 'p2',
    person2Position: { column: 'pos2', unknown: 'text' },
  })

  it('stand in several columns of a row, or in several rows of one key, and are contacts of their own', async () => {
    const started = await start()
    const { outcomes, head } = started
    const rows = ['A,Acme,Lan,Buyer,0912345678,Hoa,Director', 'A,Acme,Minh,,,,']
    expect(told(await outcomes(mapping, heading, ...rows))).toEqual(['2 created', '3 changed'])
    expect(await personsOf(started, 'A')).toEqual([
      ['Hoa', 'Director', null, null],
      ['Lan', 'Buyer', '+84912345678', null],
      ['Minh', null, null, null],
    ])
    const before = await head()
    expect(told(await outcomes(mapping, heading, ...rows))).toEqual(['2 unchanged', '3 unchanged'])
    expect(await head()).toBe(before)
    expect(told(await outcomes(mapping, heading, 'A,Acme,Lan,Director,,,'))).toEqual(['2 changed'])
    expect(await personsOf(started, 'A')).toContainEqual(['Lan', 'Director', '+84912345678', null])
  })

  it('are known again in a file that tells their history', async () => {
    const started = await start()
    const { outcomes, head } = started
    const history = { ...mapping, fields: { ...mapping.fields, phone: 'own', changedOn: 'day' } }
    const rows = [
      'A,Acme,,,,,,,2026-02-01',
      'A,Acme,Lan,Buyer,0912345678,,,0912345678,2026-03-01',
      'A,Acme,Lan,Director,0987654321,,,0987654321,2026-04-01',
    ]
    const heading2 = `${heading},own,day`
    expect(told(await outcomes(history, heading2, ...rows))).toEqual(['2 created', '3 changed', '4 changed'])
    const before = await head()
    expect(told(await outcomes(history, heading2, ...rows))).toEqual(['2 unchanged', '3 unchanged', '4 unchanged'])
    expect(await head()).toBe(before)
    expect(await personsOf(started, 'A')).toEqual([['Lan', 'Director', '+84987654321', null]])
  })

  it('without a name are a fault of what is said of them', async () => {
    const { outcomes } = await start()
    expect(told(await outcomes(mapping, heading, 'A,Acme,,Buyer,,,'))).toEqual(['2 rejected: pos1 PERSON_MISSING'])
  })

  it('come in a run of their own too, naming whom they work for', async () => {
    const started = await start()
    const { outcomes, head } = started
    await outcomes(mapping, heading, 'A,Acme,,,,,')
    const people = {
      becomes: 'contact',
      key: ['id'],
      fields: {
        kind: { value: 'individual' },
        name: 'name',
        employer: 'works for',
        position: { column: 'as', unknown: 'text' },
        birthDate: 'born',
        registeredOn: { value: '2026-02-01' },
      },
    }
    const rows = ['P1,Lan,A,Buyer,1990-05-01', 'P2,Hoa,Acme,,']
    expect(told(await outcomes(people, 'id,name,works for,as,born', ...rows))).toEqual(['2 created', '3 created'])
    expect(await personsOf(started, 'A')).toEqual([
      ['Hoa', null, null, null],
      ['Lan', 'Buyer', null, null],
    ])
    const before = await head()
    expect(told(await outcomes(people, 'id,name,works for,as,born', ...rows))).toEqual(['2 unchanged', '3 unchanged'])
    expect(await head()).toBe(before)
  })
})

describe('a contact', () => {
  it('has further phone numbers and e-mail addresses beside the main ones', async () => {
    const { outcomes, crm } = await start()
    const mapping = organisations({
      phone: 'tel',
      furtherPhone: 'tel2',
      furtherPhoneLabel: 'what',
      furtherPhone2: 'tel3',
      email: 'mail',
      furtherEmail: 'mail2',
    })
    const heading = 'id,name,tel,tel2,what,tel3,mail,mail2'
    const row = 'A,Acme,0912345678,0987654321,kho,028 3822 1234,a@a.vn,b@a.vn'
    expect(told(await outcomes(mapping, heading, row))).toEqual(['2 created'])
    expect(told(await outcomes(mapping, heading, row))).toEqual(['2 unchanged'])
    const state = await crm.state('contacts', await crm.idFor('contact', 'A'))
    expect(state).toMatchObject({ phone: '+84912345678', email: 'a@a.vn' })
    expect([...state.furtherPhones.values()].map(({ number, label }) => [number, label]).sort()).toEqual([
      ['+842838221234', null],
      ['+84987654321', 'kho'],
    ])
    expect([...state.furtherEmails.values()]).toMatchObject([{ address: 'b@a.vn' }])
  })

  it('known before birth was born on the day that the row names, which no row may set in the future', async () => {
    const { outcomes, crm, head } = await start()
    const mapping = {
      becomes: 'contact',
      key: ['id'],
      fields: { kind: { value: 'individual' }, name: 'name', birthDate: 'born', registeredOn: 'since' },
    }
    const heading = 'id,name,born,since'
    const row = 'P1,Lan,2026-01-20,2026-01-05'
    expect(told(await outcomes(mapping, heading, row))).toEqual(['2 created'])
    const before = await head()
    expect(told(await outcomes(mapping, heading, row))).toEqual(['2 unchanged'])
    const { birthDate, days } = await crm.state('contacts', await crm.idFor('contact', 'P1'))
    expect([birthDate, days['birthDate']]).toEqual(['2026-01-20', '2026-01-20'])
    expect(told(await outcomes(mapping, heading, 'P2,Hoa,2096-01-20,2026-01-05'))).toEqual([
      '2 rejected: born DATED_IN_FUTURE',
    ])
    expect(await head()).toBe(before)
  })

  it('that was merged into another keeps its code, and is unchanged by its row', async () => {
    const { outcomes, crm, head } = await start()
    const mapping = organisations({ customerCode: 'code' })
    const rows = ['A,Hải Âu,KH1', 'B,Hải Âu Xanh,KH2']
    expect(told(await outcomes(mapping, 'id,name,code', ...rows))).toEqual(['2 created', '3 created'])
    const [a, b] = [await crm.idFor('contact', 'A'), await crm.idFor('contact', 'B')]
    await crm.contacts.merge({ ids: [a, b], survivorId: b, chosen: { name: b } })
    const before = await head()
    expect(told(await outcomes(mapping, 'id,name,code', ...rows))).toEqual(['2 unchanged', '3 unchanged'])
    expect(await head()).toBe(before)
    expect((await crm.verify()).findings).toEqual([])
  })

  it('that becomes a customer without a code gets the company’s next, once', async () => {
    const started = await start()
    const { outcomes, crm } = started
    await furnish(started)
    const other = await crm.idFor('contact', 'ACME')
    await crm.send([contact.becomeCustomer({ contactId: other, code: 'KH00001', trigger: 'manual' })])
    const mapping = organisations({ customer: 'customer', customerCode: 'code' })
    const rows = ['A,An,yes,', 'B,Ba,yes,VIP', 'C,Ca,no,']
    expect(told(await outcomes(mapping, 'id,name,customer,code', ...rows))).toEqual([
      '2 created',
      '3 created',
      '4 created',
    ])
    const codes = async () =>
      Promise.all(
        ['A', 'B', 'C'].map(async key => (await crm.state('contacts', await crm.idFor('contact', key))).customer?.code),
      )
    expect(await codes()).toEqual(['KH00002', 'VIP', undefined])
    expect(told(await outcomes(mapping, 'id,name,customer,code', ...rows))).toEqual([
      '2 unchanged',
      '3 unchanged',
      '4 unchanged',
    ])
    expect(await codes()).toEqual(['KH00002', 'VIP', undefined])
  })
})
