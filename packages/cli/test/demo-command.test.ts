import { openSqlite } from '@eventcrm/sqlite'
import { writeFileSync } from 'node:fs'
import stringWidth from 'string-width'
import { afterAll, describe, expect, it } from 'vitest'
import { Stop } from '../src/index.ts'
import { newFolder, type RunOptions } from './run.ts'

const { run, file, remove } = newFolder()
afterAll(remove)
const small = ['--opportunities', '12']
const demo = (args: readonly string[], options?: RunOptions) => run(['demo', ...small, ...args], options)
const inClone = (script: string) => ({ npm_package_name: 'eventcrm', npm_lifecycle_event: script })
const head = async (database: string) => JSON.parse((await run(['status', '-d', database, '-f', 'json'])).stdout).head

describe('demo', () => {
  it('makes demo.sqlite in the folder it was called from, shows its reports, and says what to try next', async () => {
    const { exitCode, stdout, stderr } = await demo([])
    expect(exitCode).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toMatch(
      /Công ty Cổ phần Thiết bị Văn phòng Sông Lam\n\d+ khách hàng tiềm năng, 12 cơ hội bằng \d+ lệnh, \d+ sự kiện, trong\s+demo\.sqlite: [\d,]+ giây\n/,
    )
    expect(stdout).toContain('đến hết ngày 31/12/2025')
    expect(stdout).toContain('đến hết ngày 30/06/2025')
    expect(stdout).toMatch(/Khách hàng tiềm năng đi đến đâu: .+\n\n[\s\S]*Facebook\s+[^\n]*\d/)
    const lines = [...stdout.replaceAll(/ \\\n +/g, ' ').matchAll(/^ {4}eventcrm (.+)$/gm)].map(
      ([, line]) => line ?? '',
    )
    expect(stdout).toMatch(/Công nợ phải thu đến hết ngày 31\/12\/2025[\s\S]*\n {2}Còn phải thu +[\s\S]*Theo hạn/i)
    expect(stdout).toMatch(/Giá trị vòng đời khách hàng đến hết ngày 31\/12\/2025/i)
    expect(lines).toHaveLength(10)
    for (const line of lines) {
      const words = [...line.matchAll(/"([^"]+)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
      expect(await run(words), line).toMatchObject({ exitCode: 0 })
    }
  })

  it('names the commands as npm runs them, in a clone', async () => {
    const { stdout } = await demo([], { environment: inClone('demo') })
    expect(stdout).toContain('    npm run -s eventcrm -- report pipeline --database demo.sqlite')
  })

  it('adds nothing the second time, and shows the same', async () => {
    const before = await head('demo.sqlite')
    const { exitCode, stdout } = await demo([])
    expect(exitCode).toBe(0)
    expect(stdout).toContain('đã có sẵn trong demo.sqlite')
    expect(await head('demo.sqlite')).toBe(before)
  })

  it('says in one line what each report proves, and what the parts of its bars stand for', async () => {
    const { stdout } = await demo([])
    expect(stdout).toMatch(/^Mọi con số đều tính từ sự kiện của \d+ lệnh, không từ đâu khác\.\n\nCơ hội bán hàng/)
    expect(stdout).toMatch(/\n\nVẫn các sự kiện ấy, tính đến 30\/06\/2025: .+\.\n\nCơ hội bán hàng đến hết ngày 30/)
    expect(stdout).toMatch(/ % *[█▏▎▍▌▋▊▉]+░+\n|% {2}[█▏▎▍▌▋▊▉]+░+\n/)
    expect(stdout).toContain('\n  █ Thắng  ░ Thất bại\n')
  })

  it.each([
    ['eventcrm', {}],
    ['npm, in a clone', inClone('demo')],
  ])('has its headline in the last screenful, run by %s', async (_, environment) => {
    const { stdout } = await demo([], { environment })
    const screen = stdout.trimEnd().split('\n').slice(-23).join('\n')
    expect(screen).toContain('Công ty Cổ phần Thiết bị Văn phòng Sông Lam')
    expect(screen).toMatch(/30\/06\/2025 +31\/12\/2025\n {2}Đang mở +\d+ +\d+\n/)
    expect(screen).toMatch(/Tỷ lệ thắng theo số lượng +\S+ +\S+$/)
  })

  it('is in one language, its stages and reasons too', async () => {
    const inEnglish = ['--language', 'en', '--database', 'english.sqlite']
    const said = (await Promise.all([demo([]), demo(inEnglish)])).map(({ stdout }) =>
      stdout.replaceAll(/^ +(eventcrm|--).*$/gm, ''),
    )
    expect(said[1]).toMatch(/\n {2}(New|Qualified|Proposition|Negotiation) +\d/)
    expect(said[1]).toMatch(/\nLost by reason\n.*\n {2}[A-Z][a-z ]+ \d/)
    expect(said[1]).not.toMatch(/Stages and reasons are in Vietnamese/)
    expect((await demo(['--database', 'english.sqlite'])).stdout).toMatch(/^All figures come from/)
    const [vietnamese = '', english = ''] = said
    expect(vietnamese).not.toMatch(/\b(open|won|lost|commands|opportunities|what to try|as of)\b/i)
    expect(english).not.toMatch(/cơ hội|Thắng|lệnh|sự kiện|Thử tiếp|ngày/)
    expect(english).toMatch(
      /^All figures come from the events of \d+ commands, and from nothing else\.\n\nPipeline as of/,
    )
  })

  it('that was made in the other language is told in the one asked for, and says which words stay', async () => {
    const before = await head('demo.sqlite')
    const { exitCode, stdout } = await demo(['--language', 'en'])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^All figures come from/)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'Stages and reasons are in Vietnamese here, as this demo was made; one in English: --database other.sqlite',
    )
    expect(stdout.replaceAll(/ \\\n +/g, ' ')).toMatch(/ eventcrm status --database demo.sqlite --language en\n/)
    expect(await head('demo.sqlite')).toBe(before)
  })

  it('has the same figures in both languages', async () => {
    const asked = ['report', 'pipeline', '--as-of', '2025-12-31', '-f', 'json', '-d']
    const [one, other] = await Promise.all(
      ['demo.sqlite', 'english.sqlite'].map(async database => (await run([...asked, database])).stdout),
    )
    const figures = (text = '') => text.replaceAll(/"(name|position|pipeline)": "[^"]*"/g, '')
    expect(figures(one)).toBe(figures(other))
  })

  it.each([40, 50, 60, 79])('fits a terminal of %i columns', async columns => {
    const { stdout } = await demo([], { columns })
    const ofCommands = /^ +(eventcrm|--)|\\$/
    const lines = stdout.split('\n').filter(line => !ofCommands.test(line))
    for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(columns)
    expect(stdout).toMatch(/Miền Nam[\s\S]*\d/)
    // the name of a bucket may be cut behind its days; no figure is
    expect(stdout.replaceAll('Trên 120…', '')).not.toMatch(/…\d|\d…/)
  })

  it('makes the same file of the same seed: every event in its place', async () => {
    const events = async (database: string) => {
      await run(['demo', '--seed', '3', '--opportunities', '15', '--database', database])
      const stores = await openSqlite(file(database))
      const all: unknown[] = []
      for await (const event of stores.events.readAll()) all.push(event)
      await stores.close()
      return JSON.stringify(all)
    }
    expect(await events('one.sqlite')).toBe(await events('other.sqlite'))
  })

  it('goes on where it was stopped', async () => {
    const stop = new Stop()
    const stopped = run(['demo', '--opportunities', '40', '--database', 'stopped.sqlite'], { stop })
    const asked = setInterval(() => stop.ask(), 5)
    const { exitCode, stdout, stderr } = await stopped
    clearInterval(asked)
    expect(exitCode).toBe(130)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/chạy lại lệnh này để làm tiếp/)
    expect((await run(['demo', '--opportunities', '40', '--database', 'stopped.sqlite'])).exitCode).toBe(0)
    await run(['demo', '--opportunities', '40', '--database', 'whole.sqlite'])
    expect(await head('stopped.sqlite')).toBe(await head('whole.sqlite'))
  })

  it.each([
    ['another seed', ['--seed', '2'], /'demo.sqlite' holds another demo: seed 1, 12 opportunities/],
    [
      'another number of opportunities',
      ['--opportunities', '13'],
      /'demo.sqlite' holds another demo: seed 1, 12 opportunities/,
    ],
  ] as const)('leaves a demo of %s alone', async (_, args, message) => {
    const before = await head('demo.sqlite')
    const { exitCode, stderr } = await demo([...args, '--language', 'en'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(message)
    expect(await head('demo.sqlite')).toBe(before)
  })

  it('leaves another company alone', async () => {
    writeFileSync(
      file('p.mapping.json'),
      JSON.stringify({ becomes: 'product', key: ['code'], fields: { code: 'code', name: 'name' } }),
    )
    writeFileSync(file('p.csv'), 'code,name\nA,Máy in\n')
    await run(['import', 'p.csv', '-m', 'p.mapping.json', '-d', 'company.sqlite'])
    const before = await head('company.sqlite')
    const { exitCode, stderr } = await demo(['--database', 'company.sqlite', '--language', 'en'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/'company.sqlite' holds something that is not a demo/)
    expect(stderr).not.toMatch(/delete/)
    expect(await head('company.sqlite')).toBe(before)
  })

  it('has an owner for every claimed key, also for commands that come later', async () => {
    const { claimsWithoutOwner } = JSON.parse((await run(['status', '-d', 'demo.sqlite', '-f', 'json'])).stdout)
    expect(claimsWithoutOwner).toEqual([])
  })
})
