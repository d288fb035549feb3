// Whether a company's log is whole, and its documents are what the log folds to.
import { companyState, theCompany, type Process, type Words } from '@eventcrm/domain'
import { isOfStore, type EventStore, type Position } from '@eventcrm/event-store'
import {
  compareView,
  createProjector,
  isOfLog,
  type AnyRollup,
  type AnyView,
  type Difference,
  type DocumentStore,
  type Found,
  type ReadModel,
  type ViewStatus,
} from '@eventcrm/projection'
import { documentsOfCompany } from '../company/company-documents.ts'
import { keysFit } from '../company/keys-fit.ts'
import type { CrmOptions } from '../crm-options.ts'
import { idForKey, secretOf } from '../identity.ts'
import { registerAggregates, type AggregateRegistry } from '../facade/aggregate-registry.ts'
import type { AggregatesByName } from '../facade/methods.ts'
import { libraryProcesses, libraryReadModels } from '../library.ts'
import { checkVerifyOptions } from '../option-names.ts'
import { knownProcess } from '../processes/known-process.ts'
import type { Stores } from '../stores.ts'
import { Findings, type Finding } from './findings.ts'
import { verifyLog, type LogToVerify } from './verify-log.ts'

export interface VerifyOptions {
  /** Ends it: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal
  /** Called now and then: what is looked at, 'log' or a view, and how far; again from the start for each. What it throws is thrown away. */
  readonly onProgress?: (progress: { readonly part: string; readonly upTo: Position }) => void
}

/** What a verification came to. */
export interface Verification {
  /** Events looked at. */
  readonly events: number
  readonly streams: number
  /** Documents and rows of totals looked at. */
  readonly documents: number
  /** How many findings there are, also those that are not kept. */
  readonly found: number
  /** The first 100. */
  readonly findings: readonly Finding[]
  /** Views of which nothing can be said: their documents went on all the while, or the log can't be read. Verify a backup. */
  readonly notCompared: readonly string[]
}

export interface ToVerify {
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly aggregates: AggregateRegistry
  readonly namespace: string
  readonly views: readonly AnyView[]
  readonly rollups: readonly AnyRollup[]
  /** What the stores themselves found. */
  readonly faults?: readonly { readonly where: string; readonly words: Words }[]
  /** The id under which an outside key is claimed; null where the secret is not the one that the company was founded with. */
  readonly idFor: () => Promise<((kind: string, key: string) => string) | null>
  /** Where the views stand. */
  readonly status: () => Promise<readonly ViewStatus[]>
}

const differences: Readonly<Record<Difference['kind'] | 'lost', Words>> = {
  otherLog: {
    en: 'it was folded from another log, or a longer copy of this one: rebuild it',
    vi: 'được gộp từ nhật ký khác hoặc bản dài hơn của nhật ký này: hãy dựng lại',
  },
  notFoldable: { en: 'it has folded an event that cannot be folded', vi: 'đã gộp một sự kiện không thể gộp' },
  unreadable: { en: 'it cannot be read any more: rebuild it', vi: 'không còn đọc được: hãy dựng lại' },
  lost: {
    en: 'its documents are there, and up to where they were folded is lost: rebuild it',
    vi: 'tài liệu còn đó nhưng không còn biết đã gộp đến đâu: hãy dựng lại',
  },
  differs: { en: 'it is not what the log folds to: rebuild it', vi: 'khác với kết quả gộp từ nhật ký: hãy dựng lại' },
  missing: { en: 'it is missing: rebuild it', vi: 'bị thiếu: hãy dựng lại' },
  extra: { en: 'the log has nothing that makes it: rebuild it', vi: 'nhật ký không có gì tạo ra nó: hãy dựng lại' },
}

const otherKeys: Words = {
  en: 'the secret is not the one that the company was founded with: restore a backup',
  vi: 'khóa bí mật không phải khóa dùng khi lập công ty: hãy khôi phục từ bản sao lưu',
}

const wordsOfStop = ({ position, reason }: NonNullable<ViewStatus['stopped']>): Words =>
  position === ''
    ? { en: 'its progress is damaged: rebuild it', vi: 'tiến độ của nó bị hỏng: hãy dựng lại' }
    : { en: `it is stopped: ${reason}`, vi: `đã dừng; lý do được ghi bằng tiếng Anh: ${reason}` }

const pageOf = async (documents: DocumentStore, find: string, after: string | null) => {
  const [found] = await documents.query([{ find, limit: 250, ...(after === null ? {} : { after }) }])
  return found
}

const kindOf = (difference: Difference, view: AnyView): Finding['kind'] => {
  if (difference.kind === 'otherLog' || difference.kind === 'notFoldable') return 'view'
  return [view.collection, view.fedBy?.source.collection].includes(difference.collection) ? 'document' : 'totals'
}

class Verifying {
  readonly #of: ToVerify
  readonly #options: VerifyOptions
  readonly #signal: AbortSignal
  readonly #findings = new Findings()
  readonly #notCompared: string[] = []
  #documents = 0

  constructor(of: ToVerify, options: VerifyOptions) {
    this.#of = of
    this.#options = options
    this.#signal = options.signal ?? new AbortController().signal
  }

  async run(): Promise<Verification> {
    for (const { where, words } of this.#of.faults ?? []) this.#findings.add('store', where, null, words)
    let idFor: LogToVerify['idFor'] = null
    await this.#orTell('company', async () => {
      idFor = await this.#of.idFor()
      if (!idFor) this.#findings.add('store', 'keys', null, otherKeys)
    })
    const log = await verifyLog({
      ...this.#of,
      idFor,
      findings: this.#findings,
      signal: this.#signal,
      onProgress: this.#progressOf('log'),
    })
    let status: readonly ViewStatus[] = []
    await this.#orTell('documents', async () => {
      status = await this.#of.status()
    })
    for (const view of status) await this.#orTell(view.view, () => this.#verifyView(view))
    const { found, first: findings } = this.#findings
    return { ...log, documents: this.#documents, found, findings, notCompared: this.#notCompared }
  }

  #progressOf(part: string) {
    return (upTo: Position) => {
      try {
        this.#options.onProgress?.({ part, upTo })
      } catch {
        // thrown away, as said
      }
    }
  }

  /** What the store can't read of a view is a finding, and no end. */
  async #orTell(where: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (this.#signal.aborted || isOfStore(error)) throw error
      this.#findings.add('view', where, null, differences.unreadable)
    }
  }

  async #verifyView(status: ViewStatus): Promise<void> {
    this.#signal.throwIfAborted()
    const { view: name, stopped, code } = status
    if (stopped && code !== 'older') this.#findings.add('view', name, stopped.position || null, wordsOfStop(stopped))
    const view = this.#of.views.find(({ collection }) => collection === name)
    if (view && status.building) await this.#verifyBuilding(view)
    else if (view) await this.#compare(view)
    else await this.#verifyForm(status)
  }

  /** What was built has documents only beside its progress. */
  async #verifyBuilding(view: AnyView): Promise<void> {
    const rollups = this.#of.rollups.filter(rollup => rollup.view === view)
    for (const collection of [
      view.collection,
      ...(view.fedBy ? [view.fedBy.source.collection] : []),
      ...rollups.flatMap(({ collection, daysCollection }) => [collection, daysCollection]),
    ]) {
      const [progress, found] = await this.#of.documents.query([
        { progress: view.collection },
        { find: collection, limit: 1 },
      ])
      if (progress !== null || found.documents.length === 0) continue
      this.#findings.add('view', view.collection, null, differences.lost)
      return
    }
    this.#notCompared.push(view.collection)
  }

  async #compare(view: AnyView): Promise<void> {
    const { events, documents, aggregates, namespace, rollups } = this.#of
    const compared = await compareView({
      events,
      documents,
      view,
      rollups: rollups.filter(rollup => rollup.view === view),
      categories: aggregates.categories(namespace),
      signal: this.#signal,
      onProgress: this.#progressOf(view.collection),
      onDifference: difference => {
        const { kind, collection, key, position } = difference
        const where = key === null ? collection : `${collection} ${key}`
        this.#findings.add(kindOf(difference, view), where, position, differences[kind])
      },
    })
    this.#documents += compared.documents
    if (!compared.compared) this.#notCompared.push(view.collection)
  }

  /** Of a view whose code is not here: that it is of this log, and that its documents can be read. */
  async #verifyForm({ view, checkpoint, rollups }: ViewStatus): Promise<void> {
    const { events, documents } = this.#of
    if (!(await isOfLog(events, checkpoint)))
      this.#findings.add('view', view, checkpoint?.position ?? null, differences.otherLog)
    if (checkpoint === null) return
    const collections = [view, ...rollups]
    await documents.ensure(collections.map(name => ({ name, indexes: [] })))
    for (const name of collections)
      for (let after: string | null = null; ;) {
        this.#signal.throwIfAborted()
        const page: Found = await pageOf(documents, name, after)
        this.#documents += page.documents.length
        if (page.next === null) break
        after = page.next
      }
  }
}

export const verify = (of: ToVerify, options: VerifyOptions): Promise<Verification> => new Verifying(of, options).run()

/** Those of processes that have been started; of one whose start can't be read the documents' form alone is looked at. */
const stepsViewsOf = async (events: EventStore, processes: readonly Process[]): Promise<readonly AnyView[]> => {
  const known = await Promise.all(processes.map(process => knownProcess(events, process).catch(() => null)))
  return known.flatMap(one => one?.view ?? [])
}

/**
 * Verifies a company's stores without opening a CRM on them, which a damaged log may not let.
 * @throws as `crm.verify`
 */
export const verifyStores = async (
  {
    stores,
    aggregates: own = {},
    claims,
    readModels = [],
    processes = [],
  }: Pick<CrmOptions<AggregatesByName, readonly ReadModel[]>, 'aggregates' | 'claims' | 'readModels' | 'processes'> & {
    readonly stores: Pick<Stores, 'events' | 'documents' | 'keys'> & {
      /** What the stores find wrong with their own keeping, as those of a file do. */
      check?(options?: {
        readonly eachHas?: string
      }): Promise<readonly { readonly where: string; readonly words: Words }[]>
    }
  },
  options: VerifyOptions = {},
): Promise<Verification> => {
  checkVerifyOptions(options)
  const { events } = stores
  const { namespace } = events
  const aggregates = registerAggregates(own, claims)
  const documents = documentsOfCompany(stores.documents, namespace)
  const models: readonly ReadModel[] = [...libraryReadModels, ...readModels]
  const views = [
    ...models.flatMap<AnyView>(model => model.views),
    ...(await stepsViewsOf(events, [...libraryProcesses, ...processes])),
  ]
  const rollups = models.flatMap(model => model.rollups)
  const projector = createProjector({ events, documents, views, rollups })
  const status = async () => {
    await projector.prepare()
    return projector.status()
  }
  const idFor = async () => {
    const secret = await stores.keys.secret(secretOf(namespace))
    return (await keysFit(events, secret)) ? (kind: string, key: string) => idForKey(secret, kind, [key]) : null
  }
  // what a store finds is held to the views too; one that can't be prepared is told with the documents
  await projector.prepare().catch(() => undefined)
  const faults = (await stores.check?.({ eachHas: `${companyState.category}-${theCompany}` })) ?? []
  return verify({ events, documents, aggregates, namespace, views, rollups, faults, idFor, status }, options)
}
