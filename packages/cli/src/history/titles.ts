import type { Crm } from '@eventcrm/crm'
import { searchKeyOf } from '@eventcrm/domain'
import type { FoundDocuments } from '@eventcrm/projection'
import { opportunities, type OpportunityDocument } from '@eventcrm/read-model-pipeline'

export interface Titled {
  readonly opportunityId: string
  readonly title: string
  readonly openedOn: string
}

/** Opportunities that were found, of which only the first few are kept. */
export interface FoundTitles {
  readonly count: number
  readonly first: readonly Titled[]
}

/** Documents read at once: no more are held at a time. */
const pageSize = 1000

class Finding implements FoundTitles {
  count = 0
  readonly first: Titled[] = []
  readonly #most: number
  constructor(most: number) {
    this.#most = most
  }
  add(one: Titled): void {
    this.count++
    if (this.first.length < this.#most) this.first.push(one)
  }
}

/**
 * The opportunities with that title, accents and capitals aside; where there are none, those whose title begins so.
 * Titles are in no index: every document is read.
 * @param most so many are kept
 */
export const findByTitle = async (crm: Crm, title: string, most: number): Promise<FoundTitles> => {
  const key = searchKeyOf(title)
  const [exact, beginning] = [new Finding(most), new Finding(most)]
  for (let after: string | null = null; ;) {
    const page: FoundDocuments<OpportunityDocument> = await crm.find(opportunities, {
      limit: pageSize,
      ...(after === null ? {} : { after }),
    })
    for (const { document } of page.documents) {
      const { opportunityId, title, openedOn } = document
      if (title === null) continue
      const own = searchKeyOf(title)
      if (own === key) exact.add({ opportunityId, title, openedOn })
      else if (own.startsWith(key)) beginning.add({ opportunityId, title, openedOn })
    }
    if (page.next === null) return exact.count > 0 ? exact : beginning
    after = page.next
  }
}
