import { describe, expect, it } from 'vitest'
import { parseMapping, importRows } from '../src/index.ts'
import { all, start } from './start.ts'
import { textRow, xlsxOf } from './xlsx-file.ts'

const pipeline = (probability: unknown) => ({
  becomes: 'pipeline',
  key: ['id'],
  fields: { name: 'id', stage: 'stage', probability },
})

describe('the probability of a stage', () => {
  it.each([
    ['10%', 'share', 10],
    ['40', 'share', 40],
    ['0,4', { column: 'share', unit: 'fraction', numbers: { decimal: ',' } }, 40],
    ['1', { column: 'share', unit: 'percent' }, 1],
    ['33.4%', { column: 'share', round: true }, 33],
    ['0.4', 'share', /^it could be a fraction or percent/],
    ['110%', 'share', /^expected percent from 0 to 100$/],
    ['-1.5%', 'share', /^expected percent from 0 to 100; expected whole percent/],
  ])('%s, as %j, is %s', async (share, source, expected) => {
    const { outcomes, crm } = await start()
    const [outcome] = await outcomes(pipeline(source), 'id,stage,share', `A,Begin,"${share}"`)
    const [stage] = (await crm.state('pipelines', String(outcome?.id))).stages.values()
    if (typeof expected === 'number') expect(stage?.probability).toBe(expected)
    else expect(outcome?.reasons.map(({ message }) => message)).toEqual([expect.stringMatching(expected)])
  })

  it('is what Excel shows as percent', async () => {
    const { crm } = await start()
    const row = textRow(2, 'A', 'Begin').replace('</row>', '<c r="C2" s="3"><v>0.1</v></c></row>')
    const source = (async function* () {
      yield xlsxOf({ Stages: textRow(1, 'id', 'stage', 'share') + row })
    })()
    const [outcome] = await all(importRows(crm, source, parseMapping(pipeline('share'))))
    const [stage] = (await crm.state('pipelines', String(outcome?.id))).stages.values()
    expect(stage?.probability).toBe(10)
  })
})
