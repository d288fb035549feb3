// What processes have under way, and what fails.
import type { Instant } from '@eventcrm/event-store'
import { loadedOf, type DocumentStore } from '@eventcrm/projection'
import type { FailingStep, FailingSteps } from './failing-steps.ts'
import type { KnownProcess } from './known-process.ts'

/** Failing steps that are told of. */
const mostTold = 100

export interface ProcessStatus {
  readonly process: string
  readonly version: number
  /** Whether it answers events of this company: from when a CRM that runs it was first opened. */
  readonly started: boolean
  /** Steps that have no outcome yet; null until its view has been folded. */
  readonly open: number | null
  /** When the oldest of them was asked for. */
  readonly oldest: Instant | null
  /** Of those, the ones that failed and are tried again: 100 at most. */
  readonly failing: readonly (Omit<FailingStep, 'process'> & {
    /** The stream with the request. */
    readonly stream: string
  })[]
}

const statusOf = async (
  documents: DocumentStore,
  failing: FailingSteps,
  { process, view }: KnownProcess,
): Promise<ProcessStatus> => {
  const known = { process: process.name, version: process.version, started: view !== null }
  if (!view) return { ...known, open: null, oldest: null, failing: [] }
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
    oldest: typeof oldest === 'string' ? oldest : null,
    failing: steps.flatMap(({ process: _, ...step }) => {
      const { stream } = loaded.get(step.key) ?? {}
      return stream === undefined ? [] : [{ ...step, stream }]
    }),
  }
}

export const statusOfProcesses = (
  documents: DocumentStore,
  failing: FailingSteps,
  processes: readonly KnownProcess[],
): Promise<readonly ProcessStatus[]> => Promise.all(processes.map(process => statusOf(documents, failing, process)))
