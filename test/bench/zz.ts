import { openSqlite } from '@eventcrm/sqlite'
import { createProjector } from '@eventcrm/projection'
import { clvReadModel, clvReport } from '@eventcrm/read-model-clv'
import { mergers } from '@eventcrm/read-model-directory'
import { purchaseEvents } from '@eventcrm/domain'
import { createCodec, streamName } from '@eventcrm/event-store'
import { dayOf, envelopeOn, id, pagedLog, randomFrom } from './generated-log.ts'
import { existsSync } from 'node:fs'
const codec = createCodec(purchaseEvents)
const days = 730
const purchaseOf = (n: number, count: number) => {
  const random = randomFrom(Math.imul(count, 31) + n)
  const share = () => random(1_000_000) / 1_000_000
  const customer = Math.floor((count / 3) * share() ** 2.5)
  const begins = randomFrom(customer)(365)
  const day = begins + Math.floor(share() ** 2 * (days - begins))
  const customerId = id(4, customer)
  const event = purchaseEvents.PurchaseRecorded({
    ...{ personId: customerId, customerId, tax: null, units: null, makesCustomer: false, externalIds: [], custom: {} },
    amount: { minorUnits: (1 + random(900)) * 100_000, currency: 'VND' },
    assignment: { ownerId: id(2, random(35)), teamId: id(3, random(5)), department: 'Sales' },
  })
  return {
    stream: streamName('crm', 'purchase', id(1, n)),
    revision: 0,
    event: codec.encode(event, id(9, n), envelopeOn(day), id(1, n)),
  }
}
const count = Number(process.argv[2])
const file = `/tmp/clv-bench-${count}.sqlite`
const fresh = !existsSync(file)
const { documents } = await openSqlite(file)
if (fresh || process.argv[3]) {
  const from = performance.now()
  await createProjector({
    events: pagedLog(count, n => purchaseOf(n, count)),
    documents,
    views: [...clvReadModel.views, mergers],
    rollups: [],
    batchSize: 1000,
  }).catchUp()
  console.log('projected', ((performance.now() - from) / 1000).toFixed(1))
}
const today = dayOf(days)
for (let i = 0; i < 2; i++) {
  const from = performance.now()
  const a = await clvReport.answer({ documents, today: () => today }, { asOf: today })
  const e = a.currencies[0]!.expectations
  console.log(
    'report',
    ((performance.now() - from) / 1000).toFixed(2),
    a.read,
    e.buying,
    e.cautions.map(c => c.code),
    a.currencies[0]!.total.customers,
  )
}
{
  const from = performance.now()
  let after: any
  for (;;) {
    const [g] = await documents.query([
      {
        group: 'purchases__v1',
        by: ['currency', 'customerId', 'day', 'isTaxKnown'],
        sum: ['netMinorUnits'],
        limit: 5000,
        where: {
          and: [
            { field: 'day', to: today },
            { field: 'position', to: '9' },
            {
              or: [
                { field: 'voidedAt', equals: null },
                { field: 'voidedAt', above: '0' },
              ],
            },
          ],
        },
        ...(after ? { after } : {}),
      },
    ])
    if (g.length < 5000) break
    after = g.at(-1)!.values
  }
  console.log('groups', ((performance.now() - from) / 1000).toFixed(2))
}
await documents.close()
