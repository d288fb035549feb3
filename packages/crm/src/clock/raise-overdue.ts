// Raises the instalments that were overdue by a day: each on its own first day, once, whoever raises them at the same time.
import { invoice, invoiceState, overdueToRaise, type Day } from '@eventcrm/domain'
import { findDocuments, type DocumentStore, type FoundDocuments, type Projector } from '@eventcrm/projection'
import { invoices, type InvoiceDocument } from '@eventcrm/read-model-receivables'
import type { CommandHandler } from '../commands/command-handler.ts'
import type { CommandOptions } from '../commands/command-options.ts'
import { isRejected } from '../errors.ts'

export interface Raising {
  readonly handler: Pick<CommandHandler, 'handle' | 'state'>
  readonly documents: DocumentStore
  readonly projector: Pick<Projector, 'catchUp'>
  readonly idFor: (kind: string, ...key: readonly string[]) => Promise<string>
  /** Who acts. */
  readonly actor: string
  /** What the ids of its commands are made from; left out, they are random: what others raise at the same moment is not told as raised here. */
  readonly runId: string | undefined
}

/** An invoice whose instalments could not be raised, and the code of the rejection. */
export interface Unraised {
  readonly invoiceId: string
  readonly code: string
}

export interface RaisedOverdue {
  /** Times of being overdue that were raised here. */
  readonly raised: number
  /** The invoices that they are of. */
  readonly invoices: number
  /** Invoices that could not be raised. */
  readonly refused: readonly Unraised[]
}

/** Invoices of a page, which are raised at once: their appends then share syncs. */
const atOnce = 32

/** Raises what an invoice has to have raised by a day. @returns how much that was */
const raise = async ({ handler, idFor, actor, runId }: Raising, invoiceId: string, asOf: Day): Promise<number> => {
  // from the log, since the document may lack what others have raised just now
  const due = overdueToRaise(await handler.state(invoiceState, invoiceId), asOf)
  let raised = 0
  for (const [on, episodes] of Map.groupBy(due, one => one.on)) {
    const instalments = episodes.map(({ instalment }) => String(instalment))
    const id = runId === undefined ? {} : { commandId: await idFor('overdue', runId, invoiceId, on, ...instalments) }
    const options: CommandOptions = { at: on, actor, source: 'clock', ...id }
    raised += (await handler.handle(invoice.raiseOverdue({ invoiceId }), options)).events.length
  }
  return raised
}

/**
 * Raises every instalment that was overdue by the end of a day and has not been raised. It finds them by an index, from documents that it brings
 * up to date first, page by page. After a crash, a further run raises what is missing.
 * @param told called behind each page
 * @throws what reading and writing throw; the signal's reason once it was aborted
 */
export const raiseOverdue = async (
  raising: Raising,
  asOf: Day,
  told: (raised: RaisedOverdue) => void,
  signal?: AbortSignal,
): Promise<RaisedOverdue> => {
  const { documents, projector } = raising
  const of = new Set<string>()
  const refused = new Map<string, string>()
  let raised = 0
  const soFar = (): RaisedOverdue => ({
    ...{ raised, invoices: of.size },
    refused: Array.from(refused, ([invoiceId, code]) => ({ invoiceId, code })),
  })
  // what becomes due of an invoice while a pass goes on may stand before the page that the pass has come to
  for (let before = -1; before < raised;) {
    before = raised
    await projector.catchUp([invoices])
    for (let after: string | null = null; ;) {
      signal?.throwIfAborted()
      const page: FoundDocuments<InvoiceDocument> = await findDocuments(documents, invoices, {
        where: { field: 'overdueFrom', to: asOf },
        sort: [{ field: 'overdueFrom' }],
        limit: atOnce,
        ...(after === null ? {} : { after }),
      })
      const ended = await Promise.allSettled(
        page.documents.map(async ({ document: { invoiceId } }) => {
          try {
            const count = await raise(raising, invoiceId, asOf)
            if (count > 0) of.add(invoiceId)
            raised += count
          } catch (error) {
            if (!isRejected(error)) throw error
            refused.set(invoiceId, error.code)
          }
        }),
      )
      for (const one of ended) if (one.status === 'rejected') throw one.reason
      if (page.documents.length > 0) told(soFar())
      if (page.next === null) break
      after = page.next
    }
  }
  return soFar()
}
