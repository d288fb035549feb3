import { contactIdOfLead, searchKeyOf } from '@eventcrm/crm'
import { Chance } from './chance.ts'
import type { Ids } from './ids.ts'
import { legalForms, properNames, sizes, trades } from './names/organisations.ts'
import { offices, type Office } from './names/places.ts'
import { mailbox, person } from './staff.ts'

export interface Customer {
  readonly id: string
  /** The lead that it comes from, if it is no customer since before. */
  readonly leadId: string
  readonly addressId: string
  readonly kind: 'individual' | 'organisation'
  readonly name: string
  /** What salespeople call it in a title. */
  readonly shortName: string
  readonly email: string
  readonly industry: string | null
  readonly size: string | null
  readonly group: string
  readonly office: Office
  readonly province: string
  readonly street: string
  /** A customer since before the years began. */
  readonly isOld: boolean
}

const organisationName = (chance: Chance) => {
  const trade = chance.weighted(...trades.map(each => [each, each.weight] as const))
  const called = `${chance.pick(trade.kinds)} ${chance.pick(trade.names ?? properNames)}`
  const name = trade.legal ? `${chance.weighted(...legalForms)} ${called}` : called
  return { trade, name, shortName: called }
}

/** 'Khách sạn Hải Đăng' is khachsanhaidang.example, which nobody can own (RFC 2606). */
const domainOf = (name: string): string => `${searchKeyOf(name).replaceAll(/[^a-z0-9]/g, '')}.example`

/**
 * People and organisations that buy, or might. No phone numbers: Viet Nam sets none aside for fiction, and any that is valid may be
 * somebody's.
 */
export const customersOf = (seed: number, count: number, id: Ids, what = 'customers'): readonly Customer[] => {
  const chance = new Chance(seed, what)
  const taken = new Set<string>()
  return Array.from({ length: count }, (_, i): Customer => {
    const office = chance.weighted(...offices.map((each, at) => [each, [5, 2, 6][at] ?? 1] as const))
    const province = chance.weighted(...office.provinces)
    const street = `${String(chance.int(1, 320))} ${chance.pick(office.streets)}`
    const isOld = what === 'customers' && i < count / 3
    // who is no customer yet is a contact once a lead was converted, under an id that derives from the lead's
    const leadId = id('lead', what, i)
    const ids = { id: isOld ? id('contact', i) : contactIdOfLead(leadId), leadId, addressId: id('address', what, i) }
    const fresh = <T extends { readonly name: string }>(draw: () => T): T => {
      let drawn = draw()
      for (let tries = 0; taken.has(drawn.name) && tries < 50; tries++) drawn = draw()
      taken.add(drawn.name)
      return drawn
    }
    if (chance.percent(20)) {
      const { name, spokenOf: shortName } = fresh(() => person(chance, office.region))
      const email = `${mailbox(name)}.${String(i)}@thu.example`
      return {
        ...ids,
        kind: 'individual',
        name,
        shortName,
        email,
        industry: null,
        size: null,
        group: 'Cá nhân',
        office,
        province,
        street,
        isOld,
      }
    }
    const { trade, name, shortName } = fresh(() => organisationName(chance))
    const { industry } = trade
    const group = isOld && chance.percent(25) ? 'VIP' : 'Doanh nghiệp'
    const email = `muahang@${domainOf(shortName)}`
    return {
      ...ids,
      kind: 'organisation',
      name,
      shortName,
      email,
      industry,
      size: chance.weighted(...sizes),
      group,
      office,
      province,
      street,
      isOld,
    }
  })
}
