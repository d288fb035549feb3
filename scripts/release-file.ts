// Writes the file of a release, with what that release answers about it: npm run release-file -- NAME. One that is there is never written
// again: what a release left on people's disks stays as it is.
import { createCrm, type Crm, type Stores } from '@eventcrm/crm'
import { openSqlite } from '@eventcrm/sqlite'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { gzipSync } from 'node:zlib'
import { newFolder } from '../packages/cli/test/run.ts'
import { answersTo, questions, verified } from '../test/releases/answers.ts'
import { convert, erasedLeadPerson, leadQuestions, takeLeads } from '../test/releases/leads.ts'
import { erasedPersons, sellUntilApril, sellUntilJune } from '../test/releases/sales.ts'

const [, , name = ''] = process.argv
const at = (ending: string) => new URL(`../test/releases/${name}.${ending}`, import.meta.url)
if (!/^[a-z][a-z0-9-]*$/.test(name) || existsSync(at('json'))) {
  console.error('release-file: expected a name of a–z, 0–9 and - that no release has yet')
  process.exit(2)
}

const folder = newFolder('en')
const file = folder.file('crm.sqlite')
const company = { name: 'Công ty Thiết bị Sông Lam', foundedOn: '2026-01-02' }

/** Works on the file, and leaves documents and processes as they are unless it asks for them. */
const within = async (work: (crm: Crm) => Promise<unknown>, wrapped = (stores: Stores) => stores): Promise<void> => {
  const stores = await openSqlite(file)
  const options = { actor: 'system', clock: () => new Date('2026-07-01T02:00:00Z'), company, project: false }
  const crm = await createCrm({ ...options, stores: wrapped(stores), runProcesses: true })
  await work(crm)
  await crm.close()
  await stores.close()
}

/** What the events say of a person is not there, as it will be once the person’s key is destroyed. Documents are folded anew after it. */
const erase = (persons: readonly string[]): void => {
  const db = new DatabaseSync(file)
  const erasing = db.prepare('UPDATE events SET personal = json_remove(personal, ?) WHERE personal LIKE ?')
  for (const person of persons) erasing.run(`$."${person}"`, `%${person}%`)
  db.close()
}

/** Stores of a process that dies when a contact was just written: nothing that it goes on to write is there. */
const dyingBehindContact = (stores: Stores): Stores => {
  let isDead = false
  const write = async <T>(work: () => Promise<T>, isLast: boolean): Promise<T> => {
    if (isDead) throw new Error('killed')
    const done = await work()
    isDead = isLast
    if (isDead) throw new Error('killed')
    return done
  }
  const { events, documents } = stores
  const append: typeof events.append = (stream, expected, appended) =>
    write(() => events.append(stream, expected, appended), stream.startsWith('crm.contact-'))
  const commit: typeof documents.commit = change => write(() => documents.commit(change), false)
  return { ...stores, events: { ...events, append }, documents: { ...documents, commit } }
}

await within(async crm => {
  await sellUntilApril(crm)
  await takeLeads(crm)
})
erase([...erasedPersons, erasedLeadPerson])
await within(crm => crm.rebuild())
// From here on documents are behind the log, as they are where a process was stopped.
await within(sellUntilJune)
await within(async crm => {
  await convert(crm).catch((error: unknown) => {
    if (!(error instanceof Error && error.message === 'killed')) throw error
  })
}, dyingBehindContact)

const left = readFileSync(file)
const verification = await verified(folder, 'crm.sqlite')
await within(crm => crm.processes.settle())
const answers = await answersTo(folder, 'crm.sqlite', [...questions, ...leadQuestions])
folder.remove()

const lines = answers.map(answer => `  ${JSON.stringify(answer)}`)
writeFileSync(at('sqlite.gz'), gzipSync(left, { level: 9 }))
writeFileSync(
  at('json'),
  `{\n "verification": ${JSON.stringify(verification)},\n "answers": [\n${lines.join(',\n')}\n ]\n}\n`,
)
