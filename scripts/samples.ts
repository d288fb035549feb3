// Adds a stored sample of every event version that has none yet: npm run samples. A sample once released is never
// removed, and what was recorded never changed; what an older version decodes to follows the steps to the newer ones.
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { everyAggregate } from '@eventcrm/domain'
import { createCodec } from '@eventcrm/event-store'
import { arbitraryOf, pooled } from '@eventcrm/testkit'
import fc from 'fast-check'

const folder = new URL('../test/samples/', import.meta.url)
const codec = createCodec(...everyAggregate.map(({ events }) => events))

await mkdir(folder, { recursive: true })
for (const { category, events } of everyAggregate) {
  for (const { type, version, schema } of Object.values(events)) {
    const file = new URL(`${type}.v${String(version)}.json`, folder)
    if (existsSync(file)) continue
    // of some hundreds, those that have least erased, and of them the one that says most
    const erasedIn = (data: unknown) => JSON.stringify(data).split('"erased"').length
    const [data] = fc
      .sample(arbitraryOf(schema, { erased: fc.constant({ erased: true }) }), { numRuns: 300, seed: 1 })
      .sort((a, b) => erasedIn(a) - erasedIn(b) || JSON.stringify(b).length - JSON.stringify(a).length)
    const envelope = {
      occurredAt: '2026-02-28T17:30:00.000Z',
      occurredOn: '2026-03-01',
      recordedAt: '2026-03-02T01:00:00.000Z',
      commandId: 'c1',
      correlationId: 'c0',
      causationId: 'c1',
      actor: 'lan',
      source: 'api',
      reason: 'Khách gọi lại',
    }
    const stored = codec.encode({ type, data: data as object }, pooled('event'), envelope, pooled('person'))
    const recorded = {
      ...stored,
      stream: `crm.${category}-${pooled(category)}`,
      revision: 0,
      position: '1'.padStart(20, '0'),
    }
    await writeFile(file, `${JSON.stringify({ recorded, decoded: codec.decode(recorded) }, null, 1)}\n`)
    console.error(`added ${type} v${String(version)}`)
  }
}
