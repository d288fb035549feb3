// Whatever people put into files, commands and options: nothing ends in a crash, nothing on the screen is forged, and what was taken
// comes back as it is.
import { contact, createCrm, oneLine, opportunity, standardLostReasons, type Crm } from '@eventcrm/crm'
import { rounds } from '@eventcrm/testkit'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newFolder } from './run.ts'

let folder = newFolder()
beforeEach(() => {
  folder = newFolder()
})
afterEach(() => {
  folder.remove()
})

const forged = 'FORGED'
const pieces = [
  ...[
    '\0',
    '\b',
    '\t',
    '\n',
    '\r',
    '\r\n',
    '\u001b[2J',
    '\u001b[31m',
    '\u007f',
    '\u009b1m',
    '\u2028',
    '\ufeff',
    '\u{e0041}',
  ],
  ...['\u202e', '\u2066', '\u2069', '\u200f', '\u061c', '\ud800', '\udfff', '\u0301', '\u200d', ' '.repeat(90)],
  ...['=1+1', '＝1+1', '@SUM(A1)', '+84', '-1', "'", '"', ';', ',', '%s', '{bar}', '`eventcrm x`', '\\n', '$1', "$'"],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '$where',
    'a.b',
    'null',
    'N/A',
    '123',
    'x'.repeat(600),
    'Ế',
    'e\u0302\u0301',
    '👩‍💻',
  ],
  ...[
    `\n${forged}`,
    `\n  row 9  ${forged}`,
    `\r\n2026-01-01 09:00  ${forged}`,
    `\u2028${forged}`,
    `\u001b[1A${forged}`,
  ],
]
const text = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }).map(parts => `a${parts.join('')}`)

/** The same, now and then as long as anybody would paste. */
const large = fc.oneof(
  { weight: 9, arbitrary: text },
  text.map(given => given.repeat(1 + Math.floor(100_000 / given.length))),
)

/** Signs that a terminal obeys or nobody sees, but for the line breaks of the layout. */
const unseen = /(?!\n)[\p{Cc}\p{Cs}\p{Zl}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u{e0041}]/u
const checkPrinted = (printed: string) => {
  expect(printed).not.toMatch(unseen)
  expect(printed).not.toMatch(/^ {0,5}(row 9 {2}|\d{4}-\d\d-\d\d \d\d:\d\d {2})?FORGED/m)
}
const run = async (args: readonly string[]) => {
  const ran = await folder.run(args, { environment: { EVENTCRM_DEBUG: '' } })
  expect(ran.exitCode, ran.stderr).toBeLessThan(4)
  checkPrinted(ran.stdout.replace(/^\uFEFF/, ''))
  checkPrinted(ran.stderr)
  return ran
}
const database = ['--database', 'hostile.sqlite']

const mapping = {
  becomes: 'opportunity',
  key: ['key'],
  fields: {
    title: 'title',
    tags: 'tags',
    stage: 'stage',
    owner: 'owner',
    expectedRevenue: 'amount',
    openedOn: 'day',
    lostReason: 'reason',
  },
  custom: { note: 'note' },
}
const headings = ['key', 'title', 'tags', 'stage', 'owner', 'amount', 'day', 'reason', 'note'] as const
const row = fc.record({
  key: text,
  title: text,
  tags: fc.oneof(fc.constant(''), text),
  stage: fc.oneof(fc.constant(''), fc.constant(''), text),
  owner: fc.oneof(fc.constant(''), fc.constant(''), text),
  amount: fc.oneof(fc.constant(''), fc.constant('1000'), text),
  day: fc.oneof(fc.constant('2026-01-05'), fc.constant('2026-01-05'), text),
  reason: fc.oneof(fc.constant(''), fc.constant(''), text),
  note: fc.oneof(fc.constant(''), text),
})

describe('hostile values', () => {
  it('in a file, in its headings and on the command line forge nothing', async () => {
    writeFileSync(folder.file('m.json'), JSON.stringify(mapping))
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), text, async (rows, other) => {
        const cells = rows.map(each => headings.map(heading => each[heading]))
        writeFileSync(folder.file('h.csv'), stringify([[...headings, other], ...cells.map(row => [...row, ''])]))
        const imported = await run(['import', 'h.csv', '-m', 'm.json', ...database, '--reason', other])
        const json = await run(['import', 'h.csv', '-m', 'm.json', ...database, '-f', 'json', '--dry-run'])
        if (imported.exitCode < 2) expect(JSON.parse(json.stdout)).toHaveProperty('rows', rows.length)
        for (const said of [other, ...rows.map(({ title }) => title)].slice(0, 2)) {
          await run(['history', 'opportunity', said, ...database])
          await run(['report', 'pipeline', '--owner', said, ...database])
          await run(['report', 'pipeline', '--tag', said, ...database])
          await run(['list', 'opportunities', '--owner', said, ...database])
          await run(['list', 'opportunities', '--tag', said, '--stage', said, '--after', said, ...database])
          await run(['log', '--actor', said, '--type', said, ...database])
          await run([said, `--${said}`, `--database=${said}`])
          await run(['report', 'pipeline', '--as-of', said, `--${said}`, said])
        }
        writeFileSync(
          folder.file('bad.json'),
          JSON.stringify({ ...mapping, [other]: other, custom: { [other]: other } }),
        )
        await run(['import', 'h.csv', '-m', 'bad.json', ...database])
      }),
      { numRuns: rounds(4, 150) },
    )
  })

  it('in names, notes and tags forge nothing where they are printed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 6 }), async texts => {
        const crm = await createCrm({ file: folder.file('hostile.sqlite'), actor: 'lan', company: {} })
        const opened = await Promise.all(texts.map(each => openedWith(crm, each)))
        await crm.close()
        await run(['status', ...database])
        await run(['verify', ...database])
        await run(['log', ...database])
        for (const format of ['table', 'csv', 'json']) await run(['list', 'opportunities', ...database, '-f', format])
        await run(['report', 'pipeline', ...database])
        const csv = (await run(['report', 'pipeline', ...database, '-f', 'csv'])).stdout
        for (const cell of parse(csv, { bom: true }).flat()) expect(cell).not.toMatch(/^(?!-\d)\s*[=+\-@＝＋－＠]/)
        for (const id of opened.flatMap(each => each ?? []).slice(0, 3)) {
          await run(['history', 'opportunity', id, ...database])
          JSON.parse((await run(['history', 'opportunity', id, ...database, '-f', 'json'])).stdout)
        }
      }),
      { numRuns: rounds(4, 150) },
    )
  })

  it('come through an export and an import, a backup and a rebuild as they are', async () => {
    const listed = async (database: string) => {
      const { exitCode, stdout, stderr } = await run([
        'list',
        'opportunities',
        '-d',
        database,
        '-f',
        'json',
        '--apart',
        'with',
        '--limit',
        '1000',
      ])
      expect(exitCode, stderr).toBe(0)
      const { opportunities }: { opportunities: readonly { title: string; tags: readonly string[] }[] } =
        JSON.parse(stdout)
      const words = opportunities.map(({ title, tags }) => JSON.stringify([title, ...tags].map(oneLine))).toSorted()
      return { stdout, words }
    }
    const fine = async (...args: readonly string[]) => {
      const { exitCode, stdout, stderr } = await run(args)
      expect({ args, exitCode, stdout: exitCode === 0 ? '' : stdout, stderr }).toEqual({
        args,
        exitCode: 0,
        stdout: '',
        stderr: '',
      })
    }
    let round = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(large, { minLength: 1, maxLength: 8 }),
        fc.constantFrom('csv', 'xlsx'),
        async (texts, format) => {
          const name = `round-${String(round++)}`
          const database = `${name}.sqlite`
          const crm = await createCrm({ file: folder.file(database), actor: 'lan', company: {} })
          for (const each of texts) await openedWith(crm, each)
          await crm.catchUp()
          await crm.close()
          const before = await listed(database)
          expect(before.words.length).toBe(texts.length)

          await fine('backup', `${name}-backup.sqlite`, '-d', database)
          await fine('verify', '-d', `${name}-backup.sqlite`)
          expect(await listed(`${name}-backup.sqlite`)).toEqual(before)

          await fine('rebuild', '-d', database)
          await fine('verify', '-d', database)
          expect(await listed(database)).toEqual(before)

          for (const what of ['pipelines', 'contacts', 'opportunities']) {
            const file = `${name}-${what}.${format}`
            await fine('export', what, '--to', file, '-d', database)
            await fine('import', file, '-m', `${name}-${what}.mapping.json`, '-d', `${name}-copy.sqlite`)
          }
          await fine('verify', '-d', `${name}-copy.sqlite`)
          // an import makes one blank of several, and of a tab
          expect((await listed(`${name}-copy.sqlite`)).words).toEqual(before.words)
        },
      ),
      { numRuns: rounds(2, 60) },
    )
  })

  it('that were taken come back as they are', async () => {
    const crm = await createCrm({ file: folder.file('kept.sqlite'), actor: 'lan', company: {}, project: false })
    await fc.assert(
      fc.asyncProperty(text, async given => {
        const id = await openedWith(crm, given)
        if (id === undefined) return
        const kept = given.normalize('NFC').trim()
        const { title, custom, tags } = await crm.state('opportunities', id)
        const texts = [title, custom.get('note')?.value, ...Array.from(tags.values(), ({ label }) => label)].filter(
          each => each !== undefined,
        )
        for (const each of texts) expect([kept, 'plain']).toContain(each)
        expect(texts).toContain(kept)
      }),
      { numRuns: rounds(30, 1_500) },
    )
    await crm.close()
  })
})

/** An opportunity with that text wherever it is taken; its id, or undefined where it is taken nowhere. */
const openedWith = async (crm: Crm, given: string): Promise<string | undefined> => {
  const opportunityId = randomUUID()
  const contactId = randomUUID()
  const isTaken = async (send: () => Promise<unknown>): Promise<boolean> => {
    try {
      await send()
      return true
    } catch (error) {
      expect(error).toMatchObject({ name: expect.stringMatching(/^Command(Invalid|Rejected)$/) })
      return false
    }
  }
  await crm.send([opportunity.open({ opportunityId, title: 'plain' })], { at: '2026-01-05' })
  const taken = [
    await isTaken(() => crm.opportunities.retitle({ opportunityId, title: given }, { reason: 'plain' })),
    await isTaken(() => crm.opportunities.setCustomFields({ opportunityId, custom: { note: given } })),
    await isTaken(() => crm.opportunities.tag({ opportunityId, tag: given })),
  ]
  await isTaken(() => crm.opportunities.setPriority({ opportunityId, priority: 2 }, { reason: given }))
  await isTaken(() =>
    crm.opportunities.markLost({ opportunityId, reasonId: standardLostReasons.tooExpensive, note: given }),
  )
  await isTaken(() => crm.send([contact.register({ contactId, kind: 'organisation', name: given })]))
  return taken.includes(true) ? opportunityId : undefined
}
