// What comes from outside may be anything, under any name. An error says what was expected there, and repeats none of it.
import { aggregates } from '@eventcrm/domain'
import { rounds } from '@eventcrm/testkit'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { CommandInvalid, createCrm, createMemoryStores, opportunity, QuestionInvalid } from '../src/index.ts'
import { opportunities } from '@eventcrm/read-model-pipeline'
import { id } from './start.ts'

const crm = await createCrm({ stores: createMemoryStores(), actor: 'lan', company: {} })
afterAll(() => crm.close())

const canary = '0912 345 678'
/** Longer than what commands with the longest lists of what there is need to say. */
const longest = 2000
/** What one fault comes to, in each language. */
const longestFault = 800

const errorOf = async (attempt: () => unknown): Promise<unknown> => {
  try {
    await attempt()
  } catch (error) {
    return error
  }
  return undefined
}
const checkSilent = (error: unknown) => {
  expect(error).toBeInstanceOf(Error)
  const said = JSON.stringify([error, error instanceof Error ? error.message : ''])
  expect(said).not.toContain(canary)
  expect(said).not.toContain('xxxxxxxxxx')
  const faults: unknown = error instanceof Error ? Reflect.get(error, 'faults') : undefined
  expect(said.length).toBeLessThan(2 * longest + longestFault * (Array.isArray(faults) ? faults.length : 0))
  expect(error instanceof Error ? error.message.length : 0).toBeLessThan(longest)
}

const long = 'x'.repeat(30_000)
const names = fc.constantFrom(
  canary,
  long,
  `a${canary}`,
  '$where',
  'a.b',
  '__proto__',
  'constructor',
  'toString',
  '',
  '\u202e',
  '\0',
)
const { tree: hostile } = fc.letrec<{ tree: unknown }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(
      canary,
      long,
      `=${canary}`,
      `${canary}\n`,
      '\ud800',
      '\0',
      null,
      Number.NaN,
      -1,
      1e300,
      10n,
      true,
    ),
    fc.dictionary(names, tie('tree'), { maxKeys: 3 }),
    fc.array(tie('tree'), { maxLength: 3 }),
  ),
}))
/** Some of the fields that there are, and others. */
const among = (known: readonly string[]) =>
  fc
    .tuple(
      fc.dictionary(fc.constantFrom(...known), hostile, { maxKeys: 4 }),
      fc.dictionary(names, hostile, { minKeys: 1, maxKeys: 2 }),
    )
    .map(([some, others]) => ({ ...some, ...others }))

const commands = Object.values(aggregates).flatMap(({ category, commands }) =>
  Object.entries(commands).map(([name, { schema }]) => ({
    category,
    name,
    fields: schema instanceof z.ZodObject ? Object.keys(schema.shape) : [],
  })),
)
const send = (message: unknown) => crm.send([message as never])

describe('no error repeats what was given', () => {
  it.each(commands)('of $category.$name', async ({ category, name, fields }) => {
    await fc.assert(
      fc.asyncProperty(among(fields), async input => {
        const error = await errorOf(() => send({ aggregate: category, name, input }))
        expect(error).toBeInstanceOf(CommandInvalid)
        checkSilent(error)
      }),
      { numRuns: rounds(8, 2_000) },
    )
  })

  const ways: Readonly<Record<string, (given: never) => unknown>> = {
    'a message': given => crm.send([given]),
    messages: given => crm.send(given),
    options: given => crm.send([opportunity.tag({ opportunityId: id(1), tag: 'a' })], given),
    'a report’s question': given => crm.reports.pipeline(given),
    'a search': given => crm.find(opportunities, given),
    'a filter': given => crm.find(opportunities, { where: given }),
    'a query': given => crm.query([given]),
    'an id': given => crm.state('opportunities', given),
    'the name of aggregates': given => crm.state(given, id(1)),
    'a position': given => crm.projected(given),
    'options of the log': given => crm.log(given),
    'options of the CRM': given => createCrm(given),
    'settings of the company': given => createCrm({ stores: createMemoryStores(), company: given }),
    'a namespace': given => createCrm({ stores: createMemoryStores(), namespace: given }),
  }
  it.each(Object.entries(ways))('of %s', async (_, way) => {
    const fields = [
      'aggregate',
      'name',
      'input',
      'at',
      'actor',
      'reason',
      'asOf',
      'team',
      'where',
      'sort',
      'after',
      'field',
      'in',
      'find',
    ]
    const given = fc.oneof(
      among(fields),
      fc.constantFrom(canary, long),
      fc.array(hostile, { minLength: 1, maxLength: 2 }),
    )
    await fc.assert(
      fc.asyncProperty(given, async each => {
        const error = await errorOf(() => way(each as never))
        if (error !== undefined) checkSilent(error)
      }),
      { numRuns: rounds(30, 5_000) },
    )
  })
})

it('names an unknown field that looks like one, and the one that was meant', async () => {
  const error = await errorOf(() =>
    send({ aggregate: 'opportunity', name: 'tag', input: { opportunityID: id(1), tag: 'a' } }),
  )
  expect(error).toMatchObject({
    faults: [
      { field: 'opportunityId' },
      {
        field: 'opportunityID',
        message: 'no such field; did you mean opportunityId?',
        words: { vi: 'không có trường này; có phải opportunityId?' },
      },
    ],
  })
  const inside = await errorOf(() =>
    send({
      aggregate: 'opportunity',
      name: 'open',
      input: { opportunityId: id(1), title: 'a', expectedRevenue: { amount: 1, currency: 'VND', curency: 'VND' } },
    }),
  )
  expect(inside).toMatchObject({
    faults: [{ field: 'expectedRevenue.curency', message: 'no such field; did you mean currency?' }],
  })
  const asked = await errorOf(() => crm.reports.pipeline({ asof: '2026-01-01' } as never))
  expect(asked).toBeInstanceOf(QuestionInvalid)
  expect(asked).toMatchObject({ faults: [{ field: 'asof', message: 'no such field; did you mean asOf?' }] })
})

it('takes a list with holes for no commands', async () => {
  const holes: never[] = []
  holes.length = 2
  expect(await errorOf(() => crm.send(holes))).toMatchObject({
    code: 'CommandInvalid',
    index: 0,
    faults: [{ field: 'messages.0', message: 'expected a command, like opportunity.open({ … })' }],
  })
})

it.each(['-'.repeat(20), '--------', ' '.repeat(20), '', `${'0'.repeat(19)}.`])(
  'has no position %j',
  async position => {
    await expect(crm.projected(position)).rejects.toThrow(RangeError)
  },
)
