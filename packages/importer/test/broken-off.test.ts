import { expect, it } from 'vitest'
import { furnish, start, told, type Started } from './start.ts'

/** The same company after its process was killed behind so many writes. False where it came to its end before. */
const killedBehind = async (started: Started, writes: number, work: (started: Started) => Promise<unknown>) => {
  const { append } = started.stores.events
  let left = writes
  let killed = false
  started.stores.events.append = async (...given) => {
    if (killed || left-- === 0) {
      killed = true
      throw new Error('killed')
    }
    return append(...given)
  }
  await work(started).catch(() => undefined)
  started.stores.events.append = append
  return killed
}

/** Of contacts, purchases, staff and teams: what is added to catalogues, and codes that are claimed, are dated today. */
const factsOf = async ({ log }: Started) =>
  Object.fromEntries(
    Object.entries(await log()).filter(([stream]) => /\.(contact|purchase|staffMember|salesTeam)-/.test(stream)),
  )

const later = { clock: () => new Date('2026-07-15T05:00:00Z') }

/** Imports the row, killed behind each write in turn, and again a fortnight later. */
const afterEveryKill = async (mapping: unknown, ...rows: readonly string[]) => {
  const work = ({ outcomes }: Started) => outcomes(mapping, ...rows)
  const whole = await start()
  await furnish(whole)
  await work(whole)
  const expected = await factsOf(whole)
  let kills = 0
  for (let writes = 0; ; writes++) {
    const started = await start()
    await furnish(started)
    if (!(await killedBehind(started, writes, work))) break
    kills++
    const again = await start({ stores: started.stores, ...later })
    const outcomes = told(await work(again))
    expect(
      outcomes.some(outcome => outcome.includes('rejected')),
      outcomes.join(),
    ).toBe(false)
    expect(await factsOf(started), `after ${String(writes)} writes`).toEqual(expected)
  }
  return kills
}

it('what is missing of a contact, and of its persons, is dated as the rest was', async () => {
  const mapping = {
    becomes: 'contact',
    key: ['id'],
    fields: {
      ...{ kind: { value: 'organisation' }, name: 'name', registeredOn: 'since', customerCode: 'code' },
      ...{ industry: { column: 'industry', unknown: 'add' }, personName: 'person', person2Name: 'person2' },
      personPosition: { column: 'position', unknown: 'text' },
    },
  }
  const kills = await afterEveryKill(
    mapping,
    'id,name,since,code,industry,person,position,person2',
    'A,Acme,2026-02-01,K7,Steel,Hà,Director,Minh',
  )
  expect(kills).toBeGreaterThan(4)
})

it('what is missing of a staff member’s team is dated as the rest was', async () => {
  const mapping = {
    becomes: 'staffMember',
    key: ['id'],
    fields: { name: 'name', team: 'team', teamLeader: 'leader', joinedOn: 'since' },
  }
  expect(await afterEveryKill(mapping, 'id,name,team,leader,since', 'S,Minh,South,Hoa,2026-02-01')).toBeGreaterThan(3)
})

it('a purchase whose customer is there by then is recorded once, and makes no second one', async () => {
  const mapping = {
    becomes: 'purchase',
    fields: { customer: 'customer', boughtOn: 'on', amount: 'amount', customerName: 'name' },
  }
  const kills = await afterEveryKill(
    mapping,
    'customer,on,amount,name',
    ...['KH7,2026-02-03,5,Hà', 'kh7,2026-01-03,5,', 'KH7,2026-02-03,5,Hà', 'KH8,2026-02-03,0,'],
  )
  expect(kills).toBeGreaterThan(6)
})

it('what a person adds to a contact of an import that was killed is dated as ever', async () => {
  const started = await start()
  const mapping = {
    becomes: 'contact',
    key: ['id'],
    fields: { kind: { value: 'organisation' }, name: 'name', phone: 'phone', registeredOn: 'since' },
  }
  const rows = ['id,name,phone,since', 'A,Acme,0912345678,2026-02-01']
  await killedBehind(started, 2, ({ outcomes }) => outcomes(mapping, ...rows))
  const { crm, outcomes } = await start({ stores: started.stores, ...later })
  const contactId = await crm.idFor('contact', 'A')
  await crm.contacts.setPhone({ contactId, phone: '0987654321' }, { at: '2026-07-01' })
  expect(told(await outcomes(mapping, ...rows))).toEqual(['2 changed'])
  const { phone, days } = await crm.state('contacts', contactId)
  expect({ phone, day: days['phone'] }).toEqual({ phone: '+84912345678', day: '2026-07-15' })
})
