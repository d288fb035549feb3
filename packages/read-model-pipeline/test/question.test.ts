import { createMemoryDocumentStore, createProjector, QuestionInvalid } from '@eventcrm/projection'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import { opportunities, pipelineQuestion, pipelines, pipelineTotals, type PipelineQuestion } from '../src/index.ts'
import { dayAt, opportunityIds, ownerIds } from './histories.ts'
import { ask, logOf, projected, projectorOf, today } from './stores.ts'

describe('a question of another form', () => {
  it.each([
    [{ asOf: null }, 'asOf', 'expected a day like 2017-03-31, of the years 1900 to 2199'],
    [{ asOf: '31.3.2017' }, 'asOf', 'expected a day like 2017-03-31, of the years 1900 to 2199'],
    [{ asOf: '2017-02-29' }, 'asOf', 'expected a day like 2017-03-31, of the years 1900 to 2199'],
    [{ asOf: '9999-12-31' }, 'asOf', 'expected a day like 2017-03-31, of the years 1900 to 2199'],
    [{ asOf: '2017-03-31', from: '0001-01-01' }, 'from', 'expected a day like 2017-03-31, of the years 1900 to 2199'],
    [{ asOf: '2017-03-31', from: 'March' }, 'from', 'expected a day like 2017-03-31, of the years 1900 to 2199'],
    [
      { asOf: '2017-03-31', from: '2017-02-01', to: '2017-01-31' },
      'to',
      'expected a day that is not before the first one',
    ],
    [{ asOf: '2017-03-31', owner: 'Lan' }, 'owner', 'expected an id: a UUID'],
    [{ asOf: '2017-03-31', pipeline: null }, 'pipeline', 'expected an id: a UUID'],
    [{ asOf: '2017-03-31', tag: '' }, 'tag', 'expected at least 1 character'],
    [{ asOf: '2017-03-31', currency: 'dong' }, 'currency', 'expected an ISO 4217 code like VND'],
    [{ asOf: '2017-03-31', top: -1 }, 'top', 'expected a whole number from 0 to 1000'],
    [{ asOf: '2017-03-31', source: 'log' }, 'source', 'expected totals or documents'],
    [{ asOf: '2017-03-31', Owner: ownerIds[0] }, 'Owner', 'no such field; did you mean owner?'],
  ])('is refused: %j', async (question, field, message) => {
    const asking = ask(createMemoryDocumentStore(), question as PipelineQuestion)
    await expect(asking).rejects.toBeInstanceOf(QuestionInvalid)
    await expect(asking).rejects.toMatchObject({ code: 'QuestionInvalid', faults: [{ field, message }] })
  })

  it('does not repeat what was given', async () => {
    const asking = ask(createMemoryDocumentStore(), { asOf: '2017-03-31', owner: 'Trần Thị Bí Mật' })
    await expect(asking).rejects.not.toThrow(/Bí Mật/)
  })

  it('and every field of one is described', () => {
    for (const [name, field] of Object.entries(pipelineQuestion.shape)) expect(field.description, name).toBeTruthy()
  })

  it('and its type, which shows on hover, is what the schema takes', () => {
    expectTypeOf<PipelineQuestion>().toEqualTypeOf<Readonly<z.input<typeof pipelineQuestion>>>()
  })
})

describe('a question', () => {
  it('without a day is asked for today', async () => {
    expect(await ask(await projected([]), {})).toMatchObject({ asOf: today, question: { asOf: today, top: 10 } })
  })

  it('to which nothing answers gets an empty report', async () => {
    const documents = await projected([])
    const other = opportunityIds[3] ?? ''
    for (const filter of [
      {},
      { owner: other },
      { team: other },
      { customer: other },
      { owner: null },
      { customer: null },
      { pipeline: other },
      { tag: 'none' },
      { currency: 'XXX' },
    ]) {
      const report = await ask(documents, { asOf: dayAt(9), ...filter })
      expect(report).toMatchObject({ currencies: [], position: null, read: { rows: 0, documents: 0 } })
    }
  })

  it('to a read model that is not folded yet is refused', async () => {
    const documents = createMemoryDocumentStore()
    const events = await logOf([])
    await createProjector({ events, documents, views: [opportunities, pipelines], rollups: [pipelineTotals] }).catchUp()
    await projectorOf(events, documents).prepare()
    await expect(ask(documents, { asOf: dayAt(9) })).rejects.toMatchObject({ code: 'ViewBuilding' })
    await projectorOf(events, documents).catchUp()
    await ask(documents, { asOf: dayAt(9) })
  })
})
