import { randomUUID } from 'node:crypto'
import { createCrm, createMemoryStores, isRejected, type RejectionCode } from '@eventcrm/crm'
import { askReport, reportCsv, reportTable } from '@eventcrm/cli'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tickets } from '../ticket/commands.ts'
import { ticketing } from '../ticketing/read-model.ts'
import { ticketsByTeam } from '../ticketing/tickets-by-team.ts'
import { ticketDocuments } from '../ticketing/ticket-documents.ts'

const start = () =>
  createCrm({
    stores: createMemoryStores(),
    actor: 'test',
    company: {},
    aggregates: { tickets },
    readModels: [ticketing],
  })
let crm: Awaited<ReturnType<typeof start>>
beforeEach(async () => {
  crm = await start()
})
afterEach(() => crm.close())

const cost = { amount: '12.50', currency: 'USD' }
const teamId = randomUUID()
const agentId = randomUUID()

/** One ticket without a team, and one of team Bắc that is closed on 10 March. */
const twoTickets = async () => {
  const ticketId = randomUUID()
  await crm.teams.create({ teamId, name: 'Bắc' }, { at: '2026-01-01' })
  await crm.staff.register({ staffMemberId: agentId, name: 'Lan', mainTeamId: teamId }, { at: '2026-01-01' })
  await crm.send([
    tickets.open({ ticketId: randomUUID(), subject: 'Màn hình' }, '2026-03-01'),
    tickets.open({ ticketId, subject: 'Máy in' }, '2026-03-02'),
    tickets.assign({ ticketId, agentId }, '2026-03-04'),
    tickets.close({ ticketId, cost }, '2026-03-10'),
  ])
  return ticketId
}

describe('tickets in a company', () => {
  it('are reported as of any past day', async () => {
    await twoTickets()
    await crm.catchUp(ticketing.views)
    const asOf = async (asOf: string) =>
      (await crm.reports.ticketsByTeam({ asOf })).open.map(row => [row.name, row.open])
    expect(await asOf('2026-02-28')).toEqual([])
    expect(await asOf('2026-03-03')).toEqual([[null, 2]])
    expect(await asOf('2026-03-04')).toEqual([
      ['Bắc', 1],
      [null, 1],
    ])
    expect(await asOf('2026-03-10')).toEqual([[null, 1]])
  })

  it('tell what the closed ones have cost, in major units', async () => {
    await twoTickets()
    await crm.catchUp(ticketing.views)
    const { closed } = await crm.reports.ticketsByTeam({ asOf: '2026-03-10' })
    expect(closed).toEqual([{ teamId, name: 'Bắc', closed: 1, cost }])
  })

  it('stand by name in Vietnamese order where they tie, and each section is cut after that', async () => {
    for (const name of ['Đông', 'Ân', 'Dương', 'An']) {
      const [team, agent] = [randomUUID(), randomUUID()]
      await crm.teams.create({ teamId: team, name }, { at: '2026-01-01' })
      await crm.staff.register({ staffMemberId: agent, name: 'Lan', mainTeamId: team }, { at: '2026-01-01' })
      for (const closed of [false, true]) {
        const ticketId = randomUUID()
        await crm.tickets.open({ ticketId, subject: 'Máy in' }, { at: '2026-03-02' })
        await crm.tickets.assign({ ticketId, agentId: agent }, { at: '2026-03-02' })
        if (closed) await crm.tickets.close({ ticketId, cost }, { at: '2026-03-10' })
      }
    }
    await crm.catchUp()
    await crm.catchUp(ticketing.views)
    const { open, closed } = await crm.reports.ticketsByTeam({ asOf: '2026-03-10', top: 3 })
    for (const rows of [open, closed]) expect(rows.map(row => row.name)).toEqual(['An', 'Ân', 'Dương'])
  })

  it('are printed as a table and as CSV, in words of both languages', async () => {
    await twoTickets()
    await crm.catchUp(ticketing.views)
    const shown = await askReport(crm, ticketsByTeam, { asOf: '2026-03-10' })
    const table = reportTable(shown, { language: 'vi', width: 80, paint: (_, text) => text })
    expect(table).toContain('Phiếu hỗ trợ theo đội')
    expect(table).toMatch(/không có đội +1 /)
    expect(table).toMatch(/Bắc +1 +12,50/)
    expect(reportCsv(shown)).toContain(`2026-03-10,,,closed,${teamId},Bắc,,1,12.50,USD\n`)
  })

  it('are narrowed to a team, or to none', async () => {
    await twoTickets()
    await crm.catchUp(ticketing.views)
    const open = async (team: string | null) =>
      (await crm.reports.ticketsByTeam({ asOf: '2026-03-05', team })).open.map(row => row.open)
    expect(await open(teamId)).toEqual([1])
    expect(await open(null)).toEqual([1])
  })

  it('come out right when an assignment is entered late', async () => {
    const ticketId = randomUUID()
    await crm.teams.create({ teamId, name: 'Bắc' }, { at: '2026-01-01' })
    await crm.staff.register({ staffMemberId: agentId, name: 'Lan', mainTeamId: teamId }, { at: '2026-01-01' })
    await crm.tickets.open({ ticketId, subject: 'Máy in' }, { at: '2026-03-02' })
    await crm.tickets.answer({ ticketId }, { at: '2026-03-08' })
    await crm.tickets.assign({ ticketId, agentId }, { at: '2026-03-04' })
    await crm.catchUp(ticketing.views)
    const teams = async (asOf: string) => (await crm.reports.ticketsByTeam({ asOf })).open.map(row => row.name)
    expect(await teams('2026-03-03')).toEqual([null])
    expect(await teams('2026-03-05')).toEqual(['Bắc'])
  })

  it('are found by their fields', async () => {
    const ticketId = await twoTickets()
    await crm.catchUp(ticketing.views)
    const { documents } = await crm.find(ticketDocuments, { where: { field: 'closedOn', from: '2026-03-01' } })
    expect(documents.map(({ key, document }) => [key, document.currency])).toEqual([[ticketId, 'USD']])
  })

  it('are rejected with codes that narrow', async () => {
    const ticketId = await twoTickets()
    const error: unknown = await crm.tickets.answer({ ticketId }).catch((error: unknown) => error)
    expect(isRejected<RejectionCode<typeof tickets>>(error, 'TICKET_CLOSED')).toBe(true)
  })
})
