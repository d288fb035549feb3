import { searchKeyOf, type Day } from '@eventcrm/crm'
import { Chance } from './chance.ts'
import type { Ids } from './ids.ts'
import { families, men, women, type Region } from './names/people.ts'
import { offices, type Office } from './names/places.ts'
import { firstDay } from './working-days.ts'

export interface Employee {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly department: string
  /** Where they sell; null for those who don't. */
  readonly office: Office | null
  readonly leads: boolean
  readonly joins: Day
  /** The last day at work; null for those who stay. */
  readonly leaves: Day | null
  /** How much better than the average at winning, in percent points. */
  readonly skill: number
}

export interface Staff {
  readonly administrator: Employee
  readonly director: Employee
  /** Who writes invoices and books payments. */
  readonly accountant: Employee
  /** Those who sell, leaders included. */
  readonly sellers: readonly Employee[]
}

export interface Person {
  readonly name: string
  /** How a colleague speaks of them: 'chị Lan'. */
  readonly spokenOf: string
}

export const person = (chance: Chance, region: Region): Person => {
  const family = chance.weighted(...families[region])
  const { middle, given, address } = chance.percent(50) ? women : men
  const first = chance.pick(given)
  const second = chance.pick(middle.filter(name => !name.endsWith(first)))
  return { name: `${family} ${second} ${first}`, spokenOf: `${address} ${first}` }
}

/** 'Nguyễn Thị Lan' is lan.nguyen. */
export const mailbox = (name: string): string => {
  const words = searchKeyOf(name).split(' ')
  return [words.at(-1), words[0]].join('.')
}

const sellersPerOffice: Readonly<Record<Region, number>> = { north: 3, centre: 2, south: 4 }

/** Somebody who comes and somebody who goes, so that there is work to hand over. */
const lateJoiner = { region: 'south', joins: '2025-03-10' } as const
const leaver = { region: 'north', leaves: '2025-08-15' } as const

export const staffOf = (seed: number, id: Ids): Staff => {
  const chance = new Chance(seed, 'staff')
  const names = new Set<string>()
  const employee = (
    key: string,
    region: Region,
    rest: Partial<Employee> & { readonly department: string },
  ): Employee => {
    let name = person(chance, region).name
    while ([...names].some(known => mailbox(known) === mailbox(name))) name = person(chance, region).name
    names.add(name)
    return {
      id: id('staff member', key),
      name,
      email: `${mailbox(name)}@songlam.example`, // nobody can own such an address (RFC 2606)
      office: null,
      leads: false,
      joins: firstDay,
      leaves: null,
      skill: 0,
      ...rest,
    }
  }
  const director = employee('director', 'north', { department: 'Ban Giám đốc' })
  const administrator = employee('administrator', 'north', { department: 'Vận hành kinh doanh' })
  const sellers = offices.flatMap(office => {
    const { region, department } = office
    const leader = employee(`${region}/leader`, region, { department, office, leads: true, skill: chance.int(0, 12) })
    const others = Array.from({ length: sellersPerOffice[region] }, (_, i) =>
      employee(`${region}/${String(i + 1)}`, region, {
        department,
        office,
        skill: chance.int(-14, 14),
        ...(i === 0 && region === lateJoiner.region ? { joins: lateJoiner.joins } : {}),
        ...(i === 0 && region === leaver.region ? { leaves: leaver.leaves } : {}),
      }),
    )
    return [leader, ...others]
  })
  const accountant = employee('accountant', 'north', { department: 'Kế toán' })
  return { administrator, director, accountant, sellers }
}

/** Those of an office who are at work on a day. */
export const atWork = ({ sellers }: Staff, office: Office, on: Day): readonly Employee[] =>
  sellers.filter(
    seller => seller.office === office && seller.joins <= on && (seller.leaves === null || on <= seller.leaves),
  )

/** Who leads the office of that salesperson. */
export const leaderOf = ({ sellers }: Staff, { office }: Employee): Employee => {
  const leader = sellers.find(seller => seller.leads && seller.office === office)
  if (!leader) throw new RangeError('Nobody leads this office')
  return leader
}
