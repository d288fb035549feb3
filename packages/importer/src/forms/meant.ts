import type { ReferenceKind } from '../field.ts'
import type { PlanBuilder } from '../plan-builder.ts'
import { severalHave, type Reference } from '../references.ts'

/** What a name means that may be of something new; of several things of that name, the one that is held already. */
export const meant = <Name extends string>(
  found: Reference,
  held: readonly (string | null)[],
  field: NoInfer<Name>,
  kind: ReferenceKind,
  plan: PlanBuilder<Name>,
): { readonly id: string; readonly isNew: boolean } | undefined => {
  if (found.is !== 'ambiguous') return { id: found.id, isNew: found.is === 'unknown' }
  const id = found.candidates.find(candidate => held.includes(candidate))
  if (id !== undefined) return { id, isNew: false }
  plan.fault(field, 'AMBIGUOUS', severalHave(found.candidates.length, kind))
  return undefined
}
