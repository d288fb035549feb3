// Who manages how many customers, and who has room for more.
import { sortKeyOf } from '@eventcrm/domain'
import {
  askedId,
  countsBy,
  defineReport,
  documentsIn,
  falling,
  ranked,
  rising,
  type Answered,
  type CheckedQuestion,
  type Report,
  type ReportReader,
} from '@eventcrm/projection'
import { z } from 'zod'
import { contacts } from './contacts.ts'
import { directory } from './directory.ts'
import { portfoliosSections } from './portfolios-sections.ts'
import { isAccount, portfolios } from './portfolios.ts'

/** The question's schema: its fields are the options of `eventcrm report portfolios`. */
export const portfoliosQuestion = z.strictObject({
  team: askedId('sales team').optional().describe('Only those of the members of this sales team'),
})
/** What the report is asked. It is as of today; `knownAt` asks for what it said then. */
export interface PortfoliosQuestion {
  /** Id of a sales team: only its members' customers, and none that nobody manages. */
  readonly team?: string | undefined
}
export interface CheckedPortfoliosQuestion extends CheckedQuestion<typeof portfoliosQuestion> {}

/** The customers of one salesperson, or of nobody. */
export interface Portfolio {
  /** Null: nobody manages them. */
  readonly staffMemberId: string | null
  readonly name: string | null
  /** Regular customers that are not put away; what is part of another counts with that one. */
  readonly customers: number
  /** Customers that the assignment rules are about to give to this person, beside those. */
  readonly promised: number
  /** Kind of customer that the person takes; null any. */
  readonly handles: 'individual' | 'organisation' | null
  /** Customers that the person should have; null no such number. */
  readonly least: number | null
  /** Customers that the person may have; null no limit. */
  readonly most: number | null
  /** So many fewer than the least. */
  readonly lacking: number
  /** So many more than the most. */
  readonly over: number
  /** The person works for the company no more. */
  readonly hasLeft: boolean
}

export interface Portfolios extends Answered<CheckedPortfoliosQuestion> {
  readonly total: {
    readonly customers: number
    /** Customers that somebody manages. */
    readonly managed: number
    readonly unmanaged: number
    /** People who have fewer than they should. */
    readonly peopleLacking: number
    /** People who have more than they may. */
    readonly peopleOver: number
  }
  /** Most customers first, then by name; those that nobody manages last, where there are any. */
  readonly portfolios: readonly Portfolio[]
}

const unlimited = { handles: null, least: null, most: null }

const haveLeft = {
  and: [
    { field: 'kind', equals: 'staffMember' },
    { field: 'active', equals: false },
  ],
} as const

const answer = async (reader: ReportReader, { team }: CheckedPortfoliosQuestion) => {
  const [counts, limits, entries] = await reader.read(
    countsBy(contacts, 'ownerId', isAccount),
    documentsIn(portfolios),
    documentsIn(directory, {
      where: team === undefined ? haveLeft : { or: [haveLeft, { field: 'id', equals: team }] },
    }),
  )
  const customersOf = new Map(
    counts.map(({ values: [owner], count }) => [typeof owner === 'string' ? owner : null, count] as const),
  )
  const limitsOf = new Map(limits.map(document => [document.staffMemberId, document]))
  const gone = new Set(entries.flatMap(({ kind, id }) => (kind === 'staffMember' ? [id] : [])))
  const members = new Set(entries.flatMap(entry => (entry.kind === 'salesTeam' ? entry.memberIds : [])))
  const staff = [...new Set([...customersOf.keys(), ...limitsOf.keys()])]
    .filter(id => id !== null)
    .filter(id => customersOf.has(id) || !gone.has(id))
    .filter(id => team === undefined || members.has(id))
    // in an order of their own, for those whose names are alike
    .sort()
  const nameOf = await reader.names(staff)
  const people = staff.map((staffMemberId): Portfolio & { readonly staffMemberId: string } => {
    const customers = customersOf.get(staffMemberId) ?? 0
    const { handles, least, most, promised = [] } = { ...unlimited, ...limitsOf.get(staffMemberId) }
    return {
      ...{ staffMemberId, name: nameOf(staffMemberId), customers, promised: promised.length, handles, least, most },
      lacking: Math.max(0, (least ?? 0) - customers),
      over: most === null ? 0 : Math.max(0, customers - most),
      hasLeft: gone.has(staffMemberId),
    }
  })
  const unmanaged = team === undefined ? (customersOf.get(null) ?? 0) : 0
  const managed = people.reduce((sum, { customers }) => sum + customers, 0)
  const inRank = ranked<Portfolio>(
    people,
    falling(({ customers }) => customers),
    rising(({ name }) => (name === null ? null : sortKeyOf(name))),
    rising(({ name }) => name),
  )
  const nobodys: Portfolio = {
    ...{ staffMemberId: null, name: null, customers: unmanaged, promised: 0, ...unlimited },
    ...{ lacking: 0, over: 0, hasLeft: false },
  }
  return {
    total: {
      customers: managed + unmanaged,
      managed,
      unmanaged,
      peopleLacking: people.filter(({ lacking }) => lacking > 0).length,
      peopleOver: people.filter(({ over }) => over > 0).length,
    },
    portfolios: [...inRank, ...(unmanaged > 0 ? [nobodys] : [])],
  }
}

/**
 * How many customers each salesperson manages, beside how many each should and may have by the assignment rules; and those that nobody manages.
 *
 * As of today: a customer's document says who manages it now. It counts by index, whatever the number of customers.
 */
export const portfoliosReport: Report<'portfolios', PortfoliosQuestion, Portfolios> = defineReport({
  name: 'portfolios',
  title: { en: 'Portfolios', vi: 'Danh mục khách hàng phụ trách' },
  describe:
    'How many customers each salesperson manages, should and may have, of the regular ones that are neither archived nor part of another: as of today',
  views: [contacts, portfolios, directory],
  question: portfoliosQuestion,
  asked: { team: { title: { en: 'team', vi: 'đội' } } },
  answer,
  sections: portfoliosSections,
})
