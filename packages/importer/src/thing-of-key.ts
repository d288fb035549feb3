// What a key names: what was imported under it, or else what has it for its id, as a file has it that was exported from here.
import type { LibraryAggregates } from '@eventcrm/crm'
import { z } from 'zod'
import type { ReferenceKind } from './field.ts'
import type { ImportTarget, Kind } from './form.ts'

/** The facade's name for what rows become and refer to. */
export const aggregates = {
  product: 'products',
  staffMember: 'staff',
  salesTeam: 'teams',
  contact: 'contacts',
  pipeline: 'pipelines',
  lead: 'leads',
  opportunity: 'opportunities',
  purchase: 'purchases',
  invoice: 'invoices',
  payment: 'payments',
} as const satisfies Readonly<Record<ReferenceKind | Kind, keyof LibraryAggregates>>

const uuid = z.uuid()

const isThere = async (crm: ImportTarget, kind: ReferenceKind | Kind, id: string): Promise<boolean> =>
  (await crm.state(aggregates[kind], id)).openedOn !== null

export interface KeyedThing {
  /** For something that is not there yet, the id under which it would be imported. */
  readonly id: string
  readonly isThere: boolean
}

/** @param parts the values of the key columns */
export const thingOfKey = async (
  crm: ImportTarget,
  kind: ReferenceKind | Kind,
  parts: readonly string[],
): Promise<KeyedThing> => {
  const id = await crm.idFor(kind, ...parts)
  if (await isThere(crm, kind, id)) return { id, isThere: true }
  const [own = ''] = parts
  if (parts.length === 1 && uuid.safeParse(own).success && (await isThere(crm, kind, own.toLowerCase())))
    return { id: own.toLowerCase(), isThere: true }
  return { id, isThere: false }
}
