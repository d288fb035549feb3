import stringWidth from 'string-width'
import { afterAll, describe, expect, it } from 'vitest'
import { newFolder } from './run.ts'

const { run, remove } = newFolder()
afterAll(remove)

const commands = [
  [],
  ['demo'],
  ['import'],
  ['export'],
  ['report'],
  ['report', 'pipeline'],
  ['report', 'lead-funnel'],
  ['report', 'portfolios'],
  ['report', 'clv'],
  ['list'],
  ['list', 'opportunities'],
  ['list', 'leads'],
  ['list', 'imports'],
  ['search'],
  ['show'],
  ['convert'],
  ['duplicates'],
  ['merge'],
  ['unmerge'],
  ['history'],
  ['log'],
  ['status'],
  ['rebuild'],
  ['verify'],
  ['prepare'],
  ['prune'],
  ['backup'],
  ['copy'],
  ['check'],
]

describe('--help', () => {
  it.each(commands.map(words => [words.join(' ') || 'eventcrm', words] as const))(
    'of %s says what it takes, with examples',
    async (_, words) => {
      const { exitCode, stdout, stderr } = await run([...words, '--help'])
      expect(exitCode).toBe(0)
      expect(stderr).toBe('')
      expect(stdout).toMatchSnapshot()
      for (const line of stdout.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(80)
      expect(stdout).toMatch(/\$ eventcrm /)
    },
  )

  it.each(commands.map(words => [words.join(' ') || 'eventcrm', words] as const))(
    'of %s names the program as npm runs it, in a clone',
    async (_, words) => {
      const environment = { npm_package_name: 'eventcrm', npm_lifecycle_event: 'eventcrm' }
      const { stdout } = await run([...words, '--help'], { environment })
      for (const line of stdout.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(80)
      expect(stdout).toMatch(/^Usage: npm run -s eventcrm -- /)
      expect(stdout).toContain('$ npm run -s eventcrm -- ')
      expect(stdout).not.toMatch(/[`$] ?eventcrm /)
    },
  )

  it('goes to stderr, as a mistake, when no command is named', async () => {
    const { exitCode, stdout, stderr } = await run([])
    expect(exitCode).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^Usage: eventcrm/)
  })
})

it('--version prints the version alone', async () => {
  const { exitCode, stdout } = await run(['--version'])
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

describe('a mistake on the command line', () => {
  it.each([
    [['reprot'], /unknown command 'reprot'[\s\S]*did you mean report\?/],
    [
      ['status', '--databse', 'x'],
      /unknown option '--databse'[\s\S]*did you mean --database\?[\s\S]*see `eventcrm status --help`/,
    ],
    [['status'], /--database FILE is missing/],
    [
      ['report', 'pipeline', '-d', 'x', '--as-of', 'May'],
      /'--as-of <day>' argument 'May' is invalid. Expected a day like 2017-03-31/,
    ],
    [
      ['report', 'pipeline', '-d', 'x', '--as-of', '2026-02-30'],
      /is invalid. There is no such day. Expected a day like/,
    ],
    [['report', 'pipeline', '-d', 'x', '--owner', 'An', '--no-owner'], /--owner and --no-owner: give one of them/],
    [['list', 'opportunities', '-d', 'x', '--owner', 'An', '--no-owner'], /--owner and --no-owner: give one of them/],
    [['report', 'pipeline', '-d', 'x', '--no-team', '--team', 'An'], /--team and --no-team: give one of them/],
    [['report', 'pipeline', '-d', 'x', '--format', 'xml'], /Allowed choices are table, json, csv/],
    [['report', 'pipeline', '-d', 'x', '--top', 'many'], /Expected a whole number/],
    [['demo', '--seed', 'x'], /Expected a whole number/],
    [['history', '-d', 'x'], /missing required argument 'stream'/],
    [['import', 'x.csv', '-d', 'x'], /--mapping FILE is missing/],
  ] as const)('%j is told, with what to do', async (args, message) => {
    const { exitCode, stdout, stderr } = await run(args)
    expect(exitCode).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^eventcrm: /)
    expect(stderr).toMatch(message)
  })
})
