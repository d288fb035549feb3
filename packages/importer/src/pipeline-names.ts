// Stages and lost reasons are parts of a pipeline, without an import or a directory of their own: their names are looked up in it.
import { presetId, searchKeyOf, type Crm, type Parts } from '@eventcrm/crm'
import { didYouMean } from './nearest.ts'

type Pipeline = Awaited<ReturnType<typeof pipelineOf>>
const pipelineOf = (crm: Pick<Crm, 'state'>, pipelineId: string) => crm.state('pipelines', pipelineId)
type PartOf<P> = P extends Parts<infer Part> ? Part : never
type Stage = PartOf<Pipeline['stages']>
type LostReason = PartOf<Pipeline['lostReasons']>

interface Named {
  readonly name: string
  readonly retired: boolean
}
/** What a name means, or why it means nothing. */
export type Lookup<T> = { readonly part: T } | { readonly code: string; readonly message: string }

const called = <T extends Named>(parts: Parts<T>, name: string): readonly T[] => {
  const same = [...parts.values()].filter(part => searchKeyOf(part.name) === searchKeyOf(name))
  const inUse = same.filter(({ retired }) => !retired)
  return inUse.length > 0 ? inUse : same
}

const find = <T extends Named>(
  parts: Parts<T>,
  name: string,
  preset: string,
  what: string,
  unknown: string,
): Lookup<T> => {
  const [found, ...others] = called(parts, name)
  if (found && others.length > 0) {
    const message = `the pipeline has ${String(others.length + 1)} ${what}s of this name: rename one of them`
    return { code: 'AMBIGUOUS', message }
  }
  // What came with the pipeline keeps its meaning in every language, and when it is renamed.
  const part = found ?? parts.get(preset)
  if (part) return { part }
  const known = [...parts.values()].flatMap(({ name, retired }) => (retired ? [] : [name]))
  const there = known.length === 0 ? 'it has none' : `it has ${known.map(name => `"${name}"`).join(', ')}`
  return { code: unknown, message: `the pipeline has no such ${what}${didYouMean(name, known)}; ${there}` }
}

/** Looks each name up once: a stage that a name meant goes on being meant until the import is over. */
export class PipelineNames {
  readonly #crm: Pick<Crm, 'state'>
  readonly #stages = new Map<string, { readonly part: Stage }>()
  readonly #lostReasons = new Map<string, { readonly part: LostReason }>()

  constructor(crm: Pick<Crm, 'state'>) {
    this.#crm = crm
  }

  async stage(pipelineId: string, name: string): Promise<Lookup<Stage>> {
    const key = `${pipelineId} ${name}`
    const before = this.#stages.get(key)
    if (before) return before
    const { stages } = await pipelineOf(this.#crm, pipelineId)
    const found = find(stages, name, presetId(pipelineId, `stage/${name.toLowerCase()}`), 'stage', 'STAGE_UNKNOWN')
    if ('part' in found) this.#stages.set(key, found)
    return found
  }

  async lostReason(pipelineId: string, name: string): Promise<Lookup<LostReason>> {
    const key = `${pipelineId} ${name}`
    const before = this.#lostReasons.get(key)
    if (before) return before
    const { lostReasons } = await pipelineOf(this.#crm, pipelineId)
    const preset = presetId(pipelineId, `lost reason/${name.toLowerCase()}`)
    const found = find(lostReasons, name, preset, 'lost reason', 'LOST_REASON_UNKNOWN')
    if ('part' in found) this.#lostReasons.set(key, found)
    return found
  }
}
