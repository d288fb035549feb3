import { catalogue, catalogueId } from '@eventcrm/crm'
import { describe, expect, it } from 'vitest'
import { start, told } from './start.ts'

const mappingOf = (unknown: string, kind = 'contact') => ({
  becomes: kind,
  key: ['id'],
  fields: {
    ...(kind === 'contact' ? { kind: { value: 'organisation' }, name: 'name' } : { title: 'name' }),
    industry: { column: 'industry', unknown },
    territory: { column: 'territory', unknown },
    tags: { column: 'tags', unknown },
  },
})
const heading = 'id,name,industry,territory,tags'

const furnished = async () => {
  const started = await start()
  const { crm } = started
  const add = async (name: 'industry' | 'territory' | 'tag', label: string, key = label, parentId?: string) => {
    const entryId = await crm.idFor('test', name, key)
    await crm.send([catalogue.addEntry({ catalogue: name, entryId, label, ...(parentId ? { parentId } : {}) })])
    return entryId
  }
  const labels = async (name: 'industry' | 'territory') =>
    [...(await crm.state('catalogues', catalogueId(name))).entries.values()].map(({ label }) => label)
  const contactOf = async (key: string) => crm.state('contacts', await crm.idFor('contact', key))
  return { ...started, add, labels, contactOf }
}

describe.each(['refuse', 'add', 'text'])(
  'the same file after entries were renamed or retired, "unknown": "%s"',
  unknown => {
    it.each(['contact', 'lead'])('changes nothing of a %s', async kind => {
      const { outcomes, add, crm, head } = await furnished()
      const rows = ['A,Acme,Dệt may,Huế,VIP', 'B,Beta,Dệt may,Huế,VIP']
      const [industry, territory, tag] = [
        await add('industry', 'Dệt may'),
        await add('territory', 'Huế'),
        await add('tag', 'VIP'),
      ]
      expect(told(await outcomes(mappingOf(unknown, kind), heading, ...rows))).toEqual(['2 created', '3 created'])
      await crm.send([
        catalogue.renameEntry({ catalogue: 'industry', entryId: industry, label: 'Dệt may và da giày' }),
        catalogue.retireEntry({ catalogue: 'territory', entryId: territory }),
        catalogue.renameEntry({ catalogue: 'tag', entryId: tag, label: 'Khách quý' }),
        catalogue.retireEntry({ catalogue: 'tag', entryId: tag }),
      ])
      const before = await head()
      expect(told(await outcomes(mappingOf(unknown, kind), heading, ...rows))).toEqual(['2 unchanged', '3 unchanged'])
      expect(await head()).toBe(before)
    })

    it('gives a new one the entry as it is called now', async () => {
      const { outcomes, add, crm, contactOf } = await furnished()
      const entryId = await add('industry', 'Dệt may')
      await crm.send([catalogue.renameEntry({ catalogue: 'industry', entryId, label: 'Dệt may và da giày' })])
      expect(told(await outcomes(mappingOf(unknown), heading, 'A,Acme,Dệt may,,'))).toEqual(['2 created'])
      expect((await contactOf('A')).industry).toEqual({ entryId, label: 'Dệt may và da giày' })
    })
  },
)

it('an entry that an import added and the company renamed is known again by the file’s word', async () => {
  const { outcomes, crm, labels } = await furnished()
  const row = 'A,Acme,Dệt may,,'
  await outcomes(mappingOf('add'), heading, row)
  const entryId = await crm.idFor('catalogueEntry', 'industry', 'DỆT MAY')
  await crm.send([catalogue.renameEntry({ catalogue: 'industry', entryId, label: 'May mặc' })])
  const before = await labels('industry')
  expect(told(await outcomes(mappingOf('add'), heading, row, 'B,Beta,Dệt may,,'))).toEqual(['2 unchanged', '3 created'])
  expect(await labels('industry')).toEqual(before)
})

it('a retired entry is not chosen anew', async () => {
  const { outcomes, add, crm } = await furnished()
  const entryId = await add('industry', 'Dệt may')
  await crm.send([catalogue.retireEntry({ catalogue: 'industry', entryId })])
  for (const unknown of ['refuse', 'add'])
    expect(told(await outcomes(mappingOf(unknown), heading, 'A,Acme,Dệt may,,'))).toEqual([
      '2 rejected: industry CATALOGUE_ENTRY_RETIRED',
    ])
})

it('an entry is added as the row writes it that goes in, not one that is rejected', async () => {
  const { outcomes, labels } = await furnished()
  const rows = [
    'A,,DỆT MAY,,',
    ...Array.from({ length: 8 }, (_, n) => `K${String(n)},Acme,${n === 0 ? 'Dệt may' : 'dệt MAY'},,`),
  ]
  const outcomesOf = told(await outcomes(mappingOf('add'), heading, ...rows))
  expect(outcomesOf).toEqual(['2 rejected: name REQUIRED', ...rows.slice(1).map((_, n) => `${String(n + 3)} created`)])
  expect((await labels('industry')).filter(label => label.toLowerCase() === 'dệt may')).toEqual(['Dệt may'])
})

describe('a label that several territories have', () => {
  const twoQuarters = async () => {
    const started = await furnished()
    const { add } = started
    const [north, south] = [await add('territory', 'Phía Bắc'), await add('territory', 'Phía Nam')]
    const quarters = {
      north: await add('territory', 'Quận 1', 'north', north),
      south: await add('territory', 'Quận 1', 'south', south),
    }
    return { ...started, quarters }
  }

  it.each(['refuse', 'add', 'text'])('is refused, naming their paths, "unknown": "%s"', async unknown => {
    const { outcomes } = await twoQuarters()
    const [outcome] = await outcomes(mappingOf(unknown), heading, 'A,Acme,,quận 1,')
    expect(outcome?.reasons).toMatchObject([{ field: 'territory', column: 'territory', code: 'ENTRY_AMBIGUOUS' }])
    expect(outcome?.reasons[0]?.words.en).toContain(
      'put the one that is meant, "Phía Bắc / Quận 1" or "Phía Nam / Quận 1"',
    )
    expect(outcome?.reasons[0]?.words.vi).toContain('"Phía Bắc / Quận 1" hoặc "Phía Nam / Quận 1"')
  })

  it('means the one of a path', async () => {
    const { outcomes, contactOf, quarters } = await twoQuarters()
    const rows = ['A,Acme,,Phía Nam / Quận 1,', 'B,Beta,,phía bắc>quận 1,']
    expect(told(await outcomes(mappingOf('refuse'), heading, ...rows))).toEqual(['2 created', '3 created'])
    expect((await contactOf('A')).territory?.entryId).toBe(quarters.south)
    expect((await contactOf('B')).territory?.entryId).toBe(quarters.north)
    expect(told(await outcomes(mappingOf('refuse'), heading, ...rows))).toEqual(['2 unchanged', '3 unchanged'])
    // of several, the one that it has is meant
    expect(told(await outcomes(mappingOf('refuse'), heading, 'A,Acme,,Quận 1,'))).toEqual(['2 unchanged'])
  })

  it('is added under the path that a cell names', async () => {
    const { outcomes, contactOf, crm } = await twoQuarters()
    const rows = ['A,Acme,,Phía Nam / Quận 2,', 'B,Beta,,Phía Bắc / Quận 2,']
    expect(told(await outcomes(mappingOf('add'), heading, ...rows))).toEqual(['2 created', '3 created'])
    expect((await contactOf('A')).territory?.label).toBe('Quận 2')
    const { entries } = await crm.state('catalogues', catalogueId('territory'))
    const parents = [...entries.values()]
      .filter(({ label }) => label === 'Quận 2')
      .map(({ parentId }) => entries.get(parentId ?? '')?.label)
    expect(parents.sort()).toEqual(['Phía Bắc', 'Phía Nam'])
    expect(told(await outcomes(mappingOf('add'), heading, ...rows))).toEqual(['2 unchanged', '3 unchanged'])
  })
})
