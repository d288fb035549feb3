import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCrm } from '@eventcrm/crm'
import { writeFileSync } from 'node:fs'
import stringWidth from 'string-width'
import { newFolder } from './run.ts'

const { run, file, remove } = newFolder()
const history = (...args: readonly string[]) => run(['history', ...args, '--database', 'demo.sqlite'])
const english = (...args: readonly string[]) => history(...args, '--language', 'en')

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
    const { exitCode, stdout, stderr } = await history(stream, '--language', 'en')
    expect(exitCode).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toContain(`${stream} · `)
    expect(stdout).toMatch(/202[45]-\d\d-\d\d \d\d:\d\d {2}An opportunity was opened\n +OpportunityOpened · by \p{Lu}/u)
    expect(stdout).toMatch(/Mới \(10%\) → /)
    expect(stdout).toMatch(/“.+”/)
    for (const line of stdout.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(80)
  })

  it('tells it in Vietnamese, the company’s language', async () => {
    const { exitCode, stdout } = await history(stream)
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/ · \d+ sự kiện · giờ\s+Asia\/Ho_Chi_Minh\n/)
    expect(stdout).toMatch(/\d\d\/\d\d\/202[45] \d\d:\d\d {2}Cơ hội được mở\n +OpportunityOpened · bởi \p{Lu}/u)
    expect(stdout).toMatch(/(ngày dự kiến chốt +|→ )\d\d\/\d\d\/202\d\n/)
    expect(stdout).toMatch(/doanh thu +[\d.]+ ₫ \((đặt bằng tay|tổng các dòng)\)\n/)
    expect(stdout).not.toMatch(/ by |written down|set by hand|expected/)
    for (const line of stdout.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(80)
  })

  it('says stages and lost reasons by their names', async () => {
    const { stdout } = await history('pipeline', 'Bán hàng')
    expect(stdout).toMatch(/StageAdded\n +giai đoạn +Mới\n/)
    expect(stdout).not.toMatch(/(giai đoạn|lý do) +[0-9a-f]{8}-/)
  })

  it('is told where no document has been folded yet, too', async () => {
    const crm = await createCrm({ file: file('bare.sqlite'), actor: 'lan', company: {}, project: false })
    await crm.close()
    const stream = 'crm.salesPipeline-5a1e5000-0000-4000-8000-000000000000'
    const { exitCode, stdout, stderr } = await run(['history', stream, '-d', 'bare.sqlite'])
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringMatching(/^chưa dựng tài liệu nào: câu trả lời thiếu \d+ sự kiện\n$/),
    ])
    expect(stdout).toMatch(/giai đoạn +[0-9a-f]{8}-/)
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
    const { exitCode, stdout, stderr } = await english('crm.opportunity-11111111-1111-4111-8111-111111111111')
    expect(exitCode).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/nothing ever happened in crm\.opportunity-1111/)
  })

  it('finds an opportunity by its key or its title, accents and capitals aside', async () => {
    const fields = { title: 'title', openedOn: 'openedOn' }
    writeFileSync(file('deals.json'), JSON.stringify({ becomes: 'opportunity', key: ['key'], fields }))
    const deals = ['A,Máy in – Trường Lê Lợi', 'B,Máy chiếu', 'C,MÁY CHIẾU'].map(deal => `${deal},2025-03-01`)
    writeFileSync(file('deals.csv'), ['key,title,openedOn', ...deals].join('\n'))
    expect(await run(['import', 'deals.csv', '-m', 'deals.json', '-d', 'deals.sqlite'])).toMatchObject({ exitCode: 0 })
    const found = (which: string) =>
      run(['history', 'opportunity', which, '-f', 'json', '-d', 'deals.sqlite', '--language', 'en'])

    const byKey = await found('A')
    expect(byKey.exitCode).toBe(0)
    expect(await found('Máy in – Trường Lê Lợi')).toEqual(byKey)
    expect(await found('may in – TRUONG le loi')).toEqual(byKey)
    expect(await found('máy in')).toEqual(byKey)
    expect(await found('MAY I')).toEqual(byKey)

    const beginning = await found('may')
    expect(beginning.exitCode).toBe(2)
    expect(beginning.stderr.match(/ opened 2025-03-01 {2}[0-9a-f-]{36}\n/g)).toHaveLength(3)

    const several = await found('Máy chiếu')
    expect(several.exitCode).toBe(2)
    expect(several.stderr).toMatch(
      /may be any of these; give more of it, or the id\n( {4}M.+ opened 2025-03-01 {2}[0-9a-f-]{36}\n){2}$/,
    )
  })

  it.each([
    [['opportunity', 'NO-SUCH-KEY'], /none has a title that begins so, or was imported under that key: 'NO-SUCH-KEY'/],
    [['customer', 'Không Có Ai'], /no contact is called 'Không Có Ai'/],
    [['team', 'Miền Namm'], /did you mean 'Miền Nam'/],
    [['customer', '11111111-1111-4111-8111-111111111111'], /nothing ever happened in crm\.contact-1111/],
  ] as const)('finds nothing for %j: exit code 1', async (args, message) => {
    const { exitCode, stdout, stderr } = await english(...args)
    expect(exitCode).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(message)
  })

  it.each([
    [['crm.gadget-11111111-1111-4111-8111-111111111111'], /there are no streams of 'gadget'[\s\S]*opportunity/],
    [['gadget', 'x'], /'gadget' names no stream[\s\S]*opportunity, contact/],
    [['opportunity'], /which opportunity\?/],
  ] as const)('%j is a mistake', async (args, message) => {
    const { exitCode, stderr } = await english(...args)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(message)
  })
})
