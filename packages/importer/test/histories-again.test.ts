import { describe, expect, it } from 'vitest'
import { furnish, start, told } from './start.ts'

/** Imports the rows twice: what was said of them the second time, and whether the log stayed as it was. */
const twice = async (mapping: unknown, ...rows: readonly string[]) => {
  const started = await start()
  await furnish(started)
  const first = told(await started.outcomes(mapping, ...rows))
  const before = await started.head()
  const again = await started.outcomes(mapping, ...rows)
  return { ...started, first, again: told(again), notices: again.flatMap(({ notices }) => notices), before }
}
const twoRows = { first: ['2 created', '3 changed'], again: ['2 unchanged', '3 unchanged'] }

describe('a history whose first row says how it began, and no day of change, is known again, row by row', () => {
  it('of a contact, and of its persons', async () => {
    const mapping = {
      becomes: 'contact',
      key: ['id'],
      fields: {
        kind: { value: 'organisation' },
        ...{ name: 'name', phone: 'phone', taxCode: 'tax', registeredOn: 'since', changedOn: 'day' },
        ...{ industry: { column: 'industry', unknown: 'text' }, accountManager: 'manager' },
        ...{ personName: 'person', personPhone: 'mobile', street: 'street', supplier: 'supplier' },
      },
    }
    const { first, again, notices, head, before } = await twice(
      mapping,
      'id,name,phone,tax,since,day,industry,manager,person,mobile,street,supplier',
      `A,Acme,0912345678,1,2026-02-01,,Steel,Lan,Hà,0912345670,1 A,`,
      'A,Acme 2,0987654321,2,,2026-06-30,Retail,Lan,Hà,0912345671,2 B,yes',
    )
    expect({ first, again }).toEqual(twoRows)
    expect(notices.find(({ field }) => field === 'phone')?.code).toBe('CHANGED_SINCE')
    expect(await head()).toBe(before)
  })

  it('of a lead', async () => {
    const mapping = {
      becomes: 'lead',
      key: ['id'],
      none: '(none)',
      fields: {
        ...{ title: 'title', phone: 'phone', need: 'need', owner: 'owner', rating: 'rating', status: 'status' },
        ...{ createdOn: 'since', changedOn: 'day', source: { column: 'source', unknown: 'text' }, street: 'street' },
      },
      custom: { budget: { column: 'budget', as: 'number' } },
    }
    const { first, again, head, before } = await twice(
      mapping,
      'id,title,phone,need,owner,rating,status,since,day,source,street,budget',
      'L,Asks,0912345678,Five,Lan,cold,open,2026-02-01,,Fair,1 A,5',
      'L,Asks again,0987654321,Six,(none),hot,lost,,2026-03-01,Web,2 B,6',
    )
    expect({ first, again }).toEqual(twoRows)
    expect(await head()).toBe(before)
  })

  it('of a product', async () => {
    const mapping = {
      becomes: 'product',
      key: ['id'],
      fields: { code: 'id', name: 'name', listPrice: 'price', group: 'group', listedOn: 'since', changedOn: 'day' },
    }
    const { first, again, head, before } = await twice(
      mapping,
      'id,name,price,group,since,day',
      'X,Printer,500,A,2026-02-01,',
      'X,Printer 2,600,B,,2026-03-01',
    )
    expect({ first, again }).toEqual(twoRows)
    expect(await head()).toBe(before)
  })

  it('of a staff member, with teams', async () => {
    const mapping = {
      becomes: 'staffMember',
      key: ['id'],
      fields: { name: 'name', department: 'department', team: 'team', joinedOn: 'since', changedOn: 'day' },
    }
    const { first, again, head, before } = await twice(
      mapping,
      'id,name,department,team,since,day',
      'S,Minh,Sales,North,2026-02-01,',
      'S,Minh Trần,Service,South,2026-03-01,2026-03-01',
    )
    expect({ first, again }).toEqual(twoRows)
    expect(await head()).toBe(before)
  })

  it('of a pipeline', async () => {
    const mapping = {
      becomes: 'pipeline',
      key: ['id'],
      fields: { name: 'name', stage: 'stage', stageKey: 'key', createdOn: 'since', changedOn: 'day' },
    }
    const { first, again, head, before } = await twice(
      mapping,
      'id,name,stage,key,since,day',
      'W,Web,New,1,2026-02-01,',
      'W,Web 2,Fresh,1,,2026-03-01',
    )
    expect({ first, again }).toEqual(twoRows)
    expect(await head()).toBe(before)
  })
})

describe('what was decided about a lead', () => {
  const mapping = {
    becomes: 'lead',
    key: ['id'],
    fields: {
      ...{ title: 'title', status: 'status', statusOn: 'on', createdOn: 'since' },
      reason: { column: 'reason', unknown: 'text' },
    },
  }
  const heading = 'id,title,status,on,since,reason'
  const lost = 'L,Asks,lost,2026-03-01,2026-02-01,Too dear'

  it('is compared as of the day of that: one restored since stays so', async () => {
    const { outcomes, crm, head } = await start()
    await outcomes(mapping, heading, lost)
    const leadId = await crm.idFor('lead', 'L')
    await crm.leads.restore({ leadId }, { at: '2026-04-01' })
    const before = await head()
    expect(told(await outcomes(mapping, heading, lost))).toEqual(['2 unchanged'])
    expect(await head()).toBe(before)
  })

  it('is compared as of the day of that in rows with a day of change too', async () => {
    const { outcomes, head } = await start()
    const history = { ...mapping, fields: { ...mapping.fields, changedOn: 'day' } }
    const rows = [
      'L,Asks,,,2026-02-01,,',
      'L,Asks,lost,2026-03-01,,Too dear,2026-03-05',
      'L,Asks,open,2026-04-01,,,2026-04-05',
    ]
    expect(told(await outcomes(history, `${heading},day`, ...rows))).toEqual(['2 created', '3 changed', '4 changed'])
    const before = await head()
    expect(told(await outcomes(history, `${heading},day`, ...rows)).map(row => row.slice(2))).toEqual(
      rows.map(() => 'unchanged'),
    )
    expect(await head()).toBe(before)
  })

  it('comes too late before the day on which the same was decided again', async () => {
    const { outcomes } = await start()
    await outcomes(mapping, heading, lost)
    expect(told(await outcomes(mapping, heading, lost.replace('2026-03-01', '2026-02-15')))).toEqual([
      '2 rejected: status TOO_LATE',
    ])
  })
})
