// Files that releases left on people's disks: opened, brought up to date and gone on with by today's code. `npm run release-file` adds one.
import { createCrm, ViewBuilding, type CrmStatus } from '@eventcrm/crm'
import { savedViews } from '@eventcrm/read-model-directory'
import { openSqlite } from '@eventcrm/sqlite'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { newFolder } from '../packages/cli/test/run.ts'
import { answersTo, verified, type Answer } from './releases/answers.ts'
import { convert, converting } from './releases/leads.ts'
import { contact, staffMember } from './releases/sales.ts'

interface Kept {
  readonly verification: object
  readonly answers: readonly Answer[]
}

const at = (file: string) => new URL(`releases/${file}`, import.meta.url)
const keptOf = (release: string) => JSON.parse(readFileSync(at(`${release}.json`), 'utf8')) as Kept
const releases = readdirSync(at('.')).flatMap(file => (file.endsWith('.sqlite.gz') ? [file.split('.')[0]!] : []))

const database = 'crm.sqlite'
/** The file as the release left it, in a folder of its own. */
const unpacked = (release: string) => {
  const folder = newFolder('en')
  onTestFinished(folder.remove)
  const file = folder.file(database)
  writeFileSync(file, gunzipSync(readFileSync(at(`${release}.sqlite.gz`))))
  return { run: folder.run, file }
}

/** Has processes do what they have open, some day after that release. */
const carryOn = async (file: string) => {
  const clock = () => new Date('2026-07-02T02:00:00Z')
  const crm = await createCrm({ file, actor: 'system', clock, project: false, runProcesses: true })
  onTestFinished(() => crm.close())
  await crm.processes.settle()
  await crm.catchUp()
  return crm
}

type Unpacked = ReturnType<typeof unpacked>
const statusOf = async (run: Unpacked['run']) =>
  JSON.parse((await run(['status', '-d', database, '-f', 'json'])).stdout) as CrmStatus
const notBuiltIn = ({ views }: CrmStatus) => views.flatMap(({ view, building }) => (building ? [view] : []))
const typesOf = async (events: AsyncIterable<{ readonly type: string }>) => {
  const types: string[] = []
  for await (const { type } of events) types.push(type)
  return types
}

describe.each(releases)('a file of the release %s', release => {
  const { verification, answers } = keptOf(release)
  const questions = answers.map(({ asked }) => asked)

  it('is read without a change, and says which views are to be prepared', async () => {
    const { run, file } = unpacked(release)
    const before = readFileSync(file)
    const views = notBuiltIn(await statusOf(run))
    const { stdout } = await run(['status', '-d', database])
    if (views.length > 0) expect(stdout).toMatch(new RegExp(`eventcrm prepare.*: ${views.join(', ')}$`, 'm'))
    else expect(stdout).not.toContain('eventcrm prepare')
    expect(await verified({ run }, database)).toEqual({ ...verification, notCompared: views })
    const stores = await openSqlite(file, { readOnly: true })
    onTestFinished(() => stores.close())
    const crm = await createCrm({ stores, project: false })
    onTestFinished(() => crm.close())
    const asked = crm.reports.pipeline({ asOf: '2026-03-31' })
    if (views.some(view => view.startsWith('opportunities__'))) await expect(asked).rejects.toThrow(ViewBuilding)
    else await asked
    expect(readFileSync(file)).toEqual(before)
  })

  it('is prepared, goes on, answers as it did, is sound, and is rebuilt', async () => {
    const { run, file } = unpacked(release)
    const prepared = await run(['prepare', '-d', database])
    expect(prepared).toMatchObject({ exitCode: 0, stderr: '' })
    expect(notBuiltIn(await statusOf(run))).toEqual([])
    const crm = await carryOn(file)
    expect(await answersTo({ run }, database, questions)).toMatchObject(answers)
    expect(await crm.verify()).toMatchObject({ found: 0, findings: [], notCompared: [] })
    await run(['prune', '-d', database, '--force'])
    expect((await statusOf(run)).views.map(({ code }) => code)).not.toContain('older')
    expect(await run(['rebuild', '-d', database])).toMatchObject({ exitCode: 0 })
    expect(await answersTo({ run }, database, questions.slice(0, 1))).toMatchObject(answers.slice(0, 1))
  })
})

describe('the release with leads', () => {
  it('left a conversion half done: whoever opens the file next carries it out, once', async () => {
    const { file } = unpacked('with-leads')
    const stores = await openSqlite(file, { readOnly: true })
    const left = await createCrm({ stores, project: false })
    expect((await left.state('leads', converting)).status).toBe('converting')
    await left.close()
    await stores.close()
    const crm = await carryOn(file)
    const ofLead = await typesOf(crm.history('leads', converting))
    expect(ofLead.slice(-2)).toEqual(['LeadConversionRequested', 'LeadConvertedToOpportunity'])
    const { opportunityId, customerId } = await convert(crm)
    expect(await typesOf(crm.history('opportunities', opportunityId!))).toContain('OpportunityCustomerLinked')
    expect(await typesOf(crm.history('contacts', customerId!))).toContain('ContactBecameCustomer')
    const again = await carryOn(file)
    expect(await typesOf(again.history('leads', converting))).toEqual(ofLead)
    const { processes } = await again.status()
    expect(processes.filter(({ open, failing }) => open !== 0 || failing.length > 0)).toEqual([])
  })

  it('left turns that were taken, views that were saved and what somebody looked at', async () => {
    const { file } = unpacked('with-leads')
    const crm = await carryOn(file)
    const taken = (await typesOf(crm.events({ follow: false }))).filter(type => type === 'AssignmentTurnTaken')
    expect(taken).toHaveLength(11)
    const { documents } = await crm.find(savedViews)
    expect(documents.map(({ document }) => document)).toMatchObject([
      { list: 'leads', name: 'Khách nóng của tôi', scope: 'mine', shared: false, filter: '{"rating":{"in":["hot"]}}' },
      { list: 'customers', name: 'Khách VIP', shared: true, filter: '{"group":{"in":["VIP"]}}' },
    ])
    expect(await crm.viewed.of(staffMember(0))).toMatchObject([{ kind: 'contact', id: contact(4) }])
  })
})
