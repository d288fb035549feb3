import { trace } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { collect, newStream, storedEvents } from '../../testkit/src/index.ts'
import { start } from './opened.ts'

const exporter = new InMemorySpanExporter()
beforeEach(() => {
  exporter.reset()
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }))
})
afterEach(() => {
  trace.disable()
})

it('tells of each append and each reading by a span, where the host has OpenTelemetry', async () => {
  const { cluster, store } = await start()
  const stream = newStream(store)
  await store.append(stream, 'noStream', storedEvents(2))
  await expect(store.append(stream, 'noStream', storedEvents(1))).rejects.toThrow()
  await collect(store.readStream(stream))
  for await (const _ of store.readAll()) break
  const spans = exporter.getFinishedSpans()
  expect(spans.map(({ name }) => name)).toEqual(['streams.append', 'streams.append', 'streams.read', 'streams.readAll'])
  const [host, port] = cluster.address.split(':')
  expect(spans[0]?.attributes).toEqual({
    'db.system': 'eventstoredb',
    'db.operation': 'streams.append',
    'db.eventstoredb.stream': stream,
    'db.operation.batch.size': 2,
    'server.address': host,
    'server.port': Number(port),
  })
  expect(spans[1]?.events).toMatchObject([{ name: 'exception', attributes: { 'exception.type': 'RevisionConflict' } }])
  expect(spans[3]?.attributes).toMatchObject({ 'db.eventstoredb.stream': '$all' })
})
