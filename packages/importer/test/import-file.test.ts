import { lstat, mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importFile, openSheetWriter, parseMapping, prepareImport, type RowOutcome } from '../src/index.ts'
import { furnish, start, temporaryFolder, told } from './start.ts'

const raw = {
  becomes: 'contact',
  key: ['id'],
  fields: { kind: { value: 'organisation' }, name: 'name', phone: 'phone', email: 'email', accountManager: 'manager' },
}
const mapping = parseMapping(raw)
const text = [
  'id,name,phone,email,manager',
  'A1,Acme,0912345678,info@acme.vn,Lan',
  'A2,,+84 912 345,@acme,Hoa',
  'A3,"=HYPERLINK(""x"")",0912345679,,Lan',
  'A4,"Quoted, ""so""",nobody,,Lan',
  'A5,Betatech',
  "A6,'tis,-5,,Lan",
].join('\r\n')

/** What the import before left. */
const ofTheLastTime = '\uFEFFRejected because,id,name,phone,email,manager\r\nno phone,A0,Old,x,,\r\n'

const furnished = async (content = text) => {
  const started = await start()
  await furnish(started)
  const folder = await temporaryFolder()
  const file = join(folder, 'accounts.csv')
  await writeFile(file, content)
  return { ...started, folder, file }
}

describe('a file that is imported', () => {
  it('is summed up', async () => {
    const { crm, file, head } = await furnished()
    const outcomes: RowOutcome[] = []
    const summary = await importFile(crm, file, mapping, { onRow: outcome => void outcomes.push(outcome) })
    expect(summary).toEqual({
      rows: 6,
      created: 2,
      changed: 0,
      unchanged: 0,
      rejected: 4,
      notices: 0,
      // furnished with an Acme
      duplicates: { count: 1, first: [expect.objectContaining({ row: 2, name: 'Acme' })], brokeOff: null },
      rejectedFile: file.replace('.csv', '.rejected.csv'),
      brokeOff: null,
      position: await head(),
      customersMade: { count: 0, first: [] },
      importRunId: expect.any(String),
    })
    expect(told(outcomes)).toEqual([
      '2 created',
      '3 rejected: name REQUIRED, phone PHONE_INVALID, email INVALID, manager REFERENCE_UNKNOWN',
      '4 created',
      '5 rejected: phone PHONE_INVALID',
      '6 rejected: row RAGGED',
      '7 rejected: phone PHONE_INVALID',
    ])
  })

  it('has its rejected rows written to a file, each behind its reasons, with no formula in it', async () => {
    const { crm, file } = await furnished()
    const { rejectedFile } = await importFile(crm, file, mapping)
    const written = await readFile(String(rejectedFile), 'utf8')
    expect(written.startsWith('\uFEFFRejected because,id,name,phone,email,manager\r\n')).toBe(true)
    expect(written).toContain(`,A2,,'+84 912 345,'@acme,Hoa\r\n`)
    expect(written).toContain(`,A4,"Quoted, ""so""",nobody,,Lan\r\n`)
    expect(written).toMatch(/^"?the row has 2 cells, the headings 5: .*,A5,Betatech\r\n/m)
    expect(written).toContain(`,A6,'tis,-5,,Lan\r\n`)
    expect(written).toMatch(
      /"name: required of one that is new: .*; phone: This is no phone number .*; email: .*; manager: there is no such staff member/,
    )
  })

  it('imported again and again, leaves the same rejected rows in one file, and others in another', async () => {
    const { crm, file, folder } = await furnished()
    const send = async () => (await importFile(crm, file, mapping)).rejectedFile
    expect([await send(), await send(), await send()]).toEqual(Array(3).fill(join(folder, 'accounts.rejected.csv')))
    await writeFile(file, (await readFile(file, 'utf8')).replace('nobody', 'somebody'))
    expect([await send(), await send()]).toEqual(Array(2).fill(join(folder, 'accounts.rejected-2.csv')))
    expect((await readdir(folder)).filter(name => name.includes('rejected') || name.startsWith('.'))).toHaveLength(2)
  })

  it('can have its rejected rows mended and imported again with the same mapping', async () => {
    const { crm, file, folder } = await furnished()
    const { rejectedFile } = await importFile(crm, file, mapping)
    // Not mended, they are rejected again, for the same reasons, into a file of another name.
    const again = await importFile(crm, String(rejectedFile), mapping)
    expect(again).toMatchObject({ rows: 4, rejected: 4, rejectedFile: join(folder, 'accounts.rejected-2.csv') })
    expect(await readFile(String(again.rejectedFile), 'utf8')).toBe(await readFile(String(rejectedFile), 'utf8'))

    const written = await readFile(String(rejectedFile), 'utf8')
    const mended = written
      .replace(`,A2,,'+84 912 345,'@acme,Hoa`, `,A2,'+Plus,'+84 912 345 678,info@two.vn,Lan`)
      .replace('nobody', '0912345670')
      .replace(',A5,Betatech', ',A5,Betatech,,,')
      .replace(`,-5,`, `,,`)
    await writeFile(String(rejectedFile), mended)
    expect(await importFile(crm, String(rejectedFile), mapping)).toMatchObject({
      created: 4,
      rejected: 0,
      rejectedFile: null,
    })
    const stateOf = async (key: string) => crm.state('contacts', await crm.idFor('contact', key))
    expect(await stateOf('A2')).toMatchObject({ name: '+Plus', phone: '+84912345678' })
    expect(await stateOf('A4')).toMatchObject({ name: 'Quoted, "so"' })
    expect(await stateOf('A6')).toMatchObject({ name: "'tis", phone: null })
    // And the file they came from has nothing new to say of them but what is still wrong in it.
    expect(await importFile(crm, file, mapping)).toMatchObject({ created: 0, changed: 0, unchanged: 2, rejected: 4 })
  })

  it('keeps what stands above its headings, and its delimiter', async () => {
    const { crm, file } = await furnished('Accounts;=2026\n\nid;name;phone\nA1;Acme;nobody\n')
    const other = parseMapping({
      becomes: 'contact',
      key: ['A'],
      heading: 3,
      delimiter: ';',
      rows: { from: 4, to: 9 },
      fields: { kind: { value: 'organisation' }, name: 'B', phone: 'C' },
    })
    const { rejectedFile } = await importFile(crm, file, other)
    const written = await readFile(String(rejectedFile), 'utf8')
    expect(written).toBe(
      "\uFEFF;Accounts;'=2026\r\n;\r\nRejected because;id;name;phone\r\nphone: This is no phone number in use in Vietnam: expected one like 0912 345 678 or +84 912 345 678;A1;Acme;nobody\r\n",
    )
    // Letters go by the columns of the file that the rows come from, and so does the range.
    await writeFile(String(rejectedFile), `${written.replace('nobody', '0912345678')};A2;Betatech;\n`)
    expect(await importFile(crm, String(rejectedFile), other)).toMatchObject({ created: 2, rejected: 0 })
  })

  it('without a rejected row leaves no file', async () => {
    const { crm, file, folder } = await furnished(text.split('\r\n').slice(0, 2).join('\n'))
    expect(await importFile(crm, file, mapping)).toMatchObject({ created: 1, rejectedFile: null })
    const rejectedFile = join(folder, 'to-mend.csv')
    await writeFile(rejectedFile, ofTheLastTime)
    await importFile(crm, file, mapping, { rejectedFile })
    expect(await readdir(folder)).toEqual(['accounts.csv'])
  })

  it('that is stopped or fails leaves no file', async () => {
    const { crm, file, folder } = await furnished()
    const stop = new AbortController()
    const stopping = importFile(crm, file, mapping, {
      signal: stop.signal,
      concurrency: 1,
      onRow: ({ row }) => (row === 4 ? stop.abort(new Error('enough')) : undefined),
    })
    await expect(stopping).rejects.toThrow('enough')
    const failing = importFile(crm, file, mapping, { onRow: () => Promise.reject(new Error('screen full')) })
    await expect(failing).rejects.toThrow('screen full')
    expect(await readdir(folder)).toEqual(['accounts.csv'])
  })

  it('that cannot be begun leaves the rejected rows of the last time', async () => {
    const { crm, file, folder } = await furnished()
    const rejectedFile = join(folder, 'to-mend.csv')
    await writeFile(rejectedFile, ofTheLastTime)
    const other = parseMapping({ ...raw, key: ['ident'] })
    await expect(importFile(crm, file, other, { rejectedFile })).rejects.toMatchObject({ code: 'ColumnUnknown' })
    await expect(importFile(crm, file, mapping, { rejectedFile, actor: 'Lan Anh' })).rejects.toThrow(/actor/)
    expect(await readFile(rejectedFile, 'utf8')).toBe(ofTheLastTime)
    expect((await readdir(folder)).toSorted()).toEqual(['accounts.csv', 'to-mend.csv'])
  })

  it('that breaks off is summed up, and leaves the rejected rows of the last time beside its own', async () => {
    const { crm, file, folder } = await furnished(`${text}\r\nA9,${'x'.repeat(1_100_000)}`)
    const rejectedFile = join(folder, 'to-mend.csv')
    await writeFile(rejectedFile, ofTheLastTime)
    const summary = await importFile(crm, file, mapping, { rejectedFile })
    expect(summary).toMatchObject({ rows: 6, created: 2, rejected: 4, brokeOff: { code: 'RowTooLarge', row: 8 } })
    expect(summary.rejectedFile).toBe(join(folder, 'to-mend.rejected.csv'))
    expect(await readFile(rejectedFile, 'utf8')).toBe(ofTheLastTime)
    expect((await readdir(folder)).toSorted()).toEqual(['accounts.csv', 'to-mend.csv', 'to-mend.rejected.csv'])
  })

  it('has its reasons in the language of the company, or the one asked for', async () => {
    const { crm, file, folder } = await furnished()
    const rejectedFile = join(folder, 'to-mend.csv')
    await importFile(crm, file, mapping, { rejectedFile, language: 'vi' })
    const written = await readFile(rejectedFile, 'utf8')
    expect(written).toMatch(/^\uFEFFLý do từ chối,id,/)
    expect(written).toMatch(/name: bắt buộc với đối tượng mới/)
    // Rejected rows of either language are known for what they are.
    await importFile(crm, file, mapping, { rejectedFile })
    expect(await readFile(rejectedFile, 'utf8')).toMatch(/^\uFEFFRejected because,id,/)
    expect(await importFile(crm, rejectedFile, mapping)).toMatchObject({ rows: 4, rejected: 4 })
  })

  it.each([
    ['text of somebody', 'my notes'],
    ['rows of another file', 'id,name\nA1,Rejected because\n'],
    ['an Excel file', null],
  ])('writes its rejected rows not over %s', async (_, content) => {
    const { crm, file, folder, head } = await furnished()
    const rejectedFile = join(folder, 'mine.csv')
    if (content === null) {
      const writer = await openSheetWriter(join(folder, 'mine.xlsx'))
      await writer.add(['mine'])
      await writer.finish()
      await rename(join(folder, 'mine.xlsx'), rejectedFile)
    } else await writeFile(rejectedFile, content)
    const before = [await head(), await readFile(rejectedFile)]
    await expect(importFile(crm, file, mapping, { rejectedFile })).rejects.toMatchObject({
      code: 'NoPlaceForRejected',
      message: expect.stringMatching(/is there already, and holds something else than rejected rows/),
    })
    expect([await head(), await readFile(rejectedFile)]).toEqual(before)
  })

  it.each([
    ['delimited otherwise', ofTheLastTime.replaceAll(',', ';')],
    ['below a title', `\uFEFF,Accounts\r\n,\r\n${ofTheLastTime.slice(1)}`],
    ['emptied by somebody', ''],
  ])('writes its rejected rows over those of the last time, %s, for their owner only', async (_, content) => {
    const { crm, file, folder } = await furnished()
    const rejectedFile = join(folder, 'to-mend.csv')
    await writeFile(rejectedFile, content, { mode: 0o644 })
    expect(await importFile(crm, file, mapping, { rejectedFile })).toMatchObject({ rejectedFile })
    expect(await readFile(rejectedFile, 'utf8')).toMatch(/,A4,/)
    expect((await stat(rejectedFile)).mode & 0o777).toBe(0o600)
  })

  it('writes its rejected rows through a link, which stays one', async () => {
    const { crm, file, folder } = await furnished()
    await mkdir(join(folder, 'real'))
    const real = join(folder, 'real', 'to-mend.csv')
    const rejectedFile = join(folder, 'link.csv')
    await writeFile(real, ofTheLastTime)
    await symlink(real, rejectedFile)
    await importFile(crm, file, mapping, { rejectedFile })
    expect((await lstat(rejectedFile)).isSymbolicLink()).toBe(true)
    expect(await readFile(real, 'utf8')).toMatch(/,A4,/)
  })

  it.each([
    ['a name of their own choice', undefined, undefined],
    ['a free name', 'to-mend.csv', undefined],
    ['the rejected rows of the last time', 'to-mend.csv', ofTheLastTime],
  ])('several times at once, each with its rejected rows under %s, loses none', async (_, name, before) => {
    const { crm, file, folder } = await furnished()
    const rejectedFile = name === undefined ? undefined : join(folder, name)
    if (rejectedFile !== undefined && before !== undefined) await writeFile(rejectedFile, before)
    const options = rejectedFile === undefined ? {} : { rejectedFile }
    const summaries = await Promise.all(Array.from({ length: 4 }, () => importFile(crm, file, mapping, options)))
    const names = summaries.map(({ rejectedFile: written }) => String(written))
    expect(new Set(names).size).toBe(4)
    for (const written of names) expect(await readFile(written, 'utf8')).toMatch(/,A6,/)
    expect((await readdir(folder)).length).toBe(5)
  })

  it.each([
    [
      'in a folder that is not there',
      'none/to-mend.csv',
      /cannot be written into .*none: expected a folder that is there/,
    ],
    ['over a folder', '.', /is a folder: expected the name of a file/],
  ])('cannot have its rejected rows %s', async (_, name, message) => {
    const { crm, file, folder, head } = await furnished()
    const before = await head()
    const importing = importFile(crm, file, mapping, { rejectedFile: join(folder, name) })
    await expect(importing).rejects.toMatchObject({
      code: 'NoPlaceForRejected',
      message: expect.stringMatching(message),
    })
    expect(await head()).toBe(before)
    expect(await readdir(folder)).toEqual(['accounts.csv'])
  })

  it('whose rejected rows find their place taken in the end has them beside it', async () => {
    const { crm, file, folder } = await furnished()
    const rejectedFile = join(folder, 'to-mend.csv')
    const summary = await importFile(crm, file, mapping, {
      rejectedFile,
      onRow: async ({ row }) => {
        if (row === 7) await mkdir(rejectedFile)
      },
    })
    expect(summary.rejectedFile).toBe(join(folder, 'to-mend.rejected.csv'))
    expect((await readdir(folder)).toSorted()).toEqual(['accounts.csv', 'to-mend.csv', 'to-mend.rejected.csv'])
  })

  it('can be checked before there is a CRM', async () => {
    const { crm, file, head } = await furnished()
    const prepared = await prepareImport(file, mapping)
    try {
      expect(prepared.totalBytes).toBe(Buffer.byteLength(text))
      expect(await prepared.run(crm)).toMatchObject({ rows: 6, created: 2, position: await head() })
    } finally {
      await prepared.close()
    }
    await expect(prepareImport(file, parseMapping({ ...raw, key: ['ident'] }))).rejects.toThrow(/no column "ident"/)
    await (await prepareImport(file, mapping)).close()
  })

  it('that was run or closed is not imported again, and its rejected rows stay', async () => {
    const { crm, file, folder } = await furnished()
    const rejectedFile = join(folder, 'to-mend.csv')
    const prepared = await prepareImport(file, mapping, rejectedFile)
    await prepared.run(crm)
    const written = await readFile(rejectedFile, 'utf8')
    await expect(prepared.run(crm)).rejects.toThrow(/was run already: .* prepare it again/)
    await prepared.close()
    await prepared.close()
    await expect(prepared.run(crm)).rejects.toThrow(/was run already/)
    const unused = await prepareImport(file, mapping, rejectedFile)
    await unused.close()
    await expect(unused.run(crm)).rejects.toThrow(/was closed before .* prepare it again/)
    expect(await readFile(rejectedFile, 'utf8')).toBe(written)
  })

  it('that is closed on the way breaks off', async () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => `B${String(row)},,,,`)
    const { crm, file, folder } = await furnished([text.split('\r\n', 1), ...rows].join('\n'))
    const rejectedFile = join(folder, 'to-mend.csv')
    await writeFile(rejectedFile, ofTheLastTime)
    const prepared = await prepareImport(file, mapping, rejectedFile)
    const closing: Promise<void>[] = []
    const running = prepared.run(crm, {
      onRow: ({ row }) => {
        if (row === 2) closing.push(prepared.close())
      },
    })
    await expect(running).rejects.toThrow(/accounts\.csv was closed before all of it was imported/)
    await Promise.all(closing)
    expect(await readFile(rejectedFile, 'utf8')).toBe(ofTheLastTime)
    expect((await readdir(folder)).toSorted()).toEqual(['accounts.csv', 'to-mend.csv'])
  })

  it('is never written over', async () => {
    const { crm, file } = await furnished()
    await expect(importFile(crm, file, mapping, { rejectedFile: file })).rejects.toMatchObject({ code: 'SameFile' })
    expect(await readFile(file, 'utf8')).toBe(text)
  })

  it.each(['by its name', 'by a link to it'])('is never written over through a link to its folder, %s', async how => {
    const { crm, folder } = await furnished()
    await mkdir(join(folder, 'real'))
    await symlink(join(folder, 'real'), join(folder, 'alias'))
    const real = join(folder, 'real', 'accounts.csv')
    await writeFile(real, text)
    const alias = join(folder, 'alias', how === 'by its name' ? 'accounts.csv' : 'linked.csv')
    if (how !== 'by its name') await symlink(real, alias)
    for (const [file, rejectedFile] of [
      [real, alias],
      [alias, real],
    ] as const) {
      await expect(importFile(crm, file, mapping, { rejectedFile })).rejects.toMatchObject({ code: 'SameFile' })
    }
    expect(await readFile(real, 'utf8')).toBe(text)
  })

  it('must be there', async () => {
    const { crm, folder } = await furnished()
    await expect(importFile(crm, join(folder, 'none.csv'), mapping)).rejects.toMatchObject({
      code: 'NoSuchFile',
      message: expect.stringMatching(/none\.csv/),
    })
  })
})
