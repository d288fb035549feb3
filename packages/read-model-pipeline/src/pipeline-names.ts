import { id, type Day } from '@eventcrm/domain'
import { defineRollup, type DaysRow, type Entry } from '@eventcrm/projection'
import { z } from 'zod'
import type { Step } from './opportunity-timeline.ts'
import { opportunities } from './opportunities.ts'
import { interned } from './remembered.ts'

const facet = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stage').describe('A stage'), stageId: id('stage') }),
  z.object({ kind: z.literal('lostReason').describe('A lost reason'), reasonId: id('lost reason') }),
])
export type NameFacet = z.output<typeof facet>

const line = z.object({
  name: z.string().describe('Name'),
  pipelineId: id('pipeline').nullable().describe('Pipeline of a stage'),
  order: z.int().nullable().describe('Place of a stage'),
})
export type NameLine = z.output<typeof line>

const measures = z.object({ count: z.int().describe('Opportunities that entered the stage, or were lost so') })
export type NameMeasures = z.output<typeof measures>

type NameEntry = Entry<NameFacet, NameLine, NameMeasures>

const knownGroups = interned<{ readonly facet: NameFacet; readonly line: NameLine }>()
const called = (day: Day, kind: NameFacet['kind'], id: string, line: NameLine): NameEntry => {
  const { name, pipelineId, order } = line
  const group = knownGroups([kind, id, pipelineId, order, name].join(), () => ({
    facet: kind === 'stage' ? { kind, stageId: id } : { kind, reasonId: id },
    line,
  }))
  return { day, ...group, add: { count: 1 } }
}

/** Reopening says nothing new of the stage: its step carries the stage as it was once entered. */
const nameEntries = ({ day, set: { status, stage, lostReason } }: Step, isOpening: boolean): readonly NameEntry[] => {
  const entries: NameEntry[] = []
  if (stage && (isOpening || status !== 'open')) {
    const { stageId, name, pipelineId, order } = stage
    entries.push(called(day, 'stage', stageId, { name, pipelineId, order }))
  }
  if (lostReason) {
    const { reasonId, name } = lostReason
    entries.push(called(day, 'lostReason', reasonId, { name, pipelineId: null, order: null }))
  }
  return entries
}

/**
 * What stages and lost reasons were called, and where stages stood, on the days on which opportunities entered them or were
 * lost so. A report names them by it, so that no later renaming changes it.
 */
export const pipelineNames = defineRollup(opportunities, {
  name: 'pipelineNames',
  version: 1,
  describe: 'What stages and lost reasons were called when opportunities entered them or were lost so',
  facet,
  line,
  measures,
  entries: ({ steps }) => steps.flatMap((step, i) => nameEntries(step, i === 0)),
})

type Row = DaysRow<NameFacet, NameLine, NameMeasures>
export interface Name extends NameLine {
  readonly id: string
}

/**
 * The name of each stage and lost reason on a day: that of its latest entry until then. Of names last entered on one day, the
 * one first entered later: the newer one.
 */
export const namesAsOf = (rows: Iterable<Row>, day: Day): ReadonlyMap<string, Name> => {
  const spans = new Map<string, Name & { first: Day; last: Day }>()
  for (const { facet, line, days } of rows) {
    const known = Object.keys(days)
      .filter(that => that <= day)
      .sort()
    const [first, last] = [known[0], known.at(-1)]
    if (first === undefined || last === undefined) continue
    const id = facet.kind === 'stage' ? facet.stageId : facet.reasonId
    const key = JSON.stringify([id, line.name, line.order])
    const was = spans.get(key)
    if (!was) spans.set(key, { id, ...line, first, last })
    else {
      if (first < was.first) was.first = first
      if (last > was.last) was.last = last
    }
  }
  const names = new Map<string, Name & { first: Day; last: Day }>()
  for (const name of spans.values()) {
    const was = names.get(name.id)
    if (!was || isNewer(name, was)) names.set(name.id, name)
  }
  return names
}

type Span = Name & { readonly first: Day; readonly last: Day }
const isNewer = (a: Span, b: Span): boolean => {
  for (const [x, y] of [
    [a.last, b.last],
    [a.first, b.first],
    [a.name, b.name],
  ] as const)
    if (x !== y) return x > y
  return (a.order ?? 0) > (b.order ?? 0)
}
