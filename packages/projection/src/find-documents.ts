import type { Position } from '@eventcrm/event-store'
import type { DocumentStore } from './document-store.ts'
import { ViewBuilding } from './errors.ts'
import type { Find, Found } from './filter.ts'
import { inputError, isPlain } from './input-error.ts'
import { typedFound, untypedFind } from './row-decoder.ts'
import type { View } from './view.ts'

/** Documents of a view, with what they are of. */
export interface FoundDocuments<Doc> extends Found<Doc> {
  /** What has been folded into them; null while the log is empty. */
  readonly position: Position | null
}

/** Fields that a question names, with the places at which it does. */
function* namedFields(where: unknown, at: string): Generator<readonly [field: unknown, at: string]> {
  if (!isPlain(where)) return
  if ('field' in where) yield [where['field'], `${at}.field`]
  if ('not' in where) yield* namedFields(where['not'], `${at}.not`)
  for (const operator of ['and', 'or']) {
    const parts = where[operator]
    if (Array.isArray(parts))
      for (const [i, part] of parts.entries()) yield* namedFields(part, `${at}.${operator}[${String(i)}]`)
  }
}

/**
 * Finds documents of a view.
 * @param find.where which; all when left out
 * @param find.sort by key when left out
 * @param find.limit 1 or more; all when left out
 * @param find.after `next` of the page before, with the same sort
 * @throws TypeError naming a field that the view's documents have not, or what else is not of the documented form; ViewBuilding
 *   while the view is folded for the first time; DocumentDamaged where one that is found is none of the view's
 * @example
 * const found = await findDocuments(documents, opportunities, { where: { field: 'status', equals: 'open' }, limit: 20 })
 */
export const findDocuments = async <Doc>(
  store: DocumentStore,
  view: View<Doc>,
  find: Find<Doc> = {},
): Promise<FoundDocuments<Doc>> => {
  const fields = new Set(view.fields)
  const named = [
    ...namedFields(find.where, 'where'),
    ...(Array.isArray(find.sort) ? find.sort : []).map(
      (by: unknown, i) => [isPlain(by) ? by['field'] : by, `sort[${String(i)}].field`] as const,
    ),
  ]
  for (const [field, at] of named)
    if (typeof field === 'string' && !fields.has(field.split('.', 1)[0] ?? ''))
      throw inputError(at, `a field of ${view.name}: ${view.fields.join(', ')}`)
  const [progress, found] = await store.query([{ progress: view.collection }, untypedFind(view, find)])
  if (!progress || progress.building) throw new ViewBuilding(view.name)
  return { ...typedFound(view, found), position: progress.checkpoint?.position ?? null }
}
