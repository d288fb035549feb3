// Steps that could not be carried out: why, and when they are tried again. Documents of their own, since the log does not say it.
import type { DocumentStore } from '@eventcrm/projection'
import { z } from 'zod'

const collection = 'failingSteps'

const document = z.strictObject({
  process: z.string(),
  key: z.string(),
  attempts: z.number().int(),
  reason: z.string(),
  firstAt: z.string(),
  lastAt: z.string(),
  nextAt: z.string(),
})

/** A step that is tried again. */
export interface FailingStep {
  readonly process: string
  readonly key: string
  readonly attempts: number
  /** In English, free of personal data. */
  readonly reason: string
  readonly firstAt: string
  readonly lastAt: string
  readonly nextAt: string
}

const idOf = ({ process, key }: Pick<FailingStep, 'process' | 'key'>): string => `${process}/${key}`

/** Characters of a reason that are kept. */
const longestReason = 500

export class FailingSteps {
  readonly #documents: DocumentStore

  constructor(documents: DocumentStore) {
    this.#documents = documents
  }

  /** Makes the collection ready. */
  async prepare(): Promise<void> {
    await this.#documents.ensure([{ name: collection, indexes: [], schema: document }])
  }

  /** Those of a process. */
  async of(process: string): Promise<readonly FailingStep[]> {
    const [found] = await this.#documents.query([{ find: collection, where: { field: 'process', equals: process } }])
    return found.documents.map(({ document: stored }) => document.parse(stored))
  }

  /** Those of any process, also of ones whose code is not here. */
  async all(): Promise<readonly FailingStep[]> {
    const [found] = await this.#documents.query([{ find: collection }])
    return found.documents.map(({ document: stored }) => document.parse(stored))
  }

  async get(process: string, key: string): Promise<FailingStep | undefined> {
    const id = idOf({ process, key })
    const [loaded] = await this.#documents.query([{ load: collection, keys: [id] }])
    const stored = loaded.get(id)
    return stored && document.parse(stored)
  }

  /** Of two processes that try the same step, the last has its say. */
  async put(step: FailingStep): Promise<void> {
    await this.#documents.commit({
      views: [],
      writes: [{ collection, key: idOf(step), document: { ...step, reason: step.reason.slice(0, longestReason) } }],
    })
  }

  async remove(process: string, key: string): Promise<void> {
    await this.#documents.commit({
      views: [],
      writes: [{ collection, key: idOf({ process, key }), document: null }],
    })
  }
}
