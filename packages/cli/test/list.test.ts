import { parse } from 'csv-parse/sync'
import { writeFileSync } from 'node:fs'
import stringWidth from 'string-width'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newFolder } from './run.ts'

const { run, file, remove } = newFolder()
const list = (...args: readonly string[]) => run(['list', 'opportunities', ...args, '--database', 'demo.sqlite'])

interface Listed {
  readonly opportunityId: string
  readonly title: string
  readonly status: string
  readonly stage: string
  readonly amount: { readonly amount: string; readonly currency: string }
  readonly owner: string | null
  readonly team: string | null
  readonly customer: string | null
  readonly pipeline: string | null
  readonly openedOn: string
  readonly expectedCloseOn: string | null
  readonly closedOn: string | null
  readonly tags: readonly string[]
}
interface Answer {
  readonly opportunities: readonly Listed[]
  readonly next: string | null
}
const asked = async (...args: readonly string[]): Promise<Answer> => {
  const { exitCode, stdout } = await list(...args, '--format', 'json')
  expect(exitCode).toBe(0)
  return JSON.parse(stdout)
}
const found = async (...args: readonly string[]) => (await asked(...args)).opportunities

interface Group {
  readonly name: string | null
  readonly count: number
  readonly amounts: { readonly value: readonly { readonly amount: string; readonly currency: string }[] }
}

let all: readonly Listed[] = []
beforeAll(async () => {
  await run(['demo', '--seed', '12', '--opportunities', '60'])
  all = await found('--apart', 'with')
})
afterAll(remove)

const worth = ({ amount }: Listed) => Number(amount.amount)
/** Something that some have and others have not. */
const some = (of: (one: Listed) => string | null): string => {
  const value = all.map(of).find(value => value !== null && all.some(one => of(one) !== value))
  if (value === undefined || value === null) throw new Error('they are all alike')
  return value
}

describe('list opportunities', () => {
  it('lists every one in the order of opening', () => {
    expect(all).toHaveLength(60)
    expect(all.map(({ openedOn }) => openedOn)).toEqual(all.map(({ openedOn }) => openedOn).toSorted())
    expect(all[0]?.pipeline).toBe('Bán hàng')
  })

  it('finds by whatever is said of them, all together', async () => {
    const owner = some(one => one.owner)
    const team = some(one => one.team)
    const customer = some(one => one.customer)
    const stage = some(one => one.stage)
    const tag = some(one => one.tags[0] ?? null)
    const amount = Number(some(({ amount }) => amount.amount))
    const cases: readonly (readonly [args: readonly string[], is: (one: Listed) => boolean])[] = [
      [['--owner', owner], one => one.owner === owner],
      [['--no-owner'], one => one.owner === null],
      [['--team', team.toUpperCase()], one => one.team === team],
      [['--customer', customer], one => one.customer === customer],
      [['--no-customer'], one => one.customer === null],
      [['--stage', stage], one => one.stage === stage],
      [['--status', 'lost'], one => one.status === 'lost'],
      [['--tag', tag], one => one.tags.includes(tag)],
      [['--pipeline', 'ban'], () => true],
      [
        ['--opened-from', '2025-03-01', '--opened-to', '2025-06-30'],
        one => one.openedOn >= '2025-03-01' && one.openedOn <= '2025-06-30',
      ],
      [['--closed-from', '2025-06-01'], one => (one.closedOn ?? '') >= '2025-06-01'],
      [['--expected-to', '2025-06-30'], one => one.expectedCloseOn !== null && one.expectedCloseOn <= '2025-06-30'],
      [['--min-amount', String(amount)], one => worth(one) >= amount],
      [['--max-amount', String(amount), '--currency', 'vnd'], one => worth(one) <= amount],
      [['--currency', 'USD'], one => one.amount.currency === 'USD'],
      [['--status', 'won', '--team', team, '--min-amount', '1'], one => one.status === 'won' && one.team === team],
    ]
    for (const [args, is] of cases)
      expect([args, await found(...args, '--apart', 'with')]).toEqual([args, all.filter(is)])
  })

  it('has lost ones apart', async () => {
    expect(await found()).toEqual(all.filter(({ status }) => status !== 'lost'))
    expect(await found('--apart', 'only')).toEqual(all.filter(({ status }) => status === 'lost'))
    expect(await found('--status', 'lost')).toEqual(await found('--apart', 'only'))
    expect(await found('--status', 'void')).toEqual([])
  })

  it('finds by words of the title', async () => {
    const { title } = all[0] ?? { title: '' }
    const typed = title.split(' ').slice(0, 2).toReversed().join(' ').toUpperCase()
    expect((await found('--title', typed, '--apart', 'with')).map(one => one.title)).toContain(title)
    expect(await found('--title', 'khongcogi')).toEqual([])
  })

  it('adds groups up in major units, the same in every format', async () => {
    const args = ['--group-by', 'owner', '--apart', 'with', '--limit', '1'] as const
    const { stdout } = await list(...args, '-f', 'json')
    const { groups }: { readonly groups: readonly Group[] } = JSON.parse(stdout)
    for (const { name, count, amounts } of groups) {
      const own = all.filter(({ owner }) => owner === name)
      const sum = own.reduce((total, one) => total + worth(one), 0)
      expect([name, count, amounts.value]).toEqual([name, own.length, [{ amount: String(sum), currency: 'VND' }]])
    }
    const rows: Record<string, string>[] = parse((await list(...args, '-f', 'csv')).stdout, {
      columns: true,
      bom: true,
    })
    expect(rows.map(row => [row['owner'], row['count'], row['value'], row['valueCurrency']])).toEqual(
      groups.map(({ name, count, amounts: { value } }) => [name ?? '', String(count), value[0]?.amount, 'VND']),
    )
    const table = (await list(...args, '--language', 'en')).stdout
    for (const { amounts } of groups)
      expect(table).toContain(`₫${Number(amounts.value[0]?.amount).toLocaleString('en-US')}`)
  })

  it('goes on behind a page, in any order', async () => {
    const pages = async (after: readonly string[] = []): Promise<readonly Listed[]> => {
      const { opportunities, next } = await asked(
        '--sort',
        'amount',
        '--descending',
        '--limit',
        '25',
        '--apart',
        'with',
        ...after,
      )
      return next === null ? opportunities : [...opportunities, ...(await pages(['--after', next]))]
    }
    const largest = await pages()
    expect(largest.map(worth)).toEqual(all.map(worth).toSorted((a, b) => b - a))
    const { stderr } = await list('--limit', '1')
    expect(stderr).toMatch(/còn nữa: --after [\w-]+, hoặc --limit lớn hơn\n/)
  })

  it('is a table in the company’s language, within the width', async () => {
    const { exitCode, stdout, stderr } = await list('--status', 'lost')
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^ {2}Tiêu đề +Khách hàng +Nhân viên +Giai đoạn +Giá trị +Ngày chốt\n/)
    expect(stdout).toMatch(/ Thất bại +[\d.]+ ₫ +\d\d\/\d\d\/2025\n/)
    for (const line of stdout.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(80)
    expect((await list('--status', 'lost', '--language', 'en')).stdout).toMatch(/ Lost +₫[\d,]+ +2025-\d\d-\d\d\n/)
    expect((await list('--currency', 'USD', '--language', 'en')).stdout).toBe('  No opportunity is like that.\n')
  })

  it('is CSV for a spreadsheet, which takes no title for a formula', async () => {
    const fields = { title: 'title', openedOn: 'openedOn', tags: 'tags' }
    writeFileSync(file('deals.json'), JSON.stringify({ becomes: 'opportunity', key: ['key'], fields }))
    writeFileSync(file('deals.csv'), 'key,title,openedOn,tags\nA,=1+1,2025-03-01,-x\nB,Máy in,2025-03-02,')
    await run(['import', 'deals.csv', '-m', 'deals.json', '-d', 'deals.sqlite'])
    const { stdout } = await run(['list', 'opportunities', '-d', 'deals.sqlite', '-f', 'csv'])
    const rows: Record<string, string>[] = parse(stdout, { columns: true, bom: true })
    expect(rows).toMatchObject([
      { title: "'=1+1", status: 'open', amount: '0', currency: 'VND', openedOn: '2025-03-01', tags: "'-x", owner: '' },
      { title: 'Máy in', closedOn: '' },
    ])
  })

  it.each([
    [['--owner', 'Không Có Ai'], /--owner: no staff member is called/],
    [['--owner', 'nguyen'], /--owner: 'nguyen' may be any of these[\s\S]*[0-9a-f-]{36}\n/],
    [['--stage', 'Mớii'], /--stage: no stage is called 'Mớii'\n {2}did you mean 'Mới'\?/],
    [['--stage', 'Đ'], /--stage: 'Đ' may be any of these[\s\S]*Đủ điều kiện[\s\S]*Đề xuất/],
    [['--status', 'gone'], /Allowed choices are open, won, lost/],
    [['--opened-from', '2025-02-01', '--opened-to', '2025-01-01'], /--opened-to: expected a day that is not before/],
    [['--min-amount', '1.5'], /--min-amount: /],
    [['--min-amount', '2', '--max-amount', '1'], /--max-amount: expected an amount that is not below/],
    [['--scope', 'team'], /--scope: whose\?/],
    [['--currency', 'dong'], /--currency: expected an ISO 4217 code/],
    [['--after', 'x'], /--after: expected what the page before ended with/],
    [['--limit', '0'], /Expected a whole number/],
    [['--owner', 'Lan', '--no-owner'], /--owner and --no-owner: give one of them/],
  ] as const)('%j is a mistake that names what is meant', async (args, message) => {
    const { exitCode, stdout, stderr } = await list(...args, '--language', 'en')
    expect(exitCode).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(message)
  })
})
