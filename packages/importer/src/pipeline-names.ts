// Stages and lost reasons are parts of a pipeline, without an import or a directory of their own: their names are looked up in it.
import { presetId, searchKeyOf, type Crm, type Parts, type Wording, type Words } from '@eventcrm/crm'
import { nearestInWords, nearestOf } from './nearest.ts'

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
export type Lookup<T> = { readonly part: T } | { readonly code: string; readonly words: Wording }

const theStage: Words = { en: 'stage', vi: 'giai đoạn' }
const theLostReason: Words = { en: 'lost reason', vi: 'lý do thất bại' }

const called = <T extends Named>(parts: Parts<T>, name: string): readonly T[] => {
  const same = [...parts.values()].filter(part => searchKeyOf(part.name) === searchKeyOf(name))
  const inUse = same.filter(({ retired }) => !retired)
  return inUse.length > 0 ? inUse : same
}

const find = <T extends Named>(
  parts: Parts<T>,
  name: string,
  otherIds: readonly string[],
  what: Words,
  unknown: string,
): Lookup<T> => {
  const [found, ...others] = called(parts, name)
  if (found && others.length > 0) {
    const count = String(others.length + 1)
    const words = {
      en: `the pipeline has ${count} ${what.en}s of this name: rename one of them`,
      vi: `quy trình có ${count} ${what.vi} cùng tên này: hãy đổi tên một trong số đó`,
    }
    return { code: 'AMBIGUOUS', words }
  }
  // What came with the pipeline keeps its meaning in every language, and when it is renamed; and so does a key.
  const [part = found] = found ? [] : otherIds.flatMap(id => parts.get(id) ?? [])
  if (part) return { part }
  const known = [...parts.values()].flatMap(({ name, retired }) => (retired ? [] : [name]))
  const all = known.map(name => `"${name}"`).join(', ')
  const nearest = nearestInWords(nearestOf(name, known))
  const words = {
    en: `the pipeline has no such ${what.en}${nearest.en}; ${all === '' ? 'it has none' : `it has ${all}`}`,
    vi: `quy trình không có ${what.vi} này${nearest.vi}; ${all === '' ? 'quy trình chưa có' : `hiện có ${all}`}`,
  }
  return { code: unknown, words }
}

/** Looks each name up once: a stage that a name meant goes on being meant until the import is over. */
export class PipelineNames {
  readonly #crm: Pick<Crm, 'state' | 'idFor'>
  readonly #stages = new Map<string, Promise<Lookup<Stage>>>()
  readonly #lostReasons = new Map<string, Promise<Lookup<LostReason>>>()

  constructor(crm: Pick<Crm, 'state' | 'idFor'>) {
    this.#crm = crm
  }

  stage(pipelineId: string, name: string): Promise<Lookup<Stage>> {
    return once(this.#stages, `${pipelineId} ${name}`, async () => {
      const { stages } = await pipelineOf(this.#crm, pipelineId)
      const ids = await this.#idsOf(pipelineId, 'stage', `stage/${name.toLowerCase()}`, name)
      return find(stages, name, ids, theStage, 'STAGE_UNKNOWN')
    })
  }

  lostReason(pipelineId: string, name: string): Promise<Lookup<LostReason>> {
    return once(this.#lostReasons, `${pipelineId} ${name}`, async () => {
      const { lostReasons } = await pipelineOf(this.#crm, pipelineId)
      const ids = await this.#idsOf(pipelineId, 'lostReason', `lost reason/${name.toLowerCase()}`, name)
      return find(lostReasons, name, ids, theLostReason, 'LOST_REASON_UNKNOWN')
    })
  }

  /** What the cell names if it is no name: what is preset, what was imported under that key, or what has that id. */
  async #idsOf(
    pipelineId: string,
    kind: 'stage' | 'lostReason',
    preset: string,
    key: string,
  ): Promise<readonly string[]> {
    return [presetId(pipelineId, preset), await this.#crm.idFor(kind, pipelineId, key), key.toLowerCase()]
  }
}

/** Rows that ask at the same time share one answer; a name that meant nothing is looked up again. */
const once = async <T>(
  answers: Map<string, Promise<Lookup<T>>>,
  key: string,
  lookUp: () => Promise<Lookup<T>>,
): Promise<Lookup<T>> => {
  const before = answers.get(key)
  if (before) return before
  const answer = lookUp()
  answers.set(key, answer)
  try {
    const found = await answer
    if (!('part' in found)) answers.delete(key)
    return found
  } catch (error) {
    answers.delete(key)
    throw error
  }
}
