// A row writes several streams one after the other. Where an import was killed between two of them, what is missing belongs to the day of the rest.
import type { Day } from '@eventcrm/crm'
import { z } from 'zod'
import type { ImportTarget, Kind } from './form.ts'
import { aggregates } from './thing-of-key.ts'

const uuid = z.uuid()
const isRunId = (id: string): boolean => uuid.safeParse(id).success

const cameToNoEnd = async (crm: ImportTarget, runId: string): Promise<boolean> => {
  const { status, cause } = await crm.state('importRuns', runId)
  return status === 'begun' || (status === 'brokenOff' && cause === 'fault')
}

/**
 * The day on which a thing began, where the import that began it may have been stopped before the rest of the row was in; null otherwise.
 * @param run the import under way, which stops nowhere but where somebody else wrote between
 */
export const brokenOffOn = async (
  crm: ImportTarget,
  kind: Kind,
  id: string,
  run: { readonly id: string | undefined; readonly inPart: boolean },
): Promise<Day | null> => {
  for await (const { source, correlationId, occurredOn } of crm.history(aggregates[kind], id, { limit: 1 })) {
    if (source !== 'import' || !isRunId(correlationId)) return null
    const isBrokenOff = correlationId === run.id ? run.inPart : await cameToNoEnd(crm, correlationId)
    return isBrokenOff ? occurredOn : null
  }
  return null
}

/** Whether a row may be the one that a thing began with on that day: another row may have made it, as a leader is made whom a row above names. */
export const mayBeginOn = (values: Readonly<Record<string, unknown>>, day: Day): boolean => {
  const began = ['registeredOn', 'createdOn', 'joinedOn'].map(field => values[field]).find(on => on !== undefined)
  return began === undefined || began === day
}
