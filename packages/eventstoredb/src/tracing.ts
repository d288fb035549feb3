// Spans for hosts that have OpenTelemetry set up; without that, its API does nothing. Attributes as the client's own instrumentation names them.
import { SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api'

const tracer = trace.getTracer('@eventcrm/eventstoredb')

const failed = (span: Span, error: unknown): void => {
  if (error instanceof Error) span.recordException(error)
  span.setStatus({ code: SpanStatusCode.ERROR })
}

export class Tracing {
  readonly #address: Readonly<Record<string, string | number>>

  /** @param url whose first host the spans name; never who signs in */
  constructor(url: string) {
    const [, host, port] = /:\/\/(?:[^@/]*@)?([^:,/?]+)(?::(\d+))?/.exec(url) ?? []
    this.#address = { ...(host !== undefined && { 'server.address': host }), 'server.port': Number(port ?? 2113) }
  }

  #start(operation: string, stream: string, more: Readonly<Record<string, number>> = {}): Span {
    const attributes = {
      'db.system': 'eventstoredb',
      'db.operation': operation,
      'db.eventstoredb.stream': stream,
      ...this.#address,
      ...more,
    }
    return tracer.startSpan(operation, { kind: SpanKind.CLIENT, attributes })
  }

  async append<T>(stream: string, events: number, append: () => Promise<T>): Promise<T> {
    const span = this.#start('streams.append', stream, { 'db.operation.batch.size': events })
    try {
      return await append()
    } catch (error) {
      failed(span, error)
      throw error
    } finally {
      span.end()
    }
  }

  /** A span from the first event that is asked for to the last, or to where the reading is left. */
  async *read<T>(
    operation: 'streams.read' | 'streams.readAll',
    stream: string,
    pages: AsyncIterable<readonly T[]>,
  ): AsyncGenerator<T> {
    const span = this.#start(operation, stream)
    try {
      for await (const page of pages) yield* page
    } catch (error) {
      failed(span, error)
      throw error
    } finally {
      span.end()
    }
  }
}
