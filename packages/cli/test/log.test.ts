import { copyFileSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import stringWidth from 'string-width'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newFolder } from './run.ts'

const { run, file, remove } = newFolder()
const log = (...args: readonly string[]) => run(['log', ...args, '--database', 'demo.sqlite'])

interface Told {
  readonly type: string
  readonly stream: string
  readonly position: string
  readonly actor: string
  readonly source: string
  readonly occurredOn: string
  readonly recordedAt: string
  readonly name: string | null
  readonly actorName: string | null
}
const told = async (...args: readonly string[]): Promise<readonly Told[]> => {
  const { exitCode, stdout } = await log(...args, '--format', 'jsonl')
  expect(exitCode).toBe(0)
  return stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
}

let all: readonly Told[] = []
beforeAll(async () => {
  await run(['demo', '--seed', '12', '--opportunities', '40'])
  all = await told()
})
afterAll(remove)

const types = (events: readonly Told[]) => [...new Set(events.map(({ type }) => type))].toSorted()

describe('log', () => {
  it('tells every event of every stream, in the order in which they were written down', () => {
    expect(all.length).toBeGreaterThan(300)
    expect(types(all).length).toBeGreaterThan(15)
    expect(all.map(({ position }) => position)).toEqual(all.map(({ position }) => position).toSorted())
  })

  it('names the thing and who did it', () => {
    const won = all.find(({ type }) => type === 'MarkedWon')
    expect(won?.name).toMatch(/\p{L}/u)
    expect(won?.actorName).toMatch(/\p{Lu}/u)
    expect(all.find(({ type }) => type === 'ContactRegistered')?.name).not.toBeNull()
  })

  it('tells only what one person did, by the beginning of a name, or an id', async () => {
    const { actor = '', actorName } = all.find(event => event.type === 'MarkedWon') ?? {}
    const theirs = all.filter(event => event.actor === actor)
    expect(theirs.length).toBeLessThan(all.length)
    expect(await told('--actor', actor)).toEqual(theirs)
    expect(await told('--actor', actorName?.toUpperCase().slice(0, -1) ?? '')).toEqual(theirs)
  })

  it('tells only what happened on a day', async () => {
    const day = all.find(({ type }) => type === 'MarkedWon')?.occurredOn ?? ''
    expect(await told('--on', day)).toEqual(all.filter(({ occurredOn }) => occurredOn === day))
  })

  it('tells only events of some types, however they are spelt', async () => {
    const closed = await told('--type', 'markedwon', 'MarkedLost')
    expect(types(closed)).toEqual(['MarkedLost', 'MarkedWon'])
    expect(closed).toEqual(all.filter(({ type }) => type === 'MarkedWon' || type === 'MarkedLost'))
  })

  it('goes on behind a position, and says where it ended', async () => {
    const whole: Told[] = []
    const next = async (since: string): Promise<void> => {
      const { stdout, stderr } = await log('--format', 'jsonl', '--limit', '150', '--since', since)
      whole.push(
        ...stdout
          .trimEnd()
          .split('\n')
          .map(line => JSON.parse(line)),
      )
      const [, position] = /đã đủ --limit 150: xem tiếp bằng --since (\d+)\n/.exec(stderr) ?? []
      if (position !== undefined) await next(position)
    }
    await next('0')
    expect(whole).toEqual(all)
    expect(await told('--since', String(Number(all.at(-3)?.position)))).toEqual(all.slice(-2))
  })

  it('tells what was written down on a day, whenever it happened', async () => {
    const fields = { title: 'title', openedOn: 'openedOn' }
    writeFileSync(file('deals.json'), JSON.stringify({ becomes: 'opportunity', key: ['key'], fields }))
    writeFileSync(file('deals.csv'), 'key,title,openedOn\nA,Máy in,2025-03-01')
    await run(['import', 'deals.csv', '-m', 'deals.json', '-d', 'deals.sqlite'])
    const first = JSON.parse((await run(['log', '-d', 'deals.sqlite', '-f', 'jsonl', '--limit', '1'])).stdout)
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date(first.recordedAt))
    const args = ['log', '-d', 'deals.sqlite', '--type', 'OpportunityOpened', '--language', 'en']
    const { exitCode, stdout } = await run([...args, '--recorded', day])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(
      /^2025-03-01 00:00 {2}An opportunity was opened\n {18}Máy in · by import · import · written down 20.+\n* *.*position \d+\n$/s,
    )
    expect(await run([...args, '--recorded', '2025-03-01'])).toMatchObject({ exitCode: 1, stdout: '' })
    // a program is no staff member, and acts all the same
    const by = async (actor: string) => (await run([...args, '--actor', actor, '--recorded', '2025-03-01'])).stderr
    expect(await by('import')).toContain('no event in the log is as asked')
    expect(await by('imprt')).toMatch(/no event is by that id\n.*did you mean 'import'/)
  })

  it('is told in the company’s language, within the width', async () => {
    const { stdout } = await log()
    expect(stdout).toMatch(/^\d\d\/\d\d\/2025 \d\d:\d\d {2}Cơ hội thắng: .+ \(\d+%\) → .+ \(100%\)$/m)
    expect(stdout).toMatch(/^\d\d.{14} {2}Thêm một giai đoạn: Mới$/m)
    expect(stdout).toMatch(/^\d\d.{14} {2}Một người vào đội: \p{Lu}.+$/mu)
    expect(stdout).toMatch(/ · bởi \p{Lu}/u)
    expect(stdout).not.toMatch(/ by |[0-9a-f]{8}-[0-9a-f]{4}-.+ →/)
    for (const line of stdout.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(80)
  })

  it('proposes the nearest for an actor that nobody is', async () => {
    const name = all.find(({ type, actorName }) => type === 'MarkedWon' && actorName !== null)?.actorName ?? ''
    const { exitCode, stderr } = await log('--actor', `x${name}`, '--language', 'en')
    expect(exitCode).toBe(1)
    expect(stderr).toContain(`did you mean '${name}'`)
  })

  it('tells an event that a stream has lost, and goes on', async () => {
    copyFileSync(file('demo.sqlite'), file('lacking.sqlite'))
    const db = new DatabaseSync(file('lacking.sqlite'))
    const { position, name, revision } =
      db
        .prepare(
          "SELECT position, name, revision FROM events JOIN streams USING (stream) WHERE type = 'StageChanged' ORDER BY position",
        )
        .get() ?? {}
    db.exec(`DELETE FROM events WHERE position = ${String(position)}`)
    db.close()
    const lacking = (...args: readonly string[]) =>
      run(['log', ...args, '-d', 'lacking.sqlite', '-f', 'jsonl', '--language', 'en'])
    const { exitCode, stdout, stderr } = await lacking()
    expect(exitCode).toBe(3)
    expect(stdout.trimEnd().split('\n')).toHaveLength(all.length - 1)
    expect(stderr).toBe(
      `${String(name)} lacks revision ${String(revision)}: the log has lost it; \`eventcrm verify\` tells what else is missing\n`,
    )
    // also among events that are not asked for
    expect(await lacking('--type', 'CompanyFounded')).toMatchObject({ exitCode: 3, stderr })
    // and where the stream is first met behind it
    expect(await lacking('--since', String(Number(position) - 1))).toMatchObject({ exitCode: 3, stderr })
    expect(await lacking('--since', String(position))).toMatchObject({ exitCode: 3, stderr })
    expect(await lacking('--since', String(all.at(-2)?.position))).toMatchObject({ exitCode: 0, stderr: '' })
  })

  it.each([
    [['--type', 'MarkWon'], 2, /--type: there is no event of that type\n {2}did you mean 'MarkedWon'/],
    [['--on', 'yesterday'], 2, /Expected a day like/],
    [['--since', 'x'], 2, /--since: expected a position of the log, which ends at \d+/],
    [['--since', '99999999999999'], 2, /--since: expected a position of the log/],
    [['--actor', 'nguyen'], 2, /--actor: 'nguyen' may be any of these[\s\S]*Nguyễn .+ {2}[0-9a-f-]{36}\n/],
    [['--actor', 'nobody-here'], 1, /--actor: no staff member is called 'nobody-here', and no event is by that id/],
    [['--on', '1999-01-01'], 1, /no event in the log is as asked/],
    [['--limit', '0'], 2, /Expected a whole number/],
  ] as const)('%j is no success: exit code %i', async (args, code, message) => {
    const { exitCode, stdout, stderr } = await log(...args, '--language', 'en')
    expect(exitCode).toBe(code)
    expect(stdout).toBe('')
    expect(stderr).toMatch(message)
  })
})
