import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import stringWidth from 'string-width'
import { newFolder } from './run.ts'

const { run, remove } = newFolder()
const history = (...args: readonly string[]) => run(['history', ...args, '--database', 'demo.sqlite'])

interface Told {
  readonly id: string
  readonly type: string
  readonly stream: string
  readonly commandId: string
}
const events = async (...args: readonly string[]): Promise<readonly Told[]> =>
  JSON.parse((await history(...args, '--format', 'json')).stdout)

/** The stream of an opportunity that was told in `demo`'s last words. */
let stream = ''
beforeAll(async () => {
  const { stdout } = await run(['demo', '--seed', '12', '--opportunities', '40'])
  stream = /crm\.opportunity-[0-9a-f-]{36}/.exec(stdout)?.[0] ?? ''
  expect(stream).not.toBe('')
})
afterAll(remove)

describe('history', () => {
  it('tells who did what, when, and why', async () => {
    const { exitCode, stdout, stderr } = await history(stream)
    expect(exitCode).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toContain(`${stream} · `)
    expect(stdout).toMatch(/2025-\d\d-\d\d \d\d:\d\d {2}An opportunity was opened\n +OpportunityOpened · by \p{Lu}/u)
    expect(stdout).toMatch(/Mới \(10%\) → /)
    expect(stdout).toMatch(/“.+”/)
    for (const line of stdout.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(80)
  })

  it('prints the events as JSON and nothing else', async () => {
    const { exitCode, stdout, stderr } = await history(stream, '--format', 'json')
    expect(exitCode).toBe(0)
    expect(stderr).toBe('')
    const told: Told[] = JSON.parse(stdout)
    expect(told[0]).toMatchObject({ type: 'OpportunityOpened', stream })
  })

  it('finds a thing by its kind and id, name, or beginning of a name', async () => {
    const id = stream.slice('crm.opportunity-'.length)
    expect((await events('opportunity', id))[0]).toMatchObject({ stream })
    expect((await events('team', 'Miền Nam'))[0]?.type).toBe('SalesTeamCreated')
    expect((await events('product', 'may chu'))[0]?.type).toBe('ProductListed')
    expect((await events('pipeline', 'Bán hàng'))[0]?.type).toBe('PipelineCreated')
    expect((await events('company'))[0]?.type).toBe('CompanyFounded')
    expect((await events('customer', 'KH0001'))[0]?.type).toBe('ContactRegistered')
  })

  it('tells nothing of a stream that has no events: exit code 1', async () => {
    const { exitCode, stdout, stderr } = await history('crm.opportunity-11111111-1111-4111-8111-111111111111')
    expect(exitCode).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/nothing ever happened in crm\.opportunity-1111/)
  })

  it.each([
    [['crm.gadget-11111111-1111-4111-8111-111111111111'], /there are no streams of 'gadget'[\s\S]*opportunity/],
    [['gadget', 'x'], /'gadget' names no stream[\s\S]*opportunity, contact/],
    [['opportunity'], /which opportunity\?/],
    [['opportunity', 'NO-SUCH-KEY'], /no opportunity was imported under the key 'NO-SUCH-KEY'/],
    [['customer', 'Không Có Ai'], /no contact is called 'Không Có Ai'/],
  ] as const)('%j is a mistake', async (args, message) => {
    const { exitCode, stderr } = await history(...args)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(message)
  })
})
