import { createCrm, verifyStores, type Verification } from '@eventcrm/crm'
import { openSqlite } from '@eventcrm/sqlite'
import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import { newFolder } from './run.ts'

const { run, file, remove } = newFolder('en')
beforeAll(async () => {
  await run(['demo', '--seed', '7', '--opportunities', '12', '--database', 'sound.sqlite'])
})
afterAll(remove)

type Row = Readonly<Record<string, unknown>>
const rowsOf = (sql: string): readonly Row[] => {
  const db = new DatabaseSync(file('sound.sqlite'))
  try {
    return db.prepare(sql).all()
  } finally {
    db.close()
  }
}
const rowOf = (sql: string): Row => rowsOf(sql)[0] ?? {}

const verified = async (database: string) => {
  const { exitCode, stdout, stderr } = await run(['verify', '-d', database, '--format', 'json'])
  expect(stderr).toBe('')
  const verification: Verification = JSON.parse(stdout)
  return { exitCode, ...verification, kinds: [...new Set(verification.findings.map(({ kind }) => kind))].sort() }
}
/** The sound file with something done to it. */
const after = async (sql: string) => {
  copyFileSync(file('sound.sqlite'), file('damaged.sqlite'))
  const db = new DatabaseSync(file('damaged.sqlite'))
  db.exec(sql)
  db.close()
  return verified('damaged.sqlite')
}
const afterBytes = async (change: (bytes: Buffer) => void) => {
  const bytes = readFileSync(file('sound.sqlite'))
  change(bytes)
  writeFileSync(file('damaged.sqlite'), bytes)
  return verified('damaged.sqlite')
}

const opportunities = () => String(rowOf("SELECT name FROM _collections WHERE name LIKE 'crm_opportunities%'")['name'])
const totals = () => String(rowOf("SELECT name FROM _collections WHERE name LIKE 'crm_pipelineTotals_%'")['name'])
const stageChange = () =>
  rowOf("SELECT position, name FROM events JOIN streams USING (stream) WHERE type = 'StageChanged' ORDER BY position")
const at = ({ position }: Row) => String(position).padStart(20, '0')

describe('a sound file', () => {
  it('has nothing wrong, and says what was looked at', async () => {
    const { exitCode, stdout, stderr } = await run(['verify', '-d', 'sound.sqlite'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/^\d+ events, \d+ streams, \d+ documents: nothing wrong was found\n$/)
    const { events, streams, found, findings, notCompared } = await verified('sound.sqlite')
    const { count } = rowOf('SELECT count(*) AS count FROM events')
    const { named } = rowOf('SELECT count(*) AS named FROM streams')
    expect({ events, streams, found, findings, notCompared }).toEqual({
      events: count,
      streams: named,
      found: 0,
      findings: [],
      notCompared: [],
    })
  })
})

describe('two companies in one file', () => {
  it('are no fault of each other', async () => {
    copyFileSync(file('sound.sqlite'), file('two.sqlite'))
    const stores = await openSqlite(file('two.sqlite'), { namespace: 'acme' })
    const crm = await createCrm({ stores, actor: 'lan', company: {}, project: false })
    const contactId = randomUUID()
    await crm.contacts.register({ contactId, kind: 'organisation', name: 'An' })
    await crm.contacts.becomeCustomer({ contactId, code: 'KH-1' })
    await crm.catchUp()
    expect(await verifyStores({ stores })).toMatchObject({ found: 0 })
    await crm.close()
    await stores.close()
    expect(await verified('two.sqlite')).toMatchObject({ exitCode: 0, found: 0 })
  })
})

describe('what is damaged is found, and named with its place', () => {
  it('an event that is gone, also where no stream tells of it', async () => {
    const gone = stageChange()
    const { exitCode, kinds, findings } = await after(`DELETE FROM events WHERE position = ${String(gone['position'])}`)
    expect(exitCode).toBe(1)
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'store', where: at(gone) }))
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'stream', where: gone['name'] }))
    expect(kinds).toContain('document')

    const last = rowOf('SELECT max(position) AS position FROM events GROUP BY stream ORDER BY 1')
    const { findings: ofLast } = await after(`DELETE FROM events WHERE position = ${String(last['position'])}`)
    expect(ofLast).toContainEqual(expect.objectContaining({ kind: 'store', where: at(last) }))
  })

  it.each([
    ['cannot be read', `data = '{'`],
    ['does not fit its schema', `data = json_remove(data, '$.to')`],
    ['is of no known type', `type = 'StageShuffled'`],
    ['says no day', `metadata = json_remove(metadata, '$.occurredOn')`],
  ])('an event that %s', async (_, change) => {
    const event = stageChange()
    const { exitCode, findings } = await after(
      `UPDATE events SET ${change} WHERE position = ${String(event['position'])}`,
    )
    expect(exitCode).toBe(1)
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'event', position: at(event) }))
  })

  it('an event that says of what was before it what was not so', async () => {
    const event = stageChange()
    const { exitCode, findings } = await after(
      `UPDATE events SET data = json_set(data, '$.from.probability', 3) WHERE position = ${String(event['position'])}`,
    )
    expect(exitCode).toBe(1)
    expect(findings).toContainEqual(
      expect.objectContaining({ kind: 'before', where: event['name'], position: at(event) }),
    )
  })

  it.each([
    ['is another’s', `id = (SELECT id FROM events WHERE position = 1)`, 'store'],
    [
      'was written down before it happened',
      `metadata = json_set(metadata, '$.recordedAt', '2001-01-01T00:00:00.000Z')`,
      'event',
    ],
    ['is on another day than its time', `metadata = json_set(metadata, '$.occurredOn', '2001-01-01')`, 'event'],
    ['has a time that is none', `metadata = json_set(metadata, '$.occurredAt', '2025-13-45T00:00:00.000Z')`, 'event'],
    ['is of another aggregate', `type = 'ProductCreated'`, 'event'],
  ])('an event whose envelope says what cannot be: it %s', async (_, change, kind) => {
    const event = stageChange()
    const { exitCode, findings } = await after(
      `UPDATE events SET ${change} WHERE position = ${String(event['position'])}`,
    )
    expect(exitCode).toBe(1)
    const found = findings.filter(({ where, position }) => (position ?? where) === at(event))
    expect(found.map(one => one.kind)).toContain(kind)
  })

  it.each([
    ['out of every company, to a name of its own', `'zzz.foo-' || substr(name, -36)`, 'zzz.foo', 'store'],
    ['out of every company', `'zzz.opportunity-' || substr(name, -36)`, 'zzz.opportunity', 'store'],
    ['to a name that is no stream’s', `'crm.opportunity-nonsense'`, 'crm.opportunity', 'stream'],
    ['to a name that is nothing', `'nonsense'`, '', 'store'],
    ['to another aggregate', `'crm.foo-' || substr(name, -36)`, 'crm.foo', 'event'],
  ])('a stream moved %s', async (_, renamed, category, kind) => {
    const { name } = stageChange()
    const moved = String(rowOf(`SELECT ${renamed} AS moved FROM streams WHERE name = '${String(name)}'`)['moved'])
    const { exitCode, findings } = await after(
      `UPDATE streams SET name = '${moved}', category = '${category}' WHERE name = '${String(name)}'`,
    )
    expect(exitCode).toBe(1)
    const found = findings.filter(one => one.where === moved)
    expect(found.map(one => one.kind)).toContain(kind)
  })

  it('a customer whose code nothing claims', async () => {
    const claim = rowOf(
      "SELECT name, data ->> '$.ownerId' AS owner FROM events JOIN streams USING (stream) WHERE type = 'CustomerCodeClaimed'",
    )
    const { exitCode, findings } = await after(
      `UPDATE streams SET name = 'crm.customerCode-00000000-0000-5000-8000-000000000000' WHERE name = '${String(claim['name'])}'`,
    )
    expect(exitCode).toBe(1)
    expect(findings.map(({ kind, where }) => [kind, where])).toEqual([
      ['stream', `crm.contact-${String(claim['owner'])}`],
    ])
  })

  it('a stream in another category than its name says', async () => {
    const { name } = stageChange()
    const { findings } = await after(`UPDATE streams SET category = 'crm.product' WHERE name = '${String(name)}'`)
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'store', where: name }))
  })

  it('a document that is another, is missing, or is one too many', async () => {
    const table = `_documents_${opportunities()}`
    const [one, other] = rowsOf(`SELECT key FROM ${table} ORDER BY key`)
    const { exitCode, findings } = await after(
      `UPDATE ${table} SET document = json_set(document, '$.priority', 9) WHERE key = '${String(one?.['key'])}';
       INSERT INTO ${table} (key, document) SELECT 'extra', document FROM ${table} WHERE key = '${String(other?.['key'])}';
       DELETE FROM ${table} WHERE key = '${String(other?.['key'])}'`,
    )
    expect(exitCode).toBe(1)
    const collection = opportunities().replace('crm_', '')
    // what documents are found by is told too
    expect(findings.some(({ kind, where }) => kind === 'store' && where === opportunities())).toBe(true)
    const documents = findings.filter(({ kind }) => kind !== 'store')
    expect(documents.map(({ kind, where }) => [kind, where]).sort()).toEqual(
      [one?.['key'], other?.['key'], 'extra'].map(key => ['document', `${collection} ${String(key)}`]).sort(),
    )
  })

  it('totals that are not what the documents add up to', async () => {
    const table = `_documents_${totals()}`
    const row = rowOf(`SELECT key FROM ${table} WHERE document ->> '$.total.count' > 0`)
    const { exitCode, findings } = await after(
      `UPDATE ${table} SET document = json_set(document, '$.total.count', 1000) WHERE key = '${String(row['key'])}'`,
    )
    expect(exitCode).toBe(1)
    expect(findings.map(({ kind, where }) => [kind, where])).toEqual([
      ['totals', `${totals().replace('crm_', '')} ${String(row['key'])}`],
    ])
  })

  it('a document that cannot be read', async () => {
    const { exitCode, findings, kinds } = await afterBytes(bytes => {
      // a document, and not what a lead was converted into
      let at = bytes.indexOf('{"opportunityId"')
      while (!bytes.subarray(at, at + 70).includes('"title"')) at = bytes.indexOf('{"opportunityId"', at + 1)
      bytes.write('[', at)
    })
    expect(exitCode).toBe(1)
    expect(kinds).toContain('document')
    expect(findings).toContainEqual(
      expect.objectContaining({
        kind: 'document',
        where: expect.stringMatching(/^opportunities__v\d+ [0-9a-f-]{36}$/),
      }),
    )
  })

  it('a view whose progress is lost, while its documents are there', async () => {
    const view = opportunities()
    const ofOne = await after(`DELETE FROM _progress WHERE view = '${view}'`)
    expect(ofOne.exitCode).toBe(1)
    expect(ofOne.findings.map(({ kind, where }) => [kind, where])).toEqual([['view', view.replace('crm_', '')]])
    // nobody has saved a view, imported anything, merged anybody or set a limit, and every process is at its end: what has no documents lacks none
    const none = [
      'savedViews',
      'importRuns',
      'mergers',
      'leadConversionSteps',
      'portfolios',
      'leadAssignmentSteps',
      'accountAssignmentSteps',
      'contactMerge',
      'leadMerge',
      'invoiceIssue',
      'paymentAllocation',
      'creditRelease',
    ]
    const empty = none.map(name => `view NOT LIKE 'crm_${name}%'`)
    const views = rowOf(`SELECT count(*) AS count FROM _progress WHERE ${empty.join(' AND ')}`)['count']
    const ofAll = await after('DELETE FROM _progress')
    expect(ofAll.findings.map(({ kind }) => kind)).toEqual(Array.from({ length: Number(views) }, () => 'view'))
    const tables = rowsOf('SELECT name FROM _collections').flatMap(({ name }) => [
      `DELETE FROM _documents_${String(name)};`,
      `DELETE FROM _elements_${String(name)};`,
    ])
    const neverBuilt = await after(`DELETE FROM _progress; ${tables.join('')}`)
    expect(neverBuilt).toMatchObject({ exitCode: 0, found: 0 })
    expect(neverBuilt.notCompared).toContain(view.replace('crm_', ''))
    const { stdout } = await run(['verify', '-d', 'damaged.sqlite'])
    expect(stdout.match(/^Not compared.*$/gm)).toEqual([expect.stringContaining(neverBuilt.notCompared.join(', '))])
  })

  it('a view of another log, one whose progress is damaged, and one that is stopped', async () => {
    const view = opportunities()
    const ofAnother = await after(
      `UPDATE _progress SET progress = json_set(progress, '$.checkpoint.eventId', 'another') WHERE view = '${view}'`,
    )
    expect(ofAnother.findings.map(({ kind, where }) => [kind, where])).toEqual([['view', view.replace('crm_', '')]])
    const damaged = await after(`UPDATE _progress SET progress = '{' WHERE view = '${view}'`)
    expect(damaged.findings.map(({ kind, where }) => [kind, where])).toEqual([['view', view.replace('crm_', '')]])
    const stopped = `json('{"position":"00000000000000000001","eventId":"e","reason":"it would not"}')`
    const { findings } = await after(
      `UPDATE _progress SET progress = json_set(progress, '$.stopped', ${stopped}) WHERE view = '${view}'`,
    )
    expect(findings).toMatchObject([{ kind: 'view', message: expect.stringContaining('it would not') }])
  })

  it('of views whose code is not here, only what can’t be read or is of another log', async () => {
    const table = `_documents_${opportunities()}`
    const own = `INSERT INTO _collections VALUES ('crm_visits__v1');
      CREATE TABLE _documents_crm_visits__v1 (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, document TEXT NOT NULL) STRICT;
      CREATE TABLE _elements_crm_visits__v1 (field, value, document);
      INSERT INTO _documents_crm_visits__v1 SELECT id, key, document FROM ${table};
      INSERT INTO _progress SELECT 'crm_visits__v1', commits, json_set(progress, '$.rollups', json('[]')) FROM _progress WHERE view = '${opportunities()}';`
    expect(await after(own)).toMatchObject({ exitCode: 0, found: 0 })
    const damaged = await after(`${own} UPDATE _documents_crm_visits__v1 SET document = '[' WHERE id = 3`)
    expect(damaged.findings.map(({ kind, where }) => [kind, where])).toEqual([['view', 'visits__v1']])
  })

  // each table and index of each view in turn
  it('pages that are damaged, without a crash', { timeout: 120_000 }, async () => {
    const { page_size: size = 0 } = rowOf('PRAGMA page_size')
    const pages = rowsOf("SELECT name, rootpage FROM sqlite_schema WHERE type IN ('table', 'index') AND rootpage > 1")
    // some, left to chance, since each costs a verification of the whole file
    const number = Math.min(pages.length, rounds(12, 1000))
    const [some] = fc.sample(fc.shuffledSubarray([...pages], { minLength: number, maxLength: number }), 1)
    for (const { name, rootpage } of some ?? []) {
      const { exitCode, kinds } = await afterBytes(bytes => {
        bytes.fill(0x5a, (Number(rootpage) - 1) * Number(size), Number(rootpage) * Number(size))
      })
      expect([exitCode, kinds.includes('store')], String(name)).toEqual([1, true])
    }
  })

  it('in Vietnamese where asked', async () => {
    await after(`DELETE FROM events WHERE position = ${String(stageChange()['position'])}`)
    const { stdout } = await run(['verify', '-d', 'damaged.sqlite', '--language', 'vi'])
    expect(stdout).toMatch(/sự kiện, .* luồng, .* tài liệu: \d+ lỗi được tìm thấy/)
    expect(stdout).toMatch(/thiếu sự kiện số \d+ của luồng/)
    await after(`UPDATE _documents_${opportunities()} SET document = '[]' WHERE id = 1`)
    const { stdout: ofDocuments } = await run(['verify', '-d', 'damaged.sqlite', '--language', 'vi'])
    expect(ofDocuments).not.toMatch(/damaged|rebuild|missing/)
    await after(`UPDATE _progress SET progress = '{'`)
    const { stdout: ofProgress } = await run(['verify', '-d', 'damaged.sqlite', '--language', 'vi'])
    expect(ofProgress).toMatch(/tiến độ của nó bị hỏng: hãy dựng lại/)
    expect(ofProgress).not.toMatch(/damaged|rebuild/)
  })
})
