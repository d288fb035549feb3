import { parse } from 'csv-parse/sync'
import stringWidth from 'string-width'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newFolder, type RunOptions } from './run.ts'

const { run, remove } = newFolder()
const report = (args: readonly string[] = [], options?: RunOptions) =>
  run(['report', 'pipeline', '--database', 'demo.sqlite', '--as-of', '2025-12-31', ...args], options)
const json = async (...args: readonly string[]) => JSON.parse((await report([...args, '--format', 'json'])).stdout)

beforeAll(async () => {
  const { exitCode } = await run(['demo', '--seed', '11', '--opportunities', '60'])
  expect(exitCode).toBe(0)
})
afterAll(remove)

describe('report pipeline', () => {
  it('reads in the company’s language, with amounts as in Viet Nam', async () => {
    const { exitCode, stdout, stderr } = await report()
    expect(exitCode).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^Cơ hội bán hàng đến hết ngày 31\/12\/2025\n/)
    expect(stdout).toMatch(/\d{1,3}(\.\d{3})+ ₫/)
    for (const heading of [
      'Đang mở theo giai đoạn',
      'Thất bại theo lý do',
      'Kết quả theo tháng',
      'Nhân viên bán hàng',
      'Đội bán hàng',
    ]) {
      expect(stdout).toContain(`\n${heading}\n`)
    }
  })

  it('reads in English when asked to', async () => {
    const { stdout } = await report(['--language', 'en'])
    expect(stdout).toMatch(/^Pipeline as of 2025-12-31\n/)
    expect(stdout).toMatch(/Win rate by count +\d\d\.\d\d%/)
    expect(stdout).toMatch(/Won: value +₫\d{1,3}(,\d{3})+\n/)
    expect(stdout).not.toMatch(/\d\.\d{3}\b/)
  })

  it.each([80, 100, 140])('fits a terminal of %i columns', async columns => {
    const { stdout } = await report([], { columns, isTTY: true, environment: { NO_COLOR: '1' } })
    for (const line of stdout.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(Math.min(columns, 100))
  })

  it('prints the answer as JSON and nothing else', async () => {
    const { exitCode, stdout, stderr } = await report(['--format', 'json'])
    expect(exitCode).toBe(0)
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({ asOf: '2025-12-31', currencies: [{ currency: 'VND' }] })
  })

  it('prints the same figures as CSV', async () => {
    const { stdout } = await report(['--format', 'csv'])
    expect(stdout).toMatch(/^\ufeffasOf,from,to,ownerId,owner,/) // a spreadsheet takes it for UTF-8 by that
    const rows: Record<string, string>[] = parse(stdout, { columns: true, bom: true })
    const { currencies } = await json()
    expect(rows[0]).toMatchObject({
      section: 'total',
      wonCount: String(currencies[0].won.count),
      wonValue: currencies[0].won.value.amount,
    })
    expect(rows.filter(({ section }) => section === 'stage')).toHaveLength(currencies[0].stages.length)
    expect(rows.filter(({ section }) => section === 'salesperson')).toHaveLength(currencies[0].salespeople.length)
  })

  it('says what stood at a past day', async () => {
    const { currencies } = JSON.parse(
      (await run(['report', 'pipeline', '-d', 'demo.sqlite', '--as-of', '2025-06-30', '-f', 'json'])).stdout,
    )
    const now = await json()
    expect(currencies[0].won.count).toBeGreaterThan(0)
    expect(currencies[0].won.count).toBeLessThan(now.currencies[0].won.count)
  })

  it('says what was known at a position or an instant', async () => {
    const log = JSON.parse((await run(['history', 'company', '-d', 'demo.sqlite', '-f', 'json'])).stdout)
    const known = async (knownAt: string) => JSON.parse((await report(['--known-at', knownAt, '-f', 'json'])).stdout)
    expect((await known(log[0].position)).currencies).toEqual([])
    expect((await known(new Date().toISOString())).currencies).toEqual((await json()).currencies)
    const at = new Date().toISOString()
    expect((await report(['--known-at', at])).stdout).toMatch(
      /\ntheo những gì đã ghi đến \d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d Asia\/Ho_Chi_Minh\n/,
    )
    expect((await report(['--known-at', log[0].position, '--language', 'en'])).stdout).toContain(
      '\nas known at 2024-01-02 08:00:00 Asia/Ho_Chi_Minh\n',
    )
    const [heading = '', row = ''] = (await report(['--known-at', at, '-f', 'csv'])).stdout.split('\n')
    expect(heading).toMatch(/^\uFEFFasOf,knownAt,/)
    expect(row.split(',')[1]).toBe(at)
    const replayed = await report(['--known-at', at, '--language', 'en'], { isTTY: true })
    expect(replayed.stderr).toContain('Replaying the log')
    expect(replayed.stderr).not.toContain('Bringing the documents up to date')
    const { exitCode, stderr } = await report(['--known-at', 'yesterday', '--language', 'en'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/--known-at: expected an instant with its offset/)
  })

  it('takes a name with or without accents, the beginning of one, or an id', async () => {
    const { team } = (await json('--team', 'Miền Nam')).question
    expect((await json('--team', 'mien nam')).question.team).toBe(team)
    expect((await json('--team', 'Miền N')).question.team).toBe(team)
    expect((await json('--team', team)).question.team).toBe(team)
    const { stdout } = await report(['--team', 'mien nam', '--language', 'en'])
    expect(stdout).toContain('only: team Miền Nam')
  })

  it('takes a customer by code', async () => {
    const { currencies } = await json('--customer', 'kh0001')
    expect(currencies[0].bestCustomers).toHaveLength(1)
  })

  it('takes nobody, no team and no customer', async () => {
    const nobodys = await json('--no-owner', '--no-team', '--no-customer')
    expect(nobodys).toMatchObject({ question: { owner: null, team: null, customer: null }, currencies: [] })
    const { stdout } = await report(['--no-owner', '--language', 'en'])
    expect(stdout).toContain('only: nobody\n')
  })

  it('takes a pipeline by name, and says the period and the pipeline in every row of CSV', async () => {
    const args = ['--pipeline', 'ban hang', '--from', '2025-03-05', '--to', '2025-04-10', '--format', 'csv']
    const rows: Record<string, string>[] = parse((await report(args)).stdout, { columns: true, bom: true })
    expect(rows.length).toBeGreaterThan(10)
    for (const row of rows)
      expect(row).toMatchObject({ asOf: '2025-12-31', from: '2025-03-05', to: '2025-04-10', pipeline: 'Bán hàng' })
    expect(rows.filter(({ section }) => section === 'month').map(({ month, inPart }) => [month, inPart])).toEqual([
      ['2025-03', 'true'],
      ['2025-04', 'true'],
    ])
  })

  it('lists months without closings too, in every format', async () => {
    const months = ['2023-11', '2023-12', '2024-01']
    const period = ['--from', '2023-11-01', '--to', '2024-01-31']
    const { currencies } = await json(...period)
    expect(currencies[0].months.map(({ month }: { month: string }) => month)).toEqual(months)
    const rows: Record<string, string>[] = parse((await report([...period, '--format', 'csv'])).stdout, {
      columns: true,
      bom: true,
    })
    expect(rows.filter(({ section }) => section === 'month').map(({ month }) => month)).toEqual(months)
    expect((await report([...period, '--language', 'en'])).stdout).toMatch(/\n {2}2023-11 +0 +₫0 +0/)
  })

  it('limits what it lists', async () => {
    const { stdout } = await report(['--top', '2', '--language', 'en'])
    const [, hidden, top] = /… and (\d+) more: --top (\d+)/.exec(stdout) ?? []
    expect(Number(top)).toBe(2 + Number(hidden))
    expect((await json('--top', '2')).currencies[0].bestCustomers).toHaveLength(2)
  })

  it('knows a team’s best customers only from every opportunity', async () => {
    expect((await json('--team', 'Miền Nam')).currencies[0].bestCustomers).toBeNull()
    expect((await json('--team', 'Miền Nam', '--source', 'documents')).currencies[0].bestCustomers).not.toBeNull()
  })

  it('says so when there is nothing', async () => {
    const { exitCode, stdout } = await run([
      'report',
      'pipeline',
      '-d',
      'demo.sqlite',
      '--as-of',
      '2023-12-31',
      '--language',
      'en',
    ])
    expect(exitCode).toBe(0)
    expect(stdout).toContain('There is nothing to show by that day.')
  })

  it.each([
    [['--owner', 'Nguyễn Văn Không Có'], /--owner: no staff member is called/],
    [['--team', 'Miền'], /--team: 'Miền' may be any of these[\s\S]*Miền Bắc[\s\S]*Miền Nam/],
    [['--team', 'Miền Namm'], /did you mean 'Miền Nam'/],
    [['--customer', '11111111-1111-4111-8111-111111111111'], /--customer: no contact has the id/],
    [['--currency', 'dong'], /--currency: expected an ISO 4217 code like VND/],
    [['--from', '2025-03-01', '--to', '2025-02-01'], /--to: expected a day that is not before the first one/],
  ] as const)('%j is a mistake that names what is meant', async (args, message) => {
    const { exitCode, stdout, stderr } = await report([...args, '--language', 'en'])
    expect(exitCode).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(message)
  })
})
