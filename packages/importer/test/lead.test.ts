import { describe, expect, it } from 'vitest'
import { furnish, start, told } from './start.ts'

const mapping = {
  becomes: 'lead',
  key: ['id'],
  none: '(none)',
  fields: {
    title: 'title',
    name: 'name',
    phone: 'phone',
    province: 'province',
    source: { column: 'source', unknown: 'add' },
    tags: { column: 'tags', unknown: 'text' },
    need: 'need',
    owner: 'owner',
    status: 'status',
    statusOn: 'on',
    reason: { column: 'reason', unknown: 'text' },
    createdOn: 'created',
  },
  custom: { budget: { column: 'budget', as: 'number' } },
}
const heading = 'id,title,name,phone,province,source,tags,need,owner,status,on,reason,created,budget'

const furnished = async (options: Parameters<typeof start>[0] = {}) => {
  const started = await start(options)
  const ids = await furnish(started)
  const { crm, outcomes } = started
  return {
    ...started,
    ids,
    send: (...rows: readonly string[]) => outcomes(mapping, heading, ...rows),
    leadOf: async (key: string) => crm.state('leads', await crm.idFor('lead', key)),
  }
}

describe('a row about a lead', () => {
  it('that says it is nobody’s, or whose it is, does not ask the company’s rules, however often', async () => {
    const { crm, outcomes, log, ids } = await furnished({ runProcesses: true })
    await crm.assignmentRules.setDefault({ staffMemberId: ids.staff }, { at: '2026-01-15' })
    const send = async () => {
      const sent = told(
        await outcomes(
          { becomes: 'lead', key: ['id'], none: '(none)', fields: { title: 'title', owner: 'owner' } },
          'id,title,owner',
          ...['L1,One,(none)', 'L2,Two,Lan'],
        ),
      )
      await crm.processes.settle()
      return sent
    }
    expect(await send()).toEqual(['2 created', '3 created'])
    expect(await send()).toEqual(['2 unchanged', '3 unchanged'])
    expect(await send()).toEqual(['2 unchanged', '3 unchanged'])
    const events = Object.values(await log()).flat()
    expect(events.filter(({ type }) => /Assignment(Turn|Requested)/.test(type))).toEqual([])
  })

  it('writes it down, with all that it says, and what was decided on its day', async () => {
    const { send, leadOf, ids, head, crm } = await furnished()
    const rows = [
      'L1,Asks for printers,Hà,0912345678,Huế,Hội chợ,new;vip,Five,Lan,qualified,2026-03-02,,2026-03-01,7',
      'L2,,Minh,,,,,,,lost,2026-04-05,Giá cao,2026-03-01,',
      'L3,,,,,,,,,,,,2026-03-01,',
    ]
    const outcomes = await send(...rows)
    expect(told(outcomes)).toEqual(['2 created', '3 created', '4 rejected: title LEAD_NEEDS_A_NAME'])
    const first = await leadOf('L1')
    expect(first).toMatchObject({
      status: 'open',
      openedOn: '2026-03-01',
      title: 'Asks for printers',
      name: 'Hà',
      phone: '+84912345678',
      address: { province: 'Huế' },
      source: { label: 'Hội chợ' },
      need: { description: 'Five' },
      assignment: { ownerId: ids.staff, teamId: ids.team },
      qualification: { outcome: 'qualified' },
    })
    expect([...first.tags.values()].map(({ label }) => label).sort()).toEqual(['new', 'vip'])
    expect(first.custom.get('budget')).toMatchObject({ value: 7 })
    expect(await leadOf('L2')).toMatchObject({ status: 'lost', lost: { reason: { label: 'Giá cao' } } })
    const days: string[] = []
    for await (const { type, occurredOn } of crm.history('leads', await crm.idFor('lead', 'L2')))
      days.push(`${occurredOn} ${type}`)
    expect(days).toEqual(['2026-03-01 LeadCreated', '2026-04-05 LeadMarkedLost'])
    const before = await head()
    expect(told(await send(...rows.slice(0, 2)))).toEqual(['2 unchanged', '3 unchanged'])
    expect(await head()).toBe(before)
  })

  it('changes only what differs, and restores one that is lost', async () => {
    const { send, leadOf } = await furnished()
    await send('L1,Asks,,,,,,,Lan,lost,2026-04-05,Giá cao,2026-03-01,')
    expect(told(await send('L1,,,0987654321,,,,,(none),open,2026-05-01,,,'))).toEqual(['2 changed'])
    expect(await leadOf('L1')).toMatchObject({
      status: 'open',
      title: 'Asks',
      phone: '+84987654321',
      assignment: { ownerId: null },
    })
  })

  it('that is decided needs the day of that, where it was written down in the past', async () => {
    const { send } = await furnished()
    expect(told(await send('L1,Asks,,,,,,,,lost,,,2026-03-01,'))).toEqual(['2 rejected: on DAY_MISSING'])
    expect(told(await send('L1,Asks,,,,,,,,lost,,,,'))).toEqual(['2 created'])
  })

  it('refuses a source that the catalogue does not have', async () => {
    const { outcomes } = await furnished()
    const refusing = { ...mapping, fields: { ...mapping.fields, source: 'source' } }
    expect(told(await outcomes(refusing, heading, 'L1,Asks,,,,Nowhere,,,,,,,,'))).toEqual([
      '2 rejected: source ENTRY_UNKNOWN',
    ])
  })
})
