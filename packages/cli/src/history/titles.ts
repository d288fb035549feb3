import type { Crm } from '@eventcrm/crm'
import { searchKeyOf } from '@eventcrm/domain'
import type { FoundDocuments } from '@eventcrm/projection'
import { opportunities, type OpportunityDocument } from '@eventcrm/read-model-pipeline'
import { formatsOf } from '../formats.ts'
import { mostListed, severalFault } from '../resolve-name.ts'
import { inEach } from '../speech.ts'
import { historyWords } from './history-words.ts'

interface Titled {
  readonly opportunityId: string
  readonly title: string
  readonly openedOn: string
}

/** Opportunities that were found, of which only the first few are kept. */
interface FoundTitles {
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
const findByTitle = async (crm: Crm, title: string, most: number): Promise<FoundTitles> => {
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

/**
 * The id of the opportunity with that title, or alone with a title that begins so; undefined when there is none.
 * @param option what the user gave it as, for the message
 * @throws Fault naming those that it may be when there are several
 */
export const idIfTitled = async (crm: Crm, title: string, option: string): Promise<string | undefined> => {
  const { count, first } = await findByTitle(crm, title, mostListed)
  if (count <= 1) return first[0]?.opportunityId
  const lines = first.map(({ title, openedOn, opportunityId }) =>
    inEach(
      language => `${title}  ${historyWords[language].opened(formatsOf(language).day(openedOn))}  ${opportunityId}`,
    ),
  )
  throw severalFault(option, title, lines, count)
}
