import { createMemoryDocumentStore, createProjector } from '@eventcrm/projection'
import { describe, expect, it } from 'vitest'
import {
  opportunities,
  pipelineQuestion,
  pipelineReport,
  pipelineTotals,
  QuestionInvalid,
  type PipelineQuestion,
} from '../src/index.ts'
import { periodOf } from '../src/pipeline-report.ts'
import { dayAt, opportunityIds, ownerIds } from './histories.ts'
import { logOf, projected, projectorOf } from './stores.ts'

describe('a question of another form', () => {
  it.each([
    [{}, 'asOf', 'expected a day like 2017-03-31'],
    [{ asOf: '31.3.2017' }, 'asOf', 'expected a day like 2017-03-31'],
    [{ asOf: '2017-02-29' }, 'asOf', 'expected a day like 2017-03-31'],
    [{ asOf: '2017-03-31', from: 'March' }, 'from', 'expected a day like 2017-03-31'],
    [
      { asOf: '2017-03-31', from: '2017-02-01', to: '2017-01-31' },
      'to',
      'expected a day that is not before the first one',
    ],
    [{ asOf: '2017-03-31', owner: 'Lan' }, 'owner', 'expected an id: a UUID'],
    [{ asOf: '2017-03-31', currency: 'dong' }, 'currency', 'expected an ISO 4217 code like VND'],
    [{ asOf: '2017-03-31', top: -1 }, 'top', 'expected a whole number from 0 to 1000'],
    [{ asOf: '2017-03-31', source: 'log' }, 'source', 'expected totals or documents'],
    [{ asOf: '2017-03-31', Owner: ownerIds[0] }, 'Owner', 'no such field'],
  ])('is refused: %j', async (question, field, message) => {
    const asking = pipelineReport(createMemoryDocumentStore(), question as PipelineQuestion)
    await expect(asking).rejects.toBeInstanceOf(QuestionInvalid)
    await expect(asking).rejects.toMatchObject({ code: 'QuestionInvalid', faults: [{ field, message }] })
  })

  it('does not repeat what was given', async () => {
    const asking = pipelineReport(createMemoryDocumentStore(), { asOf: '2017-03-31', owner: 'Trần Thị Bí Mật' })
    await expect(asking).rejects.not.toThrow(/Bí Mật/)
  })

  it('and every field of one is described', () => {
    for (const [name, field] of Object.entries(pipelineQuestion.shape)) expect(field.description, name).toBeTruthy()
  })
})

describe('a question', () => {
  it('to which nothing answers gets an empty report', async () => {
    const documents = await projected([])
    const other = opportunityIds[3] ?? ''
    for (const filter of [
      {},
      { owner: other },
      { team: other },
      { customer: other },
      { tag: 'none' },
      { currency: 'XXX' },
    ]) {
      const report = await pipelineReport(documents, { asOf: dayAt(9), ...filter })
      expect(report).toMatchObject({ currencies: [], position: null, read: { rows: 0, documents: 0 } })
    }
  })

  it('to a read model that is not folded yet is refused', async () => {
    const documents = createMemoryDocumentStore()
    const events = await logOf([])
    await createProjector({ events, documents, views: [opportunities], rollups: [pipelineTotals] }).catchUp()
    await projectorOf(events, documents).prepare()
    for (const source of ['totals', 'documents'] as const)
      await expect(pipelineReport(documents, { asOf: dayAt(9), source })).rejects.toMatchObject({
        code: 'ViewBuilding',
      })
    await projectorOf(events, documents).catchUp()
    await pipelineReport(documents, { asOf: dayAt(9) })
  })
})

describe('a period', () => {
  const asOf = '2016-03-20'
  it.each([
    [{ asOf }, { to: '2016-03' }, []],
    [{ asOf, from: '2016-01-01', to: '2016-02-29' }, { from: '2016-01', to: '2016-02' }, []],
    [{ asOf, from: '2016-01-02', to: '2016-02-28' }, { above: '2016-01', below: '2016-02' }, ['2016-01', '2016-02']],
    [{ asOf, from: '2016-03-02' }, { above: '2016-03', to: '2016-03' }, ['2016-03']],
    [{ asOf, from: '2016-03-01', to: '2016-12-12' }, { from: '2016-03', to: '2016-03' }, []],
    [{ asOf, to: '2016-03-19' }, { below: '2016-03' }, ['2016-03']],
  ])('%j reads whole months from rows, and parts of months from documents', (question, months, partMonths) => {
    expect(periodOf(question)).toMatchObject({ months, partMonths })
  })
})
