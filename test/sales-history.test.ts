// The four files of real sales, through the mappings of examples/sales-history, into a database of this machine's.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCrm, type Crm } from '@eventcrm/crm'
import { importFile, readMapping, type ImportSummary, type RowOutcome } from '@eventcrm/importer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromSalesFiles, noSalesFiles, salesFiles } from './sales-files.ts'

let folder: string
let crm: Crm
const summaries: Record<string, ImportSummary> = {}
const outcomes: Record<string, RowOutcome[]> = {}

const importAll = async () => {
  for (const { name, csv, mapping } of salesFiles) {
    const rows: RowOutcome[] = (outcomes[name] = [])
    const rejectedFile = join(folder, `${name}.rejected.csv`)
    summaries[name] = await importFile(crm, csv, await readMapping(mapping), {
      rejectedFile,
      onRow: row => void rows.push(row),
    })
  }
}
const report = async (asOf?: string) => {
  const { currencies } = await crm.reports.pipeline(asOf === undefined ? {} : { asOf })
  expect(currencies.map(({ currency }) => currency)).toEqual(['USD'])
  return currencies[0]!
}

describe.skipIf(noSalesFiles)(fromSalesFiles('the sales history'), () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
    crm = await createCrm({
      file: join(folder, 'crm.sqlite'),
      actor: 'importer',
      company: { currency: 'USD', language: 'en' },
      project: false,
    })
    await importAll()
    await crm.catchUp()
  }, 180_000)
  afterAll(async () => {
    await crm.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('comes in whole', () => {
    const counts = Object.fromEntries(
      Object.entries(summaries).map(([name, { created, rejected, rows }]) => [name, { rows, created, rejected }]),
    )
    expect(counts).toEqual({
      products: { rows: 7, created: 7, rejected: 0 },
      teams: { rows: 35, created: 35, rejected: 0 },
      accounts: { rows: 85, created: 85, rejected: 0 },
      opportunities: { rows: 8800, created: 8800, rejected: 0 },
    })
  })

  it('has every row without an account listed, and nothing else', () => {
    const notices = (outcomes['opportunities'] ?? []).flatMap(({ row, notices }) =>
      notices.map(({ column, code }) => ({ row, column, code })),
    )
    expect(notices).toHaveLength(1425)
    expect(new Set(notices.map(({ column, code }) => `${String(column)} ${code}`))).toEqual(new Set(['account EMPTY']))
    for (const name of ['products', 'teams', 'accounts']) expect(summaries[name]?.notices).toBe(0)
  })

  it.each([
    [undefined, { won: 4238, worth: '10005534.00', lost: 2473 }],
    ['2017-03-31', { won: 531, worth: '1134672.00', lost: 116 }],
    ['2017-06-30', { won: 1785, worth: '4220783.00', lost: 894 }],
    ['2017-09-30', { won: 3042, worth: '7203038.00', lost: 1684 }],
  ])('as of %s says what was won and lost', async (asOf, expected) => {
    const { won, lost } = await report(asOf)
    expect({ won: won.count, worth: won.value.amount, lost: lost.count }).toEqual(expected)
  })

  it('says how often and how fast, and who was best', async () => {
    const { winRate, cycle, open, bestSalespeople, bestCustomers } = await report()
    expect(winRate.byCount).toBe(0.6315)
    expect(cycle).toEqual({ of: 'won', mean: 51.78, median: 57 })
    expect(open.count).toBe(8800 - 4238 - 2473)
    expect(bestSalespeople[0]).toMatchObject({
      name: 'Darcel Schlecht',
      won: { value: { amount: '1153214.00', currency: 'USD' } },
    })
    expect(bestCustomers?.[0]).toMatchObject({
      name: 'Kan-code',
      won: { value: { amount: '341455.00', currency: 'USD' } },
    })
  })

  it('makes 85 customers, with misspellings mended', async () => {
    const contacts = await crm.search('contact', '', 1000)
    expect(contacts.filter(entry => entry.kind === 'contact' && entry.isCustomer)).toHaveLength(85)
    const stateOf = async (account: string) => crm.state('contacts', await crm.idFor('contact', account))
    expect(await stateOf('Acme Corporation')).toMatchObject({
      kind: 'organisation',
      industry: { label: expect.stringMatching(/^technology$/i) },
      customer: { code: 'Acme Corporation', trigger: 'import' },
    })
    expect(Object.fromEntries((await stateOf('Acme Corporation')).custom)).toMatchObject({
      yearEstablished: { value: 1996 },
      revenueInMillions: { value: 1100.04 },
      employees: { value: 2822 },
    })
    expect([...(await stateOf('Bioholding')).addresses.values()]).toMatchObject([
      { label: 'office', country: 'Philippines' },
    ])
    expect((await stateOf('Bluth Company')).custom.get('subsidiaryOf')).toMatchObject({ value: 'Acme Corporation' })
  })

  it('makes agents and managers staff members, managers’ teams sales teams, and offices departments', async () => {
    expect(await crm.search('staffMember', '', 1000)).toHaveLength(35 + 6)
    const teams = await crm.search('salesTeam', '', 1000)
    expect(teams.map(({ name }) => name)).toEqual(['Central 1', 'Central 2', 'East 1', 'East 2', 'West 1', 'West 2'])
    const agent = await crm.state('staff', await crm.idFor('staffMember', 'Darcel Schlecht'))
    expect(agent).toMatchObject({
      department: 'Central',
      mainTeamId: await crm.idFor('salesTeam', 'Central 2'),
      openedOn: '2016-10-01',
    })
    const team = await crm.state('teams', agent.mainTeamId ?? '')
    expect(team.leaderId).toBe(await crm.idFor('staffMember', 'Melvin Marxen'))
    expect(team.members.size).toBe(6)
  })

  it('has an opportunity engaged, won and lost on its days, at list price and at its final amount', async () => {
    const stateOf = async (id: string) => crm.state('opportunities', await crm.idFor('opportunity', id))
    const types = async (id: string) => {
      const events: string[] = []
      for await (const { type, occurredOn } of crm.history('opportunities', await crm.idFor('opportunity', id)))
        events.push(`${occurredOn} ${type}`)
      return events
    }
    expect(await types('Z063OYW0')).toEqual([
      '2016-10-25 OpportunityOpened',
      '2016-10-25 OpportunityLineAdded',
      '2017-03-11 MarkedWon',
    ])
    const { lines, ...state } = await stateOf('Z063OYW0')
    expect(state).toMatchObject({
      title: 'GTX Pro for Isdom',
      status: 'won',
      opening: { stage: { name: 'Qualified' } },
      revenue: { value: { minorUnits: 451400, currency: 'USD' }, byHand: true },
    })
    const lineId = await crm.idFor(
      'line',
      await crm.idFor('opportunity', 'Z063OYW0'),
      await crm.idFor('product', 'GTX Pro'),
    )
    expect(Object.fromEntries(lines)).toMatchObject({ [lineId]: { unitPrice: { minorUnits: 482100 } } })
  })

  it('imported again changes nothing', async () => {
    const { head } = await crm.status()
    await importAll()
    for (const { created, changed, rejected, position } of Object.values(summaries)) {
      expect({ created, changed, rejected, position }).toEqual({ created: 0, changed: 0, rejected: 0, position: null })
    }
    const types = new Set<string>()
    for await (const { type } of crm.events({ ...(head && { after: head }), follow: false })) types.add(type)
    expect([...types]).toEqual(['ImportRunBegun', 'ImportRunFinished'])
  }, 120_000)
})
