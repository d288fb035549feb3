import { describe, expect, it } from 'vitest'
import { start, told } from './start.ts'

const organisations = {
  becomes: 'contact',
  key: ['id'],
  fields: {
    ...{ kind: { value: 'organisation' }, name: 'name', phone: 'phone', furtherPhone: 'phone2', email: 'email' },
    ...{ personName: 'person', personPhone: 'mobile', personEmail: 'mail', person2Name: 'other' },
    ...{ person2Phone: 'other mobile', customer: 'customer', customerCode: 'code' },
  },
}
const columns = [
  'id',
  'name',
  'phone',
  'phone2',
  'email',
  'person',
  'mobile',
  'mail',
  'other',
  'other mobile',
  'customer',
  'code',
]
const row = (cells: Readonly<Record<string, string>>) => columns.map(column => cells[column] ?? '').join()
const send = async (started: Awaited<ReturnType<typeof start>>, ...rows: readonly Readonly<Record<string, string>>[]) =>
  started.outcomes(organisations, columns.join(), ...rows.map(row))

describe('a person that several rows give several numbers', () => {
  it('has all of them, and the same file again changes nothing', async () => {
    const started = await start()
    const rows = [
      { id: 'A', name: 'Acme', person: 'Hà', mobile: '0912345678', mail: 'ha@a.vn' },
      { id: 'A', name: 'Acme', person: 'Hà', mobile: '0987654321', mail: 'ha2@a.vn' },
    ]
    await send(started, ...rows)
    const { crm } = started
    const personId = await crm.idFor('contactPerson', await crm.idFor('contact', 'A'), 'hà')
    const { phone, email, furtherPhones, furtherEmails } = await crm.state('contacts', personId)
    expect([phone, email]).toEqual(['+84912345678', 'ha@a.vn'])
    expect([...furtherPhones.values()].map(({ number }) => number)).toEqual(['+84987654321'])
    expect([...furtherEmails.values()].map(({ address }) => address)).toEqual(['ha2@a.vn'])
    const before = await started.head()
    expect(told(await send(started, ...rows))).toEqual(['2 unchanged', '3 unchanged'])
    expect(await started.head()).toBe(before)
  })

  it('has another main one when the file says so the next time', async () => {
    const started = await start()
    await send(started, { id: 'A', name: 'Acme', person: 'Hà', mobile: '0912345678' })
    await send(started, { id: 'A', name: 'Acme', person: 'Hà', mobile: '0987654321' })
    const { crm } = started
    const personId = await crm.idFor('contactPerson', await crm.idFor('contact', 'A'), 'hà')
    expect((await crm.state('contacts', personId)).phone).toBe('+84987654321')
  })
})

describe('a number or an address that another has', () => {
  const toldOf = async (...rows: readonly Readonly<Record<string, string>>[]) => {
    const outcomes = await send(await start(), ...rows)
    return outcomes.flatMap(({ row, notices }) =>
      notices
        .filter(({ code }) => code === 'OF_ANOTHER_CONTACT')
        .map(({ column, message }) => `${String(row)} ${String(column)}: ${message.split(': ')[1] ?? ''}`),
    )
  }
  const number = '0912345678'

  it.each([
    [
      'a person and a person elsewhere',
      { person: 'Hà', mobile: number },
      { person: 'An', mobile: number },
      '3 mobile: row 2',
    ],
    ['a person and an organisation', { phone: number }, { person: 'An', mobile: number }, '3 mobile: row 2'],
    ['an organisation and a person', { person: 'An', mobile: number }, { phone: number }, '3 phone: row 2'],
    ['a further number and a main one', { phone2: number }, { phone: number }, '3 phone: row 2'],
    ['a further number and one of a person', { person: 'An', mobile: number }, { phone2: number }, '3 phone2: row 2'],
    ['addresses of persons', { person: 'Hà', mail: 'a@a.vn' }, { person: 'An', mail: 'A@a.vn' }, '3 mail: row 2'],
  ])('is told of %s', async (_, first, second, expected) => {
    expect(await toldOf({ id: 'A', name: 'Acme', ...first }, { id: 'B', name: 'Beta', ...second })).toEqual([expected])
  })

  it('is told of two persons of one row', async () => {
    const rows = [{ id: 'A', name: 'Acme', person: 'Hà', mobile: number, other: 'An', 'other mobile': number }]
    expect(await toldOf(...rows)).toEqual(['2 other mobile: row 2'])
  })

  it('is not told of the same person, nor of a person and the own organisation', async () => {
    const rows = [
      { id: 'A', name: 'Acme', phone: number, person: 'Hà', mobile: number },
      { id: 'A', name: 'Acme', person: 'Hà', mobile: number },
      { id: 'A', name: 'Acme', phone: number },
    ]
    expect(await toldOf(...rows)).toEqual([])
  })
})

it('a customer code beside the word that it is no customer is refused', async () => {
  const started = await start()
  expect(told(await send(started, { id: 'A', name: 'Acme', customer: 'no', code: 'K1' }))).toEqual([
    '2 rejected: customer CONTRADICTED',
  ])
})

describe('a lead', () => {
  const mapping = {
    becomes: 'lead',
    key: ['id'],
    none: '(none)',
    fields: {
      ...{ title: 'title', furtherNote: 'note', createdOn: { value: '2026-02-01' } },
      ...{ question: { value: 'How many?' }, answer: 'How many?', question2: 'asked', answer2: 'said' },
    },
  }
  const heading = 'id,title,note,How many?,asked,said'
  const leadIn = async ({ crm }: Awaited<ReturnType<typeof start>>) => crm.state('leads', await crm.idFor('lead', 'L'))

  it('has the notes and the answers of its rows, once', async () => {
    const started = await start()
    const rows = ['L,Asks,Called on Monday,5,When?,Soon', 'L,Asks,Called on Tuesday,,Where?,Huế']
    expect(told(await started.outcomes(mapping, heading, ...rows))).toEqual(['2 created', '3 changed'])
    const { notes, answers } = await leadIn(started)
    expect([...notes.values()].map(({ text }) => text)).toEqual(['Called on Monday', 'Called on Tuesday'])
    expect([...answers].map(([question, { answer }]) => [question, answer])).toEqual([
      ['How many?', '5'],
      ['When?', 'Soon'],
      ['Where?', 'Huế'],
    ])
    const before = await started.head()
    expect(told(await started.outcomes(mapping, heading, ...rows))).toEqual(['2 unchanged', '3 unchanged'])
    expect(await started.head()).toBe(before)
  })

  it('gets another answer, or loses it', async () => {
    const started = await start()
    await started.outcomes(mapping, heading, 'L,Asks,,5,When?,Soon')
    expect(told(await started.outcomes(mapping, heading, 'L,Asks,,6,When?,(none)'))).toEqual(['2 changed'])
    expect([...(await leadIn(started)).answers].map(([question, { answer }]) => [question, answer])).toEqual([
      ['How many?', '6'],
    ])
  })

  it('with an answer to nothing is refused', async () => {
    const { outcomes } = await start()
    expect(told(await outcomes(mapping, heading, 'L,Asks,,,,Soon'))).toEqual(['2 rejected: said QUESTION_MISSING'])
  })
})
