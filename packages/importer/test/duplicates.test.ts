import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importFile, importRows, parseMapping, type ImportFileOptions, type RowDuplicates } from '../src/index.ts'
import { WrittenDown } from '../src/written-down.ts'
import { rounds } from '../../testkit/src/campaign.ts'
import { all, bytes, start, temporaryFolder, type Started } from './start.ts'

const leads = {
  becomes: 'lead',
  key: ['id'],
  fields: { name: 'name', organisationName: 'organisation', phone: 'phone', email: 'email' },
}
const persons = {
  becomes: 'contact',
  key: ['id'],
  fields: { kind: { value: 'individual' }, name: 'name', phone: 'phone', email: 'email' },
}
const organisations = {
  becomes: 'contact',
  key: ['id'],
  fields: {
    ...{ kind: { value: 'organisation' }, name: 'name', taxCode: 'tax', phone: 'phone' },
    ...{ personName: 'person', personPhone: 'mobile', person2Name: 'other', person2Phone: 'other mobile' },
  },
}

const importing = async (
  { crm }: Pick<Started, 'crm'>,
  mapping: unknown,
  rows: readonly string[],
  options?: ImportFileOptions,
) => {
  const file = join(await temporaryFolder(), 'rows.csv')
  await writeFile(file, rows.join('\n'))
  return importFile(crm, file, parseMapping(mapping), options)
}
/** '3 Lê An: 80 row 2 Lê Văn An (phone)' */
const short = (found: readonly RowDuplicates[]) =>
  found.map(({ row, name, duplicates }) => {
    const others = duplicates.map(
      ({ row: before, of, name: other, score, reasons }) =>
        `${String(score)} ${before === null ? of : `row ${String(before)}`} ${String(other)} (${reasons.join()})`,
    )
    return `${String(row)} ${String(name)}: ${others.join('; ')}`
  })

const withAn = async () => {
  const started = await start()
  await started.crm.contacts.register({
    contactId: randomUUID(),
    kind: 'individual',
    name: 'Lê An',
    phone: '0912 345 678',
  })
  return started
}
const people = ['id,name,phone,email', 'A,An Lê,0912345678,', 'B,Hoa,,hoa@x.vn', 'C,Hà,,', 'D,Chị Hoa,,Hoa+tin@x.vn']

describe('an import of contacts or leads', () => {
  it('tells at the end which of what it wrote down may be the same as what was there, and as rows before', async () => {
    const { duplicates } = await importing(await withAn(), persons, people)
    expect(duplicates).toMatchObject({ count: 2, brokeOff: null })
    expect(short(duplicates?.first ?? [])).toEqual([
      '2 An Lê: 80 contact Lê An (phone)',
      '5 Chị Hoa: 90 row 3 Hoa (email)',
    ])
  })

  it('tells it of leads and contacts among each other', async () => {
    const started = await withAn()
    const rows = [
      'id,name,organisation,phone,email',
      'A,An,,0912345678,',
      'B,,Cty TNHH Đại Phát,,',
      'C,,DAI PHAT JSC,,',
    ]
    const { duplicates } = await importing(started, leads, rows)
    expect(short(duplicates?.first ?? [])).toEqual([
      '2 An: 80 contact Lê An (phone)',
      '4 DAI PHAT JSC: 60 row 3 Cty TNHH Đại Phát (organisationName)',
    ])
  })

  it('tells nothing of rows about what was there, whether they change it or not', async () => {
    const started = await withAn()
    await importing(started, persons, people)
    const again = await importing(started, persons, people)
    expect(again).toMatchObject({ unchanged: 4, duplicates: { count: 0 } })
    const changed = await importing(started, persons, ['id,name,phone,email', 'C,Hà,0912345678,'])
    expect(changed).toMatchObject({ changed: 1, duplicates: { count: 0, first: [] } })
  })

  it('tells it of persons of organisations, also where a later row adds them', async () => {
    const rows = [
      'id,name,tax,phone,person,mobile,other,other mobile',
      'A,Acme,,,Hà,0987654321,Mai,0987654321',
      'B,Beta,,,Hoa,,,',
      'B,Beta,,,An,0912345678,,',
    ]
    const { duplicates, changed } = await importing(await withAn(), organisations, rows)
    expect(changed).toBe(1)
    expect(short(duplicates?.first ?? [])).toEqual(['2 Mai: 80 row 2 Hà (phone)', '4 An: 80 contact Lê An (phone)'])
  })

  it('tells it of what is in where somebody else wrote between the streams of a row', async () => {
    const started = await start()
    const { crm, stores } = started
    const other = await start({ stores })
    const organisationId = await crm.idFor('contact', 'B')
    const personId = await crm.idFor('contactPerson', organisationId, 'hoa')
    const { append } = stores.events
    let isMade = false
    stores.events.append = async (stream, ...rest) => {
      if (stream.includes(personId) && !isMade) {
        isMade = true
        await other.crm.contacts.register({ contactId: personId, kind: 'individual', name: 'Chị Hoa' })
      }
      return append(stream, ...rest)
    }
    const rows = ['id,name,tax,phone,person,mobile,other,other mobile', 'A,Acme,0101,,,,,', 'B,Beta,0101,,Hoa,,,']
    const { duplicates } = await importing(started, organisations, rows)
    expect(isMade).toBe(true)
    expect(short(duplicates?.first ?? [])).toEqual(['3 Beta: 95 row 2 Acme (taxCode)'])
  })

  it('tells the first hundred, counts all of them, and hands each to whoever asked', async () => {
    const rows = Array.from({ length: 101 }, (_, n) => `${String(n)},N${String(n)},,x@x.vn`)
    const told: RowDuplicates[] = []
    const onDuplicates = (found: RowDuplicates) => void told.push(found)
    const { duplicates } = await importing(await start(), persons, ['id,name,phone,email', 'Y,Y,,x@x.vn', ...rows], {
      onDuplicates,
    })
    expect(duplicates?.count).toBe(101)
    expect(duplicates?.first).toEqual(told.slice(0, 100))
    expect(told.map(({ row }) => row)).toEqual(Array.from({ length: 101 }, (_, n) => n + 3))
  })

  it('looks for none where it is told not to, and leaves the documents as they are', async () => {
    const started = await withAn()
    const lead = ['id,name,organisation,phone,email', 'A,An,,0912345678,']
    const { duplicates } = await importing(started, leads, lead, { duplicates: false })
    expect(duplicates).toBe(null)
    const { views } = await started.crm.status()
    expect(views.filter(({ upToDate }) => upToDate)).toEqual([])
  })

  it('tells them row by row to whoever asks, once all rows are in', async () => {
    const { crm } = await withAn()
    const told: unknown[] = []
    const rows = importRows(crm, bytes(people.join('\n')), parseMapping(persons), {
      onDuplicates: async found => {
        await Promise.resolve()
        told.push(...short([found]))
      },
    })
    for await (const { row } of rows) told.push(row)
    expect(told).toEqual([...[2, 3, 4, 5], '2 An Lê: 80 contact Lê An (phone)', '5 Chị Hoa: 90 row 3 Hoa (email)'])
  })
})

describe('a search for duplicates that cannot be done', () => {
  /** A lead that no view can fold. */
  const damage = async ({ stores }: Started) => {
    const id = randomUUID()
    for await (const event of stores.events.readAll({ limit: 1 }))
      await stores.events.append(`crm.lead-${id}`, 'noStream', [{ ...event, id, type: 'LeadCreated', data: {} }])
  }
  const rows = ['id,name,organisation,phone,email', 'A,An,,0912345678,', 'B,,,,']

  it('leaves the rows in and told, and says why', async () => {
    const started = await withAn()
    await damage(started)
    const summary = await importing(started, leads, rows)
    expect(summary).toMatchObject({ created: 1, rejected: 1, rejectedFile: expect.any(String) })
    expect(summary.duplicates).toMatchObject({ count: 0, brokeOff: { code: 'ViewStopped' } })
    const run = await started.crm.state('importRuns', summary.importRunId)
    expect(run.status).toBe('finished')
  })

  it('is thrown where rows are told one by one, behind the last', async () => {
    const started = await withAn()
    await damage(started)
    const told: number[] = []
    const onDuplicates = () => undefined
    const importingRows = async () => {
      for await (const { row } of importRows(started.crm, bytes(rows.join('\n')), parseMapping(leads), {
        onDuplicates,
      }))
        told.push(row)
    }
    await expect(importingRows()).rejects.toMatchObject({ code: 'ViewStopped' })
    expect(told).toEqual([2, 3])
  })

  it('is given up when the import is stopped meanwhile', async () => {
    const stop = new AbortController()
    const reason = new Error('enough')
    const { duplicates, created } = await importing(await withAn(), persons, people, {
      signal: stop.signal,
      onRow: ({ row }) => {
        if (row === 5) stop.abort(reason)
      },
    })
    expect({ duplicates, created }).toEqual({ duplicates: { count: 0, first: [], brokeOff: reason }, created: 4 })
  })
})

it('an import into an empty company tells every two that may be the same, once, of the later row', async () => {
  const cell = (...values: readonly string[]) => fc.constantFrom('', ...values)
  const row = fc.tuple(
    cell('Lê An', 'Le An', 'Hoa'),
    cell('Đại Phát', 'Công ty Dai Phat', 'Acme'),
    cell('0912345678', '+84 912 345 678', '0987654321'),
    cell('a@x.vn', 'A+b@x.vn'),
  )
  const file = fc.array(row, { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(file, async rows => {
      const { crm } = await start()
      const told: (readonly [string, string])[] = []
      const text = ['id,name,organisation,phone,email', ...rows.map((cells, n) => [n, ...cells].join())].join('\n')
      const onDuplicates = ({ id, row: at, duplicates }: RowDuplicates) => {
        for (const other of duplicates) {
          expect(other.row).toBeLessThan(at)
          told.push([id, other.id])
        }
      }
      await all(importRows(crm, bytes(text), parseMapping(leads), { onDuplicates }))
      const pairs = (await all(crm.duplicates.pairs())).map(({ id, other }) => [id, other.id])
      const each = (two: readonly (readonly string[])[]) => two.map(ids => ids.toSorted().join()).toSorted()
      expect(each(told)).toEqual(each(pairs))
    }),
    { numRuns: rounds(8, 500) },
  )
})

it('what was written down is known by id and in its order, in at most 60 bytes each', () => {
  const written = new WrittenDown()
  const ids = Array.from({ length: 2500 }, () => randomUUID())
  for (const [place, id] of ids.entries()) written.add(id, place + 2)
  written.add(String(ids[0]).toUpperCase(), 9)
  const parts = [...written.parts()]
  expect(parts.map(({ length }) => length)).toEqual([1000, 1000, 500])
  expect(parts.flat()).toEqual(ids.map((id, place) => ({ id, row: place + 2, place })))
  expect(written.get(String(ids[2400]))).toEqual({ id: ids[2400], row: 2402, place: 2400 })
  expect(written.get(randomUUID())).toBe(null)
  expect(written.bytes / ids.length).toBeLessThan(60)
})
