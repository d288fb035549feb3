import type { Crm } from '@eventcrm/crm'
import { searchKeyOf } from '@eventcrm/domain'
import { documentsOf, type Found } from '@eventcrm/projection'
import { opportunities } from '@eventcrm/read-model-pipeline'

export interface Titled {
  readonly opportunityId: string
  readonly title: string
  readonly openedOn: string
}

/** Documents read at once: no more are held at a time. */
const pageSize = 1000

const pageBehind = async (crm: Crm, after: string | null): Promise<Found> => {
  const [page] = await crm.query([
    { find: opportunities.collection, limit: pageSize, ...(after === null ? {} : { after }) },
  ])
  return page
}

/** The opportunities with that title, accents and capitals aside. Titles are in no index: every document is read. */
export const findByTitle = async (crm: Crm, title: string): Promise<readonly Titled[]> => {
  const key = searchKeyOf(title)
  const found: Titled[] = []
  for (let after: string | null = null; ;) {
    const page: Found = await pageBehind(crm, after)
    for (const { opportunityId, title, openedOn } of documentsOf(opportunities, page)) {
      if (title !== null && searchKeyOf(title) === key) found.push({ opportunityId, title, openedOn })
    }
    if (page.next === null) return found
    after = page.next
  }
}
