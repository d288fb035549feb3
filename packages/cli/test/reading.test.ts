// Reading needs no right to write, and writes nothing.
import { createCrm } from '@eventcrm/crm'
import { openSqlite } from '@eventcrm/sqlite'
import { randomUUID } from 'node:crypto'
import { chmodSync, copyFileSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asNobody } from '../../sqlite/test/as-nobody.ts'
import { newFolder } from './run.ts'

const { run, file, folder, remove } = newFolder('en')
beforeAll(async () => {
  await run(['demo', '--seed', '11', '--opportunities', '8', '--database', 'crm.sqlite'])
  copyFileSync(file('crm.sqlite'), file('behind.sqlite'))
  const crm = await createCrm({ file: file('behind.sqlite'), actor: 'lan', project: false })
  for (const title of ['Máy in', 'Máy chiếu']) await crm.opportunities.open({ opportunityId: randomUUID(), title })
  await crm.close()
  const stores = await openSqlite(file('empty.sqlite'))
  await stores.close()
})
afterAll(remove)

const everything = () => [
  statSync(folder, { bigint: true }).mtimeNs,
  ...readdirSync(folder).map(name => [
    name,
    statSync(file(name), { bigint: true }).mtimeNs,
    readFileSync(file(name)).toString('base64'),
  ]),
]

describe.each([
  ['status', ['status']],
  ['verify', ['verify']],
  ['history', ['history', 'company']],
  ['report', ['report', 'pipeline', '--as-of', '2025-12-31']],
])('%s', (name, words) => {
  const read = (database: string) => run([...words, '-d', database])

  it('leaves the file and its folder as they are', async () => {
    const before = everything()
    expect(await read('crm.sqlite')).toMatchObject({ exitCode: 0, stderr: '' })
    if (name !== 'report') expect((await read('behind.sqlite')).exitCode).toBe(0)
    expect(everything()).toEqual(before)
  })

  it.skipIf(process.platform === 'win32')('says the same where nothing may be written', async () => {
    const expected = await read('crm.sqlite')
    chmodSync(file('crm.sqlite'), 0o444)
    const before = everything()
    await asNobody(folder, async () => {
      expect(await read('crm.sqlite')).toEqual(expected)
    })
    chmodSync(file('crm.sqlite'), 0o600)
    expect(everything()).toEqual(before)
  })

  it('founds no company in a file that has none', async () => {
    const before = everything()
    const { exitCode, stdout, stderr } = await read('empty.sqlite')
    expect(everything()).toEqual(before)
    if (name === 'report')
      expect({ exitCode, stdout, stderr }).toMatchObject({
        exitCode: 3,
        stdout: '',
        stderr: expect.stringContaining('holds no company'),
      })
  })
})

interface Answer {
  readonly position: string
  readonly currencies: readonly { readonly open: { readonly count: number } }[]
}

describe('documents that are behind', () => {
  const open = async (database: string) => {
    const { stdout, stderr, exitCode } = await run(['report', 'pipeline', '-d', database, '-f', 'json'])
    const { position, currencies }: Answer = JSON.parse(stdout)
    return { exitCode, stderr, position, open: currencies[0]?.open.count ?? 0 }
  }

  it.skipIf(process.platform === 'win32')(
    'answer a report as they are where the file may not be written, with what they lack; else they are brought up to date',
    async () => {
      const { position, open: before } = await open('crm.sqlite')
      chmodSync(file('behind.sqlite'), 0o444)
      await asNobody(folder, async () => {
        expect(await open('behind.sqlite')).toEqual({
          exitCode: 0,
          stderr: `as of position ${position}: the documents lack 2 events that came later\n`,
          position,
          open: before,
        })
      })
      chmodSync(file('behind.sqlite'), 0o600)
      expect(await open('behind.sqlite')).toMatchObject({ exitCode: 0, stderr: '', open: before + 2 })
    },
  )
})

describe('what an answer lacks is told of the documents that it reads alone', () => {
  /** The view is folded up to nothing, the others as far as the log goes. */
  const behindIn = async (view: string, ...words: readonly string[]) => {
    copyFileSync(file('crm.sqlite'), file('one-behind.sqlite'))
    const db = new DatabaseSync(file('one-behind.sqlite'))
    const progress = JSON.stringify({ checkpoint: null, building: true, rollups: [], stopped: null })
    db.prepare(`UPDATE _progress SET progress = ? WHERE view LIKE 'crm_${view}%'`).run(progress)
    db.close()
    chmodSync(file('one-behind.sqlite'), 0o444)
    let result: Awaited<ReturnType<typeof run>> | undefined
    await asNobody(folder, async () => {
      result = await run([...words, '-d', 'one-behind.sqlite', '--language', 'en'])
    })
    rmSync(file('one-behind.sqlite'), { force: true })
    return result
  }
  const opportunity = ['history', 'opportunity']

  it.skipIf(process.platform === 'win32').each([
    ['opportunities', ['history', 'company'], false],
    ['directory', ['history', 'company'], false],
    ['directory', [...opportunity, 'no such title'], false],
    ['opportunities', [...opportunity, 'no such title'], true],
    ['directory', ['history', 'customer', 'no such name'], true],
    ['opportunities', ['history', 'customer', 'no such name'], false],
    ['pipelines', ['list', 'opportunities'], false],
    ['directory', ['list', 'opportunities'], true],
    ['opportunities', ['log'], true],
  ] as const)('%s behind: %j', async (view, words, isTold) => {
    const result = await behindIn(view, ...words)
    if (isTold) expect(result?.stderr).toMatch(/no document is folded yet: [\d,]+ events are not in the answer/)
    else expect(result?.stderr).not.toMatch(/folded|lack/)
  })

  it('and a view that is not read is brought no further', async () => {
    copyFileSync(file('behind.sqlite'), file('read.sqlite'))
    await run(['list', 'opportunities', '-d', 'read.sqlite'])
    const { stdout } = await run(['status', '-d', 'read.sqlite'])
    expect(stdout).toMatch(/opportunities__v\d+ +up to date/)
  })
})

it('another namespace of the file has no history, and gets none by being asked for', async () => {
  const before = everything()
  const { exitCode, stderr } = await run(['history', `acme.opportunity-${randomUUID()}`, '-d', 'crm.sqlite'])
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/nothing ever happened in acme\./)
  expect(everything()).toEqual(before)
})

it('a history that lacks an event is told as such', async () => {
  copyFileSync(file('crm.sqlite'), file('lacking.sqlite'))
  const db = new DatabaseSync(file('lacking.sqlite'))
  const { name } =
    db.prepare("SELECT name FROM events JOIN streams USING (stream) WHERE type = 'StageChanged'").get() ?? {}
  db.exec("DELETE FROM events WHERE position = (SELECT min(position) FROM events WHERE type = 'StageChanged')")
  db.close()
  const { exitCode, stdout, stderr } = await run(['history', String(name), '-d', 'lacking.sqlite'])
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
  expect(stderr).toMatch(/lacks revision \d+[\s\S]*eventcrm verify/)
  const crm = await createCrm({ file: file('lacking.sqlite'), project: false })
  await expect(crm.state('opportunities', String(name).slice('crm.opportunity-'.length))).rejects.toMatchObject({
    code: 'StreamIncomplete',
  })
  await crm.close()
})
