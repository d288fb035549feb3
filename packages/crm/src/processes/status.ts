// What processes have under way, and what fails.
import type { Instant } from '@eventcrm/event-store'
import { loadedOf, type DocumentStore } from '@eventcrm/projection'
import type { FailingStep, FailingSteps } from './failing-steps.ts'
import type { KnownProcess } from './known-process.ts'

/** Failing steps that are told of. */
const mostTold = 100

export interface ProcessStatus {
  readonly process: string
  /** Null where its code is not here: another application carries it out. */
  readonly version: number | null
  /** Whether it answers events of this company: from when a CRM that runs it was first opened. */
  readonly started: boolean
  /** Steps that have no outcome yet, by its view; null until that has been folded. */
  readonly open: number | null
  /** Whether its view has the whole log; while it has not, more may be open, or less. */
  readonly upToDate: boolean
  /** When the oldest of them was asked for. */
  readonly oldest: Instant | null
  /** Of those, the ones that failed and are tried again: 100 at most. */
  readonly failing: readonly (Omit<FailingStep, 'process'> & {
    /** The stream with the request; null where the process's code is not here. */
    readonly stream: string | null
  })[]
}

/** Names of the views that have the whole log. */
type UpToDate = ReadonlySet<string>

const statusOf = async (
  documents: DocumentStore,
  failing: FailingSteps,
  upToDate: UpToDate,
  { process, view }: KnownProcess,
): Promise<ProcessStatus> => {
  const known = { process: process.name, version: process.version, started: view !== null }
  if (!view) return { ...known, open: null, upToDate: false, oldest: null, failing: [] }
  const { collection: find } = view
  const [progress, count, { documents: first }] = await documents.query([
    { progress: find },
    { count: find },
    { find, sort: [{ field: 'position' }], limit: 1 },
  ])
  const steps = (await failing.of(process.name)).slice(0, mostTold)
  const [open] = await documents.query([{ load: find, keys: steps.map(({ key }) => key) }])
  const loaded = loadedOf(view, open)
  const oldest = first[0]?.document['occurredAt']
  return {
    ...known,
    open: progress && !progress.building ? count : null,
    upToDate: upToDate.has(find),
    oldest: typeof oldest === 'string' ? oldest : null,
    failing: steps.flatMap(({ process: _, ...step }) => {
      const { stream } = loaded.get(step.key) ?? {}
      return stream === undefined ? [] : [{ ...step, stream }]
    }),
  }
}

/** Of processes whose code is not here: what is known of them is that steps fail. */
const elsewhere = async (failing: FailingSteps, known: readonly KnownProcess[]): Promise<readonly ProcessStatus[]> => {
  const here = new Set(known.map(({ process }) => process.name))
  const others = Map.groupBy(
    (await failing.all()).filter(({ process }) => !here.has(process)),
    ({ process }) => process,
  )
  return Array.from(others, ([process, steps]) => ({
    ...{ process, version: null, started: true, open: null, upToDate: false, oldest: null },
    failing: steps.slice(0, mostTold).map(({ process: _, ...step }) => ({ ...step, stream: null })),
  }))
}

export const statusOfProcesses = async (
  documents: DocumentStore,
  failing: FailingSteps,
  processes: readonly KnownProcess[],
  upToDate: UpToDate,
): Promise<readonly ProcessStatus[]> => {
  const here = await Promise.all(processes.map(process => statusOf(documents, failing, upToDate, process)))
  return [...here, ...(await elsewhere(failing, processes))]
}
