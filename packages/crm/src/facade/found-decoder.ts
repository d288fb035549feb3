// Documents found by view: what stands in them was checked when it was written.
import type { AnyView, DocumentStore, Find, Found, View } from '@eventcrm/projection'

/** Every field that a search names. */
function* fieldsIn(value: unknown): Iterable<string> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'field' && typeof inner === 'string') yield inner
    else yield* fieldsIn(inner)
  }
}

const checkFields = ({ name, fields }: Pick<AnyView, 'name' | 'fields'>, find: object): void => {
  for (const field of fieldsIn(find)) {
    const [first = ''] = field.split('.')
    if (fields.length > 0 && !fields.includes(first))
      throw new TypeError(`Documents of '${name}' have no field '${field}': ${fields.join(', ')}`)
  }
}

/**
 * Finds documents of a view.
 * @throws TypeError for a field that the view's documents don't have, and for a filter, sort, limit or cursor of another form
 */
export const findDocuments = async <Doc>(
  documents: DocumentStore,
  view: View<Doc>,
  find: Find<Doc>,
): Promise<Found<Doc>> => {
  checkFields(view, find)
  const [found] = await documents.query([{ ...(find as Find), find: view.collection }])
  return found as Found<unknown> as Found<Doc>
}
