import { describe, expect, it } from 'vitest'
import { furnish, start, told } from './start.ts'

const mapping = {
  becomes: 'contact',
  key: ['id'],
  fields: {
    kind: { value: 'organisation' },
    name: 'name',
    phone: 'phone',
    email: 'email',
    industry: { column: 'industry', values: { technolgy: 'technology' }, unknown: 'text' },
    accountManager: 'manager',
    customerCode: 'code',
    addressLabel: 'place',
    street: 'street',
    country: 'country',
    externalSystem: { value: 'old' },
    externalId: 'old id',
    registeredOn: { value: '2026-02-01' },
  },
  custom: {
    employees: { column: 'employees', as: 'number' },
    listed: { column: 'listed', as: 'boolean', values: { yes: 'true', no: 'false' } },
  },
}
const headings = 'id,name,phone,email,industry,manager,code,place,street,country,old id,employees,listed'

describe('a row about a contact', () => {
  it('registers it, with everything it says, and makes it a customer', async () => {
    const started = await start()
    const { staff } = await furnish(started)
    const { outcomes, crm } = started
    const [outcome] = await outcomes(
      mapping,
      headings,
      'A1,Acme Việt Nam,028 3822 1234,info@acme.vn,technolgy,Lan,KH001,office,1 Lê Lợi,Việt Nam,77,120,yes',
    )
    expect(outcome).toMatchObject({ outcome: 'created', reasons: [], id: await crm.idFor('contact', 'A1') })
    const contact = await crm.state('contacts', String(outcome?.id))
    expect(contact).toMatchObject({
      kind: 'organisation',
      openedOn: '2026-02-01',
      name: 'Acme Việt Nam',
      phone: '+842838221234',
      email: 'info@acme.vn',
      industry: { label: 'technology' },
      accountManagerId: staff,
      customer: { code: 'KH001', trigger: 'import' },
    })
    expect(Object.fromEntries(contact.externalIds)).toMatchObject({ old: { id: '77' } })
    expect(Object.fromEntries(contact.custom)).toMatchObject({ employees: { value: 120 }, listed: { value: true } })
    expect([...contact.addresses.values()]).toEqual([
      expect.objectContaining({ label: 'office', street: '1 Lê Lợi', country: 'Việt Nam', province: null }),
    ])
  })

  it('that makes it a customer without an account manager leaves it to the company’s rules, once', async () => {
    const started = await start({ runProcesses: true })
    const { staff } = await furnish(started)
    const { outcomes, crm } = started
    await crm.assignmentRules.setDefault({ staffMemberId: staff }, { at: '2026-01-15' })
    const rows = ['A1,Acme,,,retail,,KH001,,,,,,', 'A2,Bách Hóa,,,retail,,,,,,,,']
    const [customer, other] = await outcomes(mapping, headings, ...rows)
    await crm.processes.settle()
    expect((await crm.state('contacts', String(customer?.id))).accountManagerId).toBe(staff)
    expect((await crm.state('contacts', String(other?.id))).assignmentRequest).toBeNull()
    expect(told(await outcomes(mapping, headings, ...rows))).toEqual(['2 unchanged', '3 unchanged'])
  })

  it.each(['(none)', 'Lan'])(
    'that says whose customer it is does not ask the rules, however often: %s',
    async manager => {
      const started = await start({ runProcesses: true })
      const { staff } = await furnish(started)
      const { outcomes, crm, log } = started
      await crm.assignmentRules.setDefault({ staffMemberId: staff }, { at: '2026-01-15' })
      const withNone = {
        ...{ becomes: 'contact', key: ['id'], none: '(none)' },
        fields: {
          kind: { value: 'organisation' },
          name: 'name',
          accountManager: 'manager',
          customerCode: 'code',
          term: 'term',
        },
      }
      const heading = 'id,name,manager,code,term'
      const rows = [
        `A1,Acme,${manager},KH001,regular`,
        `A2,Bách Hóa,${manager},,regular`,
        `A3,Cát,${manager},KH003,oneOff`,
      ]
      const becoming = [rows[0], `A2,Bách Hóa,${manager},KH002,regular`, `A3,Cát,${manager},KH003,regular`].map(String)
      const all = async (given: readonly string[]) => {
        const outcome = told(await outcomes(withNone, heading, ...given))
        await crm.processes.settle()
        return outcome
      }
      expect(await all(rows)).toEqual(['2 created', '3 created', '4 created'])
      expect(await all(rows)).toEqual(['2 unchanged', '3 unchanged', '4 unchanged'])
      expect(await all(becoming)).toEqual(['2 unchanged', '3 changed', '4 changed'])
      expect(await all(becoming)).toEqual(['2 unchanged', '3 unchanged', '4 unchanged'])
      const events = Object.values(await log()).flat()
      expect(events.filter(({ type }) => /Assignment(Turn|Requested)/.test(type))).toEqual([])
    },
  )

  it('changes only what differs; several rows give it several addresses', async () => {
    const started = await start()
    await furnish(started)
    const { outcomes, log } = started
    const rows = ['A1,Acme,,,retail,,,office,1 Lê Lợi,Việt Nam,77,120,no', 'A1,,,,,,,store,2 Lê Lai,,,,']
    expect(told(await outcomes(mapping, headings, ...rows))).toEqual(['2 created', '3 changed'])
    const [outcome] = await outcomes(
      mapping,
      headings,
      'A1,Acme,0912345678,,retail,Lan,,office,1 Lê Lợi,Lào,78,120,yes',
    )
    expect(outcome).toMatchObject({ outcome: 'changed', reasons: [] })
    expect((await log())[`crm.contact-${String(outcome?.id)}`]?.map(({ type }) => type)).toEqual([
      'ContactRegistered',
      'ContactAddressAdded',
      'ContactAddressAdded',
      'ContactPhoneSet',
      'ContactAccountManagerSet',
      'ContactCustomFieldsSet',
      'ContactExternalIdSet',
      'ContactAddressChanged',
    ])
  })

  it('gives it several addresses under one label, each known by its key', async () => {
    const { outcomes, crm } = await start()
    const keyed = { ...mapping, fields: { ...mapping.fields, addressKey: 'address' } }
    const rows = ['A1,Acme,k1,store,1 A', 'A1,Acme,k2,store,2 A', 'A1,Acme,K2,office,3 A']
    const { fields, custom: _, ...rest } = keyed
    const { kind, name, addressKey, addressLabel, street } = fields
    const lean = { ...rest, fields: { kind, name, addressKey, addressLabel, street } }
    const [outcome] = await outcomes(lean, 'id,name,address,place,street', ...rows)
    const streets = async () =>
      [...(await crm.state('contacts', outcome?.id ?? '')).addresses.values()].map(({ label, street }) => [
        label,
        street,
      ])
    expect((await streets()).toSorted()).toEqual([
      ['office', '3 A'],
      ['store', '1 A'],
      ['store', '2 A'],
    ])
    const [, byId] = [...(await crm.state('contacts', outcome?.id ?? '')).addresses.values()]
    await outcomes(lean, 'id,name,address,place,street', `A1,Acme,${String(byId?.addressId).toUpperCase()},store,4 A`)
    expect((await streets()).flat()).toContain('4 A')
    expect(await streets()).toHaveLength(3)
  })

  it('that is new and lacks what it needs is said to in Vietnamese words too', async () => {
    const [outcome] = await (await start()).outcomes(mapping, headings, 'A1,,,,,,,,,,,,')
    expect(outcome?.reasons[0]?.words).toEqual({
      en: 'required of one that is new: name (text)',
      vi: 'bắt buộc với đối tượng mới: tên (văn bản)',
    })
  })

  it('leaves numbers and truths of its own what they are where a column of texts agrees with them', async () => {
    const { outcomes, crm } = await start()
    const [outcome] = await outcomes(mapping, headings, 'A1,Acme,,,,,,,,,,912,yes')
    const asText = { ...mapping, custom: { employees: 'employees', listed: 'listed' } }
    for (const [row, expected] of [
      ['A1,Acme,,,,,,,,,,912,TRUE', 'unchanged'],
      ['A1,Acme,,,,,,,,,,0912,false', 'changed'],
    ] as const)
      expect(await outcomes(asText, headings, row)).toMatchObject([{ outcome: expected, reasons: [] }])
    const { custom } = await crm.state('contacts', outcome?.id ?? '')
    expect(['employees', 'listed'].map(name => custom.get(name)?.value)).toEqual(['0912', 'false'])
  })

  it('imported again changes nothing', async () => {
    const started = await start()
    await furnish(started)
    const { outcomes, head } = started
    const rows = [
      'A1,Acme,0912345678,,retail,Lan,KH1,office,1 Lê Lợi,Việt Nam,77,120,no',
      'A1,,,,,,,store,2 Lê Lai,,,,',
      'A2,Betasoloin,,,,,kh2,,,,,,',
    ]
    expect(told(await outcomes(mapping, headings, ...rows))).toEqual(['2 created', '3 changed', '4 created'])
    const before = await head()
    expect(told(await outcomes(mapping, headings, ...rows))).toEqual(['2 unchanged', '3 unchanged', '4 unchanged'])
    expect(await head()).toBe(before)
  })

  it('with a customer code that another has is rejected, whole', async () => {
    const { outcomes, log } = await start()
    const rows = ['A1,Acme,,,,,KH1,,,,,,', 'A2,Betasoloin,,,,,kh1,,,,,,', 'A3,Cancity,,,,,KH3,,,,,,']
    expect(told(await outcomes(mapping, headings, ...rows))).toEqual([
      '2 created',
      '3 rejected: code CUSTOMER_CODE_TAKEN',
      '4 created',
    ])
    expect(Object.keys(await log()).filter(stream => stream.startsWith('crm.contact-'))).toHaveLength(2)
  })

  it.each([
    [
      'has everything wrong at once',
      'A1,,0112 345 678,nobody,,Hoa,,,,,,many,perhaps',
      '2 rejected: name REQUIRED, phone PHONE_INVALID, email INVALID, manager REFERENCE_UNKNOWN, employees INVALID, listed INVALID',
    ],
    ['has no key either', ',Acme,,nobody,,,,,,,,,', '2 rejected: id KEY_MISSING, email INVALID'],
  ])('that %s is rejected', async (_, row, expected) => {
    const { outcomes } = await start()
    expect(told(await outcomes(mapping, headings, row))).toEqual([expected])
  })

  it('that turns an organisation into a person is rejected', async () => {
    const { outcomes } = await start()
    await outcomes(mapping, headings, 'A1,Acme,,,,,,,,,,,')
    const persons = { ...mapping, fields: { ...mapping.fields, kind: { value: 'individual' } } }
    expect(told(await outcomes(persons, headings, 'A1,Acme,,,,,,,,,,,'))).toEqual(['2 rejected: kind WRONG_KIND'])
  })

  it('that gives a customer another code is rejected', async () => {
    const { outcomes } = await start()
    await outcomes(mapping, headings, 'A1,Acme,,,,,KH1,,,,,,')
    expect(told(await outcomes(mapping, headings, 'A1,Acme,,,,,KH2,,,,,,'))).toEqual([
      '2 rejected: code ALREADY_CUSTOMER',
    ])
  })
})

describe('a reference', () => {
  const withManager = (manager: string) => `A1,Acme,,,,${manager},,,,,,,`

  it.each([
    ['by the key under which it was imported', 'Lan'],
    ['by its name', 'Nguyễn Thị Lan'],
    ['by its name without accents and capitals', 'nguyen thi lan'],
  ])('is found %s', async (_, manager) => {
    const started = await start()
    const { staff } = await furnish(started)
    const [outcome] = await started.outcomes(mapping, headings, withManager(manager))
    expect((await started.crm.state('contacts', String(outcome?.id))).accountManagerId).toBe(staff)
  })

  it('that is unknown is a reason with the nearest that is known', async () => {
    const started = await start()
    await furnish(started)
    const [outcome] = await started.outcomes(mapping, headings, withManager('Nguyễn Thi Lam'))
    expect(outcome?.reasons).toMatchObject([
      {
        field: 'accountManager',
        column: 'manager',
        value: 'Nguyễn Thi Lam',
        code: 'REFERENCE_UNKNOWN',
        message: 'there is no such staff member; the nearest is "Nguyễn Thị Lan". Import it first, or mend the name',
      },
    ])
  })

  it('that could be several is a reason', async () => {
    const { outcomes, crm } = await start()
    for (const key of ['1', '2'])
      await crm.staff.register({ staffMemberId: await crm.idFor('staffMember', key), name: 'Lan' })
    const [outcome] = await outcomes(mapping, headings, withManager('lan'))
    expect(outcome?.reasons).toMatchObject([
      { column: 'manager', message: expect.stringMatching(/^2 staff members have this name/) },
    ])
  })

  it('by several columns is the key they make together', async () => {
    const { outcomes, crm } = await start()
    const staffMemberId = await crm.idFor('staffMember', 'North', '7')
    await crm.staff.register({ staffMemberId, name: 'Lan' })
    const composite = { ...mapping, fields: { ...mapping.fields, accountManager: { columns: ['manager', 'place'] } } }
    const [outcome] = await outcomes(composite, headings, 'A1,Acme,,,,North,,7,,,,,')
    expect((await crm.state('contacts', String(outcome?.id))).accountManagerId).toBe(staffMemberId)
  })
})

it('has its phone, and its currency, by the company of its day, and tells a wrong phone beside all else', async () => {
  let now = new Date('2026-06-26T05:00:00Z')
  const { crm, outcomes } = await start({ clock: () => now })
  now = new Date('2026-06-30T05:00:00Z')
  await crm.company.setCountry({ country: 'US' })
  await crm.company.setCurrency({ currency: 'EUR' })
  const dated = { ...mapping, fields: { ...mapping.fields, registeredOn: 'industry' } }
  const [then, since, ...wrong] = await outcomes(
    dated,
    headings,
    'A1,Acme,028 3822 1234,,2020-05-01,,,,,,,,',
    'A2,Acme,(650) 253-0000,,2026-06-30,,,,,,,,',
    'A3,Acme,(650) 253-0000,nobody,2020-05-01,,,,,,,,',
    'A4,Acme,028 3822 1234,nobody,2026-06-30,,,,,,,,',
    'A5,Acme,028 3822 1234,nobody,,,,,,,,,',
  )
  expect(then).toMatchObject({ outcome: 'created', reasons: [] })
  expect(await crm.state('contacts', String(then?.id))).toMatchObject({ phone: '+842838221234' })
  expect(since).toMatchObject({ outcome: 'created', reasons: [] })
  expect(await crm.state('contacts', String(since?.id))).toMatchObject({ phone: '+16502530000' })
  expect(told(wrong)).toEqual([4, 5, 6].map(row => `${String(row)} rejected: phone PHONE_INVALID, email INVALID`))

  const products = {
    becomes: 'product',
    key: ['id'],
    fields: { code: 'id', name: 'id', listPrice: 'price', listedOn: 'on' },
  }
  const listed = await outcomes(products, 'id,price,on', 'P1,5,2020-05-01', 'P2,5,2026-06-30')
  const prices = await Promise.all(listed.map(async ({ id }) => (await crm.state('products', String(id))).listPrice))
  expect(prices.map(price => price?.currency)).toEqual(['USD', 'EUR'])
})

it('contacts are found by any of their numbers and addresses, and by nothing that only looks like one', async () => {
  const { crm, outcomes } = await start()
  const [an, binh, chi] = await Promise.all([
    crm.idFor('test', 'An'),
    crm.idFor('test', 'Bình'),
    crm.idFor('test', 'Chi'),
  ])
  const [phoneId, emailId] = [await crm.idFor('test', 'phone'), await crm.idFor('test', 'e-mail')]
  await crm.contacts.register({ contactId: an, kind: 'individual', name: 'An', phone: '0912345678', email: 'an@a.vn' })
  await crm.contacts.addPhone({ contactId: an, phoneId, phone: '0987654321' })
  await crm.contacts.addEmail({ contactId: an, emailId, email: 'Lan@a.vn' })
  await crm.contacts.register({ contactId: binh, kind: 'individual', name: '+84987654321' })
  await crm.contacts.register({ contactId: chi, kind: 'individual', name: 'lan@a.vn' })
  await crm.catchUp()
  const found = async (reach: Parameters<typeof crm.contactsReachedBy>[0]) =>
    (await crm.contactsReachedBy(reach)).map(({ id }) => id)
  for (const phone of ['+84912345678', '+84987654321']) expect(await found({ phone })).toEqual([an])
  for (const email of ['AN@a.vn', 'lan@A.vn']) expect(await found({ email })).toEqual([an])
  expect(await found({ phone: '+84987654321', email: 'an@a.vn' })).toEqual([an])
  expect(await found({ phone: '+84987654', email: 'lan@a' })).toEqual([])
  expect(await found({})).toEqual([])
  const [outcome] = await outcomes(mapping, headings, 'A1,Acme,0987654321,lan@a.vn,,,,,,,,,')
  expect(outcome?.notices.map(({ field, code }) => [field, code])).toEqual([
    ['phone', 'OF_ANOTHER_CONTACT'],
    ['email', 'OF_ANOTHER_CONTACT'],
  ])
})
