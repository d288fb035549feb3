// Two years of a company as the steps people took: drawn from the seed alone, so it is the same whenever and wherever it is drawn.
import { contact, type Language } from '@eventcrm/crm'
import { Account } from './account.ts'
import { Chance } from './chance.ts'
import {
  companyOf,
  joining,
  leaving,
  priceRise,
  pricesRiseOn,
  registering,
  settingUp,
  type Company,
} from './company.ts'
import type { Customer } from './customers.ts'
import { openingsOf } from './demand.ts'
import { OpportunityLife } from './opportunity-life.ts'
import { LeadLife } from './lead-life.ts'
import { Diary } from './diary.ts'
import { atWork } from './staff.ts'
import { inOrder, stepOf, type Step } from './step.ts'
import { demoPrefix } from './content.ts'
import { addDays, atMinute, daysBetween, firstDay, lastDay, workingDay, workingMinutes } from './working-days.ts'

const setUpOn = workingDay(firstDay)

/** When the company is set up, before anything else. */
export const foundedAt = atMinute(setUpOn, 0)

/** The first working day, one thing a minute; then those who come and go later, and the rise of prices. */
const administration = (company: Company): readonly Step[] => {
  const { administrator, sellers } = company.staff
  const by = administrator.id
  const old = company.customers.filter(({ isOld }) => isOld)
  const managerOf = ({ office }: Customer, i: number): string => {
    const there = sellers.filter(seller => seller.office === office && seller.joins === firstDay)
    return there[i % there.length]?.id ?? by
  }
  const firstHour = [
    ...settingUp(company),
    ...sellers.filter(({ leads, joins }) => !leads && joins === firstDay).map(seller => joining(company, seller)),
    ...old.map((customer, i) => [
      registering(customer, managerOf(customer, i)),
      contact.becomeCustomer({ contactId: customer.id, code: codeOf(i) }),
    ]),
  ].map((messages, minute) =>
    stepOf(
      `set-up/${String(minute).padStart(5, '0')}`,
      atMinute(setUpOn, Math.min(minute + 1, workingMinutes)),
      by,
      messages,
    ),
  )
  const later = sellers.flatMap(seller => [
    ...(seller.joins === firstDay
      ? []
      : [stepOf(`joins/${seller.id}`, atMinute(seller.joins, 0), by, joining(company, seller))]),
    ...(seller.leaves === null
      ? []
      : [stepOf(`leaves/${seller.id}`, atMinute(seller.leaves, workingMinutes), by, leaving(company, seller))]),
  ])
  return [...firstHour, ...later, stepOf('prices', atMinute(pricesRiseOn, 0), by, priceRise(company))]
}

const codeOf = (n: number): string => `KH${String(n + 1).padStart(4, '0')}`

/** A contact is entered with the first opportunity, and becomes a customer by the first one won. */
const withCustomers = (company: Company, steps: readonly Step[]): readonly Step[] => {
  const registered = new Set(company.customers.filter(({ isOld }) => isOld).map(({ id }) => id))
  const buying = new Set(registered)
  return steps.map(each => {
    const { customer, wins, opportunityId } = each
    if (!customer || opportunityId === null) return each
    if (each.carriesOut) {
      registered.add(customer.id)
      return each
    }
    const messages = [...each.messages]
    if (!registered.has(customer.id)) messages.unshift(registering(customer, each.actor))
    registered.add(customer.id)
    if (wins && !buying.has(customer.id)) {
      const code = codeOf(buying.size)
      messages.push(
        contact.becomeCustomer({
          contactId: customer.id,
          code,
          trigger: 'opportunityWon',
          documentId: opportunityId,
        }),
      )
      buying.add(customer.id)
    }
    return { ...each, messages, appends: messages.length === each.messages.length ? each.appends : null }
  })
}

/** Now and then somebody writes it down only days later, but before the next thing happens. */
const withLateNotes = (seed: number, key: string, steps: readonly Step[]): readonly Step[] => {
  const chance = new Chance(seed, `late/${key}`)
  return steps.map((each, i) => {
    const next = steps[i + 1]
    if (i === 0 || !chance.percent(7)) return each
    const day = workingDay(addDays(each.at.slice(0, 10), chance.int(1, 4)))
    const recordedAt = atMinute(day, chance.int(0, workingMinutes))
    return (next === undefined || recordedAt < next.at) && daysBetween(day, lastDay) >= 0
      ? { ...each, recordedAt }
      : each
  })
}

/** Somebody of whom nothing comes: now and then one who was written down before, by another who did not look. */
const fruitless = (company: Company, number: number, notBefore: string): readonly Step[] => {
  const key = `prospect/${String(number)}`
  const chance = new Chance(company.seed, key)
  const again = number > 10 && chance.percent(5)
  const prospect = company.prospects[again ? number - chance.int(1, 10) : number]
  const own = company.prospects[number]
  if (!prospect || !own) return []
  const begins = workingDay(addDays(notBefore, chance.int(0, daysBetween(notBefore, lastDay) - 10)))
  const owner = chance.pick(atWork(company.staff, prospect.office, begins))
  const { leadId } = own
  const life = new LeadLife(company, { key, leadId, chance, diary: new Diary(chance) }, prospect, owner)
  const ends = addDays(begins, chance.int(2, 40))
  // what somebody who leaves has not come to is nobody's story any more
  if (life.begin(begins) && (owner.leaves === null || addDays(ends, 100) < owner.leaves)) life.end(ends)
  return withLateNotes(
    company.seed,
    key,
    life.steps.filter(({ at }) => owner.leaves === null || at.slice(0, 10) <= owner.leaves),
  )
}

/** The clock runs when the years end: what has been overdue in them is raised then, each on its own day. */
const clockRun = ({ staff }: Company): Step =>
  stepOf('clock', atMinute(lastDay, workingMinutes), staff.administrator.id, [], { runsClock: true })

/** What happens in the two years, in the order in which it is written down. */
export const planOf = (seed: number, opportunities: number, language: Language): readonly Step[] => {
  const company = companyOf(seed, opportunities, language)
  const notBefore = workingDay(addDays(setUpOn, 1))
  const known = new Set<string>()
  const lives = openingsOf(company, opportunities, notBefore).map(({ number, on, customer }) => {
    const founds = !customer.isOld && !known.has(customer.id)
    known.add(customer.id)
    const life = new OpportunityLife(company, number, { on, customer, founds, notBefore })
    const steps = withLateNotes(seed, String(number), life.steps)
    const sales = life.sales.map(sale => ({ ...sale, knownOn: (steps[sale.step]?.recordedAt ?? '').slice(0, 10) }))
    return { steps, sales }
  })
  const sales = Map.groupBy(
    lives.flatMap(life => life.sales),
    ({ customer }) => customer,
  )
  const accounts = Array.from(sales, ([customer, sold]) => new Account(company, customer, sold).steps)
  const others = company.prospects.map((_, i) => fruitless(company, i, notBefore))
  const steps = [
    ...administration(company),
    ...lives.flatMap(life => life.steps),
    ...others.flat(),
    ...accounts.flat(),
    clockRun(company),
  ].sort(inOrder)
  const prefix = demoPrefix(seed, opportunities)
  return withCustomers(company, steps).map(each => ({ ...each, commandId: prefix + each.commandId }))
}
