// A company with aggregates of an application's own, whose code this command line does not have.
import { createCrm } from '@eventcrm/crm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ticket, ticketing, ticketsView } from '../../crm/test/tickets.ts'
import { newFolder } from './run.ts'

const { run, file, remove } = newFolder('en')
afterAll(remove)
const place = ['--database', 'crm.sqlite']
const [north, ticketId] = [randomUUID(), randomUUID()]

const open = () =>
  createCrm({
    file: file('crm.sqlite'),
    actor: 'lan',
    company: { language: 'en' },
    aggregates: { tickets: ticket },
    readModels: [ticketing],
    project: false,
  })

beforeAll(async () => {
  const crm = await open()
  await crm.tickets.open({ ticketId, subject: 'Printer', teamId: north })
  await crm.catchUp([ticketsView])
  await crm.close()
  await run(['report', 'pipeline', ...place])
})

const status = async () => {
  const { exitCode, stdout } = await run(['status', ...place, '-f', 'json'])
  expect(exitCode).toBe(0)
  const { head, views } = JSON.parse(stdout)
  const of = (name: string) => views.find(({ view }: { view: string }) => view.startsWith(`${name}__`))
  return { head, tickets: of('tickets'), opportunities: of('opportunities') }
}

it('status says where the whole log ends, and that views which have folded all of theirs are up to date', async () => {
  const { head, tickets, opportunities } = await status()
  expect(tickets).toMatchObject({ code: 'elsewhere', upToDate: true, checkpoint: { position: head } })
  expect(opportunities).toMatchObject({ code: 'here', upToDate: true, behind: { events: 0 } })
})

it('log tells what happened to them, beside all else', async () => {
  const { exitCode, stdout, stderr } = await run(['log', ...place, '-f', 'jsonl'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  const events = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  const { head } = await status()
  expect(events.at(-1)).toMatchObject({
    type: 'TicketOpened',
    streamId: ticketId,
    position: head,
    data: { subject: 'Printer', teamId: north },
    actor: 'lan',
  })
  expect(events.map(({ type }) => type)).toContain('CompanyFounded')
  expect((await run(['log', ...place])).stdout).toMatch(/TicketOpened/)
})

it('status says of their views that they are behind once they are', async () => {
  const crm = await open()
  const { position } = await crm.tickets.close({ ticketId })
  await crm.close()
  const { head, tickets, opportunities } = await status()
  expect(head).toBe(position)
  expect(tickets).toMatchObject({ upToDate: false, behind: { events: 1 } })
  expect(opportunities).toMatchObject({ upToDate: true })
  expect((await run(['status', ...place])).stdout).toMatch(/tickets__v1 +behind: 1 event/)
})
