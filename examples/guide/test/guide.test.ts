import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { createMemoryStores, standardStages } from '@eventcrm/crm'
import type { PipelineReport } from '@eventcrm/read-model-pipeline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCrm, type Crm } from '../open-crm.ts'
import { priorities } from '../priorities/read-model.ts'
import { createApplication } from '../server.ts'

let crm: Crm
let server: Server
let url: string
beforeEach(async () => {
  crm = await openCrm({ stores: createMemoryStores() })
  server = createApplication(crm).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  url = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : ''
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise(closed => server.close(closed))
  await crm.close()
})

const asked = async <Body>(path: string, init?: RequestInit) => {
  const response = await fetch(url + path, init)
  return { status: response.status, body: (await response.json()) as Body }
}
const get = <Body>(path: string) => asked<Body>(path)
const post = (path: string, body: object, headers: Readonly<Record<string, string>> = {}) =>
  asked<{ readonly position: string }>(path, { method: 'POST', body: JSON.stringify(body), headers })

const opened = async (input: object) => {
  const opportunityId = randomUUID()
  const { body } = await post('/opportunities?at=2026-03-02', { opportunityId, title: 'Máy in', ...input })
  return { opportunityId, position: body.position }
}

describe('the application', () => {
  it('lists what has just been opened', async () => {
    const { opportunityId, position } = await opened({ priority: 2 })
    const { body } = await get(`/opportunities?position=${position}`)
    expect(body).toEqual({ opportunities: [{ opportunityId, title: 'Máy in', stage: 'Mới', priority: 2 }], next: null })
  })

  it('reports the pipeline as of a past day', async () => {
    const { opportunityId } = await opened({ expectedRevenue: { amount: '250000000', currency: 'VND' } })
    await post(`/opportunities/${opportunityId}/stage?at=2026-03-20`, { stageId: standardStages.proposition })
    const { body: won } = await post(`/opportunities/${opportunityId}/won?at=2026-04-10`, {})
    await crm.projected(won.position)
    const currency = async (asOf: string) =>
      (await get<PipelineReport>(`/reports/pipeline?asOf=${asOf}`)).body.currencies[0]
    expect(await currency('2026-03-31')).toMatchObject({
      open: { count: 1, weighted: { amount: '150000000', currency: 'VND' } },
    })
    expect(await currency('2026-04-30')).toMatchObject({
      won: { count: 1, value: { amount: '250000000', currency: 'VND' } },
    })
  })

  it('counts what is open at each priority as of a past day, late entries too', async () => {
    const { opportunityId } = await opened({ priority: 1 })
    await post(`/opportunities/${opportunityId}/won?at=2026-03-20`, {})
    await post(`/opportunities/${opportunityId}/priority?at=2026-03-10`, { priority: 3 })
    await crm.catchUp(priorities.views)
    const on = async (day: string) =>
      (await get<{ readonly priorities: unknown }>(`/reports/openByPriority?asOf=${day}`)).body.priorities
    expect(await on('2026-03-09')).toEqual([{ stars: 1, count: 1 }])
    expect(await on('2026-03-10')).toEqual([{ stars: 3, count: 1 }])
    expect(await on('2026-03-20')).toEqual([])
  })

  it('takes a request that is sent twice once', async () => {
    const { opportunityId } = await opened({})
    const key = { 'idempotency-key': randomUUID() }
    const won = () => post(`/opportunities/${opportunityId}/won`, {}, key)
    expect(await won()).toEqual(await won())
  })

  it('answers a wrong field with 400 and what was expected there', async () => {
    const { status, body } = await post('/opportunities', { opportunityId: randomUUID(), title: '' })
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'CommandInvalid', faults: [{ field: 'title' }] })
  })

  it('answers a rejection with 409 and its code, and what is unknown with 404', async () => {
    const { opportunityId } = await opened({})
    await post(`/opportunities/${opportunityId}/won`, {})
    expect(await post(`/opportunities/${opportunityId}/lost`, {})).toMatchObject({
      status: 409,
      body: { code: 'NOT_OPEN' },
    })
    expect(await post(`/opportunities/${randomUUID()}/won`, {})).toMatchObject({ status: 404 })
  })

  it('answers a wrong question with 400', async () => {
    expect(await get('/reports/pipeline?asOf=tomorrow')).toMatchObject({
      status: 400,
      body: { code: 'QuestionInvalid' },
    })
  })

  it('answers a cursor and a position that are none with 400', async () => {
    expect(await get('/opportunities?after=nothing')).toMatchObject({ status: 400 })
    expect(await get('/opportunities?position=99999999999999999999')).toMatchObject({ status: 400 })
    for (const lastSeen of ['3', '99999999999999999999'])
      expect((await fetch(`${url}/events`, { headers: { 'last-event-id': lastSeen } })).status).toBe(400)
  })

  it('tells what happens from now on, and after a break what was missed', async () => {
    const { opportunityId } = await opened({})
    const move = (stageId: string) => post(`/opportunities/${opportunityId}/stage`, { stageId })
    const next = async (lastSeen: string | null) => {
      const headers = lastSeen === null ? {} : { 'last-event-id': lastSeen }
      const response = await fetch(`${url}/events`, { headers })
      return response.body?.pipeThrough(new TextDecoderStream()).getReader()
    }
    const first = await next(null)
    await move(standardStages.qualified)
    const { value = '' } = (await first?.read()) ?? {}
    expect(value).toContain('event: StageChanged')
    expect(value).toContain(opportunityId)
    await first?.cancel()
    await post(`/opportunities/${opportunityId}/won`, {})
    const again = await next(/id: (\S+)/.exec(value)?.[1] ?? '')
    expect((await again?.read())?.value).toContain('event: MarkedWon')
    await again?.cancel()
  })
})
