import { libraryReadModels } from '@eventcrm/crm'
import type { AnyList, AnyView } from '@eventcrm/projection'

/** The view of a list of the library. */
export const viewOfList = ({ name, view: { collection } }: AnyList): AnyView => {
  const views = libraryReadModels.flatMap<AnyView>(({ views }) => views)
  const view = views.find(one => one.collection === collection)
  if (!view) throw new TypeError(`${name} is a list of no view of the library`)
  return view
}
