import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryKeyStore } from '@eventcrm/event-store'
import { openSqlite } from '@eventcrm/sqlite'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { createMemoryStores, type Stores } from '../src/index.ts'
import { libraryProcesses } from '../src/library.ts'
import { expectConvertedOnce } from './converted-once.ts'
import {
  convertAtOnce,
  convertLead,
  createLead,
  openWith,
  prepareLead,
  setTheScene,
  streamsIn,
  ways,
  wonOpportunity,
  type LeadsCrm,
} from './leads.ts'
import { endingAt } from './transfers.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const open = async (stores: Omit<Stores, 'close'> = createMemoryStores()) => {
  const crm = await openWith(stores)
  closing.push(() => crm.close())
  return crm
}
const withLead = async (stores?: Omit<Stores, 'close'>) => {
  const crm = await open(stores)
  await setTheScene(crm)
  const leadId = randomUUID()
  await createLead(crm, leadId)
  return { crm, leadId }
}
const typesOf = async (crm: LeadsCrm, leadId: string) => {
  const types: string[] = []
  for await (const { type } of crm.history('leads', leadId)) types.push(type)
  return types
}
const nobody = { choice: 'none' } as const
const intoNew = { mode: 'newOpportunity' } as const

describe('converting a lead', () => {
  it.each(Object.entries(ways))('%s, resolves with what it has become', async (name, way) => {
    const { crm, leadId } = await withLead()
    const { opportunityId, customerId, position } = await crm.leads.convert({ leadId, ...way(1) })
    expect(opportunityId !== null).toBe(name.startsWith('into'))
    expect(customerId !== null).toBe(!name.endsWith('nobody'))
    await crm.projected(position)
    if (opportunityId !== null) {
      const state = await crm.state('opportunities', opportunityId)
      expect(state.leads.has(leadId)).toBe(true)
      expect(state.customerId).toBe(customerId)
    }
    if (customerId !== null)
      expect((await crm.state('contacts', customerId)).customer !== null).toBe(name.includes('a customer'))
    expect((await crm.state('leads', leadId)).status).toBe('converted')
    await expect(crm.leads.convert({ leadId, ...way(1) })).rejects.toMatchObject({ code: 'ALREADY_CONVERTED' })
  })

  it('rejects with what a step was refused with, opens the lead again, and converts it another way', async () => {
    const { crm, leadId } = await withLead()
    const into = { mode: 'intoOpportunity', opportunityId: wonOpportunity } as const
    // won on the day after the conversion: it looked open then
    await crm.opportunities.markWon({ opportunityId: wonOpportunity }, { at: '2026-03-02' })
    const refused = crm.leads.convert({ leadId, into, customer: { choice: 'create' } }, { at: '2026-03-01' })
    await expect(refused).rejects.toMatchObject({ code: 'NOT_OPEN' })
    expect(await typesOf(crm, leadId)).toEqual([
      ...['LeadCreated', 'LeadNoteAdded', 'LeadConversionRequested', 'LeadConversionRefused'],
    ])
    await crm.leads.convert({ leadId, into: intoNew, customer: { choice: 'create' } })
    expect((await typesOf(crm, leadId)).at(-1)).toBe('LeadConvertedToOpportunity')
  })

  it('leaves nothing behind where the customer code is taken', async () => {
    const stores = createMemoryStores()
    const { crm, leadId } = await withLead(stores)
    const asked = (code: string) => ({
      leadId,
      into: intoNew,
      customer: { choice: 'create', becomesCustomer: true, code } as const,
    })
    const before = Object.keys(await streamsIn(stores.events))
    const types = await typesOf(crm, leadId)
    await expect(crm.leads.convert(asked('kh-0'))).rejects.toMatchObject({
      code: 'CUSTOMER_CODE_TAKEN',
      details: { field: 'customer.code' },
    })
    expect(Object.keys(await streamsIn(stores.events))).toEqual(before)
    expect(await typesOf(crm, leadId)).toEqual(types)
    await crm.leads.rename({ leadId, organisationName: 'Trường Lê Quý Đôn' })
    const { opportunityId, customerId } = await crm.leads.convert(asked('KH-7'))
    const names = Object.keys(await streamsIn(stores.events))
    expect(names.filter(name => name.startsWith('opportunity-'))).toHaveLength(3)
    expect(names).toContain(`opportunity-${String(opportunityId)}`)
    expect((await crm.state('contacts', String(customerId))).customer?.code).toBe('KH-7')
  })

  it('tells at once what the lead itself refuses', async () => {
    const { crm, leadId } = await withLead()
    await crm.leads.disqualify({ leadId, reason: 'Không có nhu cầu' })
    await expect(crm.leads.convert({ leadId, into: intoNew, customer: nobody })).rejects.toMatchObject({
      code: 'NOT_QUALIFIED',
      words: { vi: expect.stringContaining('thẩm định') as string },
    })
    await expect(crm.leads.convert({ leadId, into: { mode: 'customerOnly' }, customer: nobody })).rejects.toMatchObject(
      { code: 'CommandInvalid', faults: [{ field: 'customer.choice' }] },
    )
  })

  it('is rejected with words when a refused one is sent again with its command id', async () => {
    const { crm, leadId } = await withLead()
    const customer = { choice: 'create', becomesCustomer: true, code: 'KH-0' } as const
    for (let n = 0; n < 2; n++)
      await expect(crm.leads.convert({ leadId, into: intoNew, customer }, { commandId: 'c1' })).rejects.toMatchObject({
        code: 'CUSTOMER_CODE_TAKEN',
        words: { vi: expect.stringContaining('Mã khách hàng') as string },
      })
  })

  it('comes to the same when it is sent again with its command id', async () => {
    const { crm, leadId } = await withLead()
    const asked = { leadId, into: intoNew, customer: { choice: 'create' } } as const
    const first = await crm.leads.convert(asked, { commandId: 'convert-1' })
    expect(await crm.leads.convert(asked, { commandId: 'convert-1' })).toEqual(first)
  })
})

/** Stores of a file, and what removes it. */
const inFile = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'eventcrm-'))
  const file = join(folder, 'crm.sqlite')
  const first = await openSqlite(file)
  await first.keys.secret('crm/outsideKeys', secret)
  await first.close()
  return { open: () => openSqlite(file), end: () => rm(folder, { recursive: true, force: true }) }
}
const inMemory = () => {
  const stores = createMemoryStores(createMemoryKeyStore({ 'crm/outsideKeys': secret }))
  return Promise.resolve({
    open: () => Promise.resolve({ ...stores, close: () => Promise.resolve() }),
    end: () => stores.close(),
  })
}
const secret = new Uint8Array(32).fill(7)
const places = { 'in memory': inMemory, 'on SQLite': inFile }

describe.each(Object.entries(places))('%s', (place, newPlace) => {
  it('leads are converted once, whoever else converts them at the same time', async () => {
    const { open, end } = await newPlace()
    const stores = await Promise.all([open(), open()])
    const crms = await Promise.all(stores.map(each => openWith(each)))
    try {
      expectConvertedOnce(await convertAtOnce(crms, rounds(20, 200)))
    } finally {
      for (const crm of crms) await crm.close()
      for (const each of stores) await each.close()
      await end()
    }
  })

  const names = Object.keys(ways)
  const some = place === 'in memory' ? names : names.filter((_, i) => i % 4 === 0)

  it.each(some)('%s, cut off at each write, ends as if undisturbed', { timeout: 60_000 }, async name => {
    /** @returns what it ends as, and how many writes there were */
    const endOf = async (cut?: { readonly at: number; readonly written: boolean }) => {
      const { open, end } = await newPlace()
      const stores = await open()
      await prepareLead(stores)
      if (cut) await convertLead(endingAt(stores, cut.at, cut.written), name).catch(() => undefined)
      const again = cut ? await open() : stores
      let writes = 0
      const counted = endingAt(again, Infinity, true, () => writes++)
      const came = await convertLead(counted, name)
      if (again !== stores) await again.close()
      await stores.close()
      await end()
      return { came, writes }
    }
    const { came, writes } = await endOf()
    expect(came).toMatchObject({ processes: libraryProcesses.map(() => ({ open: 0, failing: [] })) })
    const every = Array.from({ length: writes }, (_, n) => n + 1).flatMap(at =>
      [true, false].map(written => ({ at, written })),
    )
    const count = Math.min(every.length, rounds(place === 'in memory' ? 6 : 2, every.length))
    const [cuts = []] = fc.sample(fc.shuffledSubarray(every, { minLength: count, maxLength: count }), 1)
    for (const cut of cuts) expect(await endOf(cut), JSON.stringify(cut)).toMatchObject({ came })
  })
})
