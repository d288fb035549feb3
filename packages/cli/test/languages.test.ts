import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exitCodes } from '../src/exit-codes.ts'
import { isSaidInBoth } from '../src/said-by-packages.ts'
import { newFolder } from './run.ts'

const { run, file, remove } = newFolder()
afterAll(remove)

const write = (name: string, content: unknown): void =>
  writeFileSync(file(name), typeof content === 'string' ? content : JSON.stringify(content))

const products = { becomes: 'product', key: ['code'], fields: { code: 'code', name: 'name' } }
beforeAll(async () => {
  await run(['demo', '--opportunities', '12', '--database', 'vi.sqlite'])
  await run(['demo', '--opportunities', '12', '--database', 'en.sqlite', '--language', 'en'])
  write('p.csv', 'code,name\nA,Máy in\n,Máy chiếu\nA,Máy in laser\n')
  write('utf16.csv', Buffer.from('code,name\n', 'utf16le').toString('latin1'))
  write('p.json', products)
  write('cut.json', '{ "becomes": ')
  write('columns.json', { ...products, fields: { code: 'code', name: 'nmae' } })
  write('faulty.json', {
    ...products,
    becomes: 'opportunity',
    heading: null,
    rows: { from: 3, to: 2 },
    nmubers: {},
    numbers: { decimal: ',', group: ',' },
    dateFormat: 'DD/MM',
    sheet: 'a:b',
    fields: {
      tilte: 'A',
      title: { column: 'A', columns: ['B', 'C'] },
      status: { value: 'gone' },
      priority: { value: 9 },
    },
  })
  write('unfit.json', {
    becomes: 'opportunity',
    new: 'reject',
    heading: null,
    none: 'N/A',
    emptyWords: ['n/a'],
    fields: {
      title: { column: 'long name', earliest: undefined, unit: 'percent' },
      openedOn: { column: 'A', whenInvalid: 'leaveEmpty', scale: 'thousands', country: 'VN', round: true },
      status: { column: 'B', values: { a: 'won', A: 'lost' }, whenEmpty: 'x' },
    },
    custom: { 'Year of founding': 'C' },
  })
})

const importing = (mapping: string, source = 'p.csv', ...others: readonly string[]) => [
  'import',
  source,
  ...['-m', mapping, '-d', 'new.sqlite', '--dry-run'],
  ...others,
]
const on = ['-d', 'vi.sqlite']
/** Command lines for every kind of thing that is told: answers, notices and faults of each command. */
const lines: readonly (readonly string[])[] = [
  ['demo', '--opportunities', '12', ...on],
  ['demo', '--opportunities', '13', ...on],
  importing('p.json'),
  importing('cut.json'),
  importing('no.json'),
  importing('.'),
  importing('columns.json'),
  importing('faulty.json'),
  importing('unfit.json'),
  importing('p.json', 'utf16.csv'),
  importing('p.json', 'no.csv'),
  importing('p.json', '.'),
  importing('p.json', 'p.csv', '--from-row', '9'),
  importing('p.json', 'p.csv', '--from-row', '3', '--to-row', '2'),
  importing('p.json', 'p.csv', '--to-row', '1'),
  importing('p.json', 'p.csv', '--rejected', 'p.csv'),
  importing('p.json', 'p.csv', '--time-zone', 'Asia/Sai_Gon', '--currency', 'dong', '--country', 'VietNam'),
  importing('p.json', 'p.csv', '--actor', 'Lan Anh', '--reason', ''),
  importing('p.json', 'p.csv', '--founded', '9999-01-01'),
  ['import', 'p.csv', '-m', 'p.json', ...on, '--dry-run', '--currency', 'USD', '--country', 'none'],
  ['import', 'p.csv', ...on],
  ['export', 'products', ...on, '--to', 'out.ods'],
  ['export', 'staff', ...on, '--to', 'out.csv', '--history'],
  ['export', 'products', ...on, '--to', 'out.csv', '--force'],
  ['export', 'products', ...on, '--to', 'p.csv'],
  ['export', 'gadgets', ...on, '--to', 'out.csv'],
  ['report', 'pipeline', ...on],
  ['report', 'pipeline', ...on, '--known-at', 'yesterday'],
  ['report', 'pipeline', ...on, '--known-at', '9999-01-01T00:00:00Z'],
  ['report', 'pipeline', ...on, '--known-at', '99999'],
  ['report', 'pipeline', ...on, '--known-at', '1'],
  ['report', 'pipeline', ...on, '--from', '2025-02-01', '--to', '2025-01-01'],
  ['report', 'pipeline', ...on, '--as-of', '1800-01-01'],
  ['report', 'pipeline', ...on, '--as-of', '2025-02-30'],
  ['report', 'pipeline', ...on, '--top', '1001'],
  ['report', 'pipeline', ...on, '--top', 'x'],
  ['report', 'pipeline', ...on, '--source', 'x'],
  ['report', 'pipeline', ...on, '--currency', 'dong'],
  ['report', 'pipeline', ...on, '--tag', ''],
  ['report', 'pipeline', ...on, '--owner', 'Không Có Ai'],
  ['report', 'pipeline', ...on, '--team', 'mien'],
  ['report', 'pipeline', ...on, '--team', 'Miền Nam', '--no-team'],
  ['report', 'pipeline', ...on, '--customer', '11111111-1111-4111-8111-111111111111'],
  ['report', 'pipeline', ...on, '--databse', 'x'],
  ['report', 'pipelin'],
  ['report', 'pipeline'],
  ['report', 'pipeline', '-d', 'none.sqlite'],
  ['report', 'pipeline', '-d', 'p.csv'],
  ['report', 'pipeline', '-d', '.'],
  ['list', 'opportunities', ...on],
  ['list', 'opportunities', ...on, '--limit', '1'],
  ['list', 'opportunities', ...on, '--after', 'x'],
  ['list', 'opportunities', ...on, '--stage', 'Mớii'],
  ['list', 'opportunities', ...on, '--stage', 'Đ'],
  ['list', 'opportunities', ...on, '--status', 'gone'],
  ['list', 'opportunities', ...on, '--currency', 'dong'],
  ['list', 'opportunities', ...on, '--min-amount', '1.5'],
  ['list', 'opportunities', ...on, '--min-amount', '2', '--max-amount', '1'],
  ['list', 'opportunities', ...on, '--opened-from', '2025-02-01', '--opened-to', '2025-01-01'],
  ['list', 'opportunities', ...on, '--limit', '0'],
  ['history', 'company', ...on],
  ['history', 'pipeline', 'B', ...on],
  ['history', 'opportunity', 'T', ...on],
  ['history', 'opportunity', 'Không có', ...on],
  ['history', 'opportunity', ...on],
  ['history', 'gadget', 'x', ...on],
  ['history', 'crm.gadget-11111111-1111-4111-8111-111111111111', ...on],
  ['history', 'crm.contact-11111111-1111-4111-8111-111111111111', ...on],
  ['log', ...on, '--limit', '40'],
  ['log', ...on, '--type', 'MarkWon'],
  ['log', ...on, '--since', 'x'],
  ['log', ...on, '--actor', 'nobody-here'],
  ['log', ...on, '--on', 'x'],
  ['status', ...on],
  ['status', ...on, '0912345678'],
  ['rebuild', ...on],
  ['verify', ...on],
  ['prepare', ...on],
  ['prune', ...on],
  ['backup', 'vi.sqlite', ...on],
  ['backup', 'no/such/folder', ...on],
  ['backup'],
  ['bakcup'],
]

/** Words that are typed, and stored, in English whatever is spoken: fields and settings, types of events, who or what wrote them. */
const typed = [
  /`[^`]*`|'[^'\n]*'|"[^"\n]*"|“[^”]*”/g,
  /^ +(?:eventcrm|--|\$|history|import).*$/gm,
  /(?:fields|rows|key|custom|numbers|sheet|none)[\w.]*:|custom\.[\w ]+:|đã thay đổi \w+/g,
  /(?:được phép|các loại): .*|cần open hoặc won hoặc lost|: opportunity\b|set-up|system/g,
  /^ +[^·\n]* · bởi /gm, // names of its goods
  /--[a-z-]+|[\w/.-]+\.\w+|\b[A-Z]\w*[A-Z]\w*\b/g,
  /(?:tại|mở|Trang bị) .*/g, // titles of the demo's opportunities
]
const withoutTyped = (text: string): string => typed.reduce((left, each) => left.replaceAll(each, ''), text)

const english =
  /(?<![\p{L}\d])(?:the|is|are|was|not|there|this|that|expected|give|given|or|and|with|of|to|from|by|in|at|for|it|its|no|any|such|row|rows|event|events|open|won|lost|name|file|folder|missing|unknown|nothing|already|another|up|date|stopped|company|allowed|choices|invalid|required|text)(?![\p{L}\d])/iu

describe('what is said', () => {
  it.each(lines.map(line => [line.join(' '), line] as const))('is Vietnamese where asked for: %s', async (_, line) => {
    const { exitCode, stdout, stderr } = await run([...line, '--language', 'vi'])
    expect(exitCode).not.toBe(exitCodes.bug)
    expect(stdout + stderr).not.toBe('')
    for (const said of withoutTyped(stdout + stderr).split('\n')) expect(said).not.toMatch(english)
  })
})

describe('what the packages below say in English alone', () => {
  const sources = ['sqlite', 'eventstoredb', 'mongodb', 'event-store', 'projection', 'crm']
  const said = sources.flatMap(name => {
    const folder = fileURLToPath(new URL(`../../${name}/src/`, import.meta.url))
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(each => each.endsWith('.ts'))
      .flatMap(each => {
        const text = readFileSync(`${folder}${each}`, 'utf8')
        const thrown =
          /new (?:DatabaseRefused|ClusterRefused|CommitTooLarge|StoreUnavailable|AppendOutcomeUnknown|CommitUnknown|UnknownEventType)\(\s*(['`"])((?:(?!\1)[^\\]|\\.)+)\1(?:\s*\+\s*`([^`]+)`)?/g
        return [...text.matchAll(thrown)].map(([, , first = '', second = '']) =>
          (first + second).replaceAll(/\$\{[^}]*\}/g, '0'),
        )
      })
  })

  it('is known here in Vietnamese', () => {
    expect(said.length).toBeGreaterThan(20)
    // put together elsewhere, or said of what a command line can't ask for
    const elsewhere = ["'0' 0", 'SQLite: 0; 0', 'A file is needed; for a log in memory there is createMemoryEventStore']
    expect(said.filter(message => !isSaidInBoth(message) && !elsewhere.includes(message))).toEqual([])
  })
})
