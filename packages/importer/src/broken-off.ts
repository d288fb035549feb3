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

/** When a thing began, and when that was written. */
export interface Beginning {
  readonly on: Day
  readonly recordedAt: string
}

/**
 * How a thing began, where the import that began it may have been stopped before the rest of the row was in; null otherwise.
 * @param run the import under way, which stops nowhere but where somebody else wrote between
 */
export const brokenOffOn = async (
  crm: ImportTarget,
  kind: Kind,
  id: string,
  run: { readonly id: string | undefined; readonly inPart: boolean },
): Promise<Beginning | null> => {
  for await (const { source, correlationId, occurredOn, recordedAt } of crm.history(aggregates[kind], id, {
    limit: 1,
  })) {
    if (source !== 'import' || !isRunId(correlationId)) return null
    const isBrokenOff = correlationId === run.id ? run.inPart : await cameToNoEnd(crm, correlationId)
    return isBrokenOff ? { on: occurredOn, recordedAt } : null
  }
  return null
}

/**
 * Whether a row may be the one that a thing began with: another row may have made it, as a leader is made whom a row above names. One that says no
 * day began it on the day on which that was written.
 */
export const mayHaveBegun = (
  values: Readonly<Record<string, unknown>>,
  { on, recordedAt }: Beginning,
  dayOf: (instant: string) => string,
): boolean => {
  const began = ['registeredOn', 'createdOn', 'joinedOn'].map(field => values[field]).find(day => day !== undefined)
  return on === (began ?? dayOf(recordedAt))
}
