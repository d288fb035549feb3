// Stages and lost reasons are parts of a pipeline, without an import or a directory of their own: their names are looked up in it.
import { readyMadeId, searchKeyOf, type Crm } from '@eventcrm/crm'
import { didYouMean } from '../nearest.ts'
import type { Draft, Name } from './opportunity-fields.ts'

export type Pipeline = Awaited<ReturnType<typeof pipelineOf>>
export const pipelineOf = (crm: Pick<Crm, 'state'>, pipelineId: string) => crm.state('pipelines', pipelineId)

interface Named {
  readonly name: string
  readonly retired: boolean
}

const called = <T extends Named>(parts: Readonly<Record<string, T>>, name: string): readonly T[] => {
  const same = Object.values(parts).filter(part => searchKeyOf(part.name) === searchKeyOf(name))
  const inUse = same.filter(({ retired }) => !retired)
  return inUse.length > 0 ? inUse : same
}

const find = <T extends Named>(
  parts: Readonly<Record<string, T>>,
  name: string,
  readyMade: string,
  field: Name,
  what: string,
  { faults }: Draft,
): T | undefined => {
  const [found, ...others] = called(parts, name)
  if (found && others.length > 0) {
    faults.push({
      field,
      code: 'AMBIGUOUS',
      message: `the pipeline has ${String(others.length + 1)} ${what}s of this name: rename one of them`,
    })
    return undefined
  }
  // What came with the pipeline keeps its meaning in every language, and when it is renamed.
  const meant = found ?? parts[readyMade]
  if (!meant) {
    const known = Object.values(parts).flatMap(part => (part.retired ? [] : [part.name]))
    const code = field === 'stage' ? 'STAGE_UNKNOWN' : 'LOST_REASON_UNKNOWN'
    faults.push({
      field,
      code,
      message: `the pipeline has no such ${what}${didYouMean(name, known)}; it has ${known.map(part => `"${part}"`).join(', ')}`,
    })
  }
  return meant
}

export const stageNamed = (pipeline: Pipeline, pipelineId: string, name: string, draft: Draft) =>
  find(pipeline.stages, name, readyMadeId(pipelineId, `stage/${name.toLowerCase()}`), 'stage', 'stage', draft)

export const lostReasonNamed = (pipeline: Pipeline, pipelineId: string, name: string, draft: Draft) =>
  find(
    pipeline.lostReasons,
    name,
    readyMadeId(pipelineId, `lost reason/${name.toLowerCase()}`),
    'lostReason',
    'lost reason',
    draft,
  )
