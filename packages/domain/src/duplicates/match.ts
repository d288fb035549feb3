// Whether two leads or contacts may be the same: pure, from what each says. Finding candidates and merging them is for others.
import { searchKeyOf } from '../kernel/vietnamese.ts'
import type { Words } from '../kernel/words.ts'
import { organisationKeyOf } from './organisation-name.ts'

/** What a lead or contact says that may give it away. Values that were erased are left out. */
export interface Described {
  readonly kind: 'individual' | 'organisation' | null
  readonly name: string | null
  /** Of a person, the organisation. */
  readonly organisationName?: string | null
  /** In E.164. */
  readonly phones: readonly string[]
  readonly emails: readonly string[]
  readonly taxCode?: string | null
}

export type MatchReason = 'taxCode' | 'email' | 'phone' | 'organisationName' | 'personName'

/**
 * What each thing in common says by itself, in percent: whether two records that have it are the same. Assumed, not measured: a tax code
 * is one company's, a mail address one person's or one desk's, a phone is shared in families and offices, names are shared by many.
 */
const weights: Readonly<Record<MatchReason, number>> = {
  taxCode: 95,
  email: 90,
  phone: 80,
  organisationName: 60,
  personName: 20,
}
const reasons = [
  'taxCode',
  'email',
  'phone',
  'organisationName',
  'personName',
] as const satisfies readonly MatchReason[]

/** For people: why two may be the same. */
export const matchReasonWords: Readonly<Record<MatchReason, Words>> = {
  taxCode: { en: 'same tax code', vi: 'cùng mã số thuế' },
  email: { en: 'same e-mail address', vi: 'cùng địa chỉ email' },
  phone: { en: 'same phone number', vi: 'cùng số điện thoại' },
  organisationName: { en: 'same name of the organisation', vi: 'cùng tên tổ chức' },
  personName: { en: 'same name of the person', vi: 'cùng tên người' },
}

/** An e-mail address as it is compared: without case, and without what some hosts let people add behind a +. */
const emailKeyOf = (email: string): string => {
  const [local = '', host = ''] = email
    .trim()
    .toLowerCase()
    .split(/@(?=[^@]*$)/)
  return `${local.replace(/(?<=.)\+.*$/, '')}@${host}`
}

/** A tax code as it is compared: its letters and digits. */
const taxCodeKeyOf = (taxCode: string): string => taxCode.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** The name of a person as it is compared: without accents, case and signs. */
const personKeyOf = (name: string): string =>
  searchKeyOf(name)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** A lead or contact as it is compared: made once of each, however many it is compared with. */
export interface Comparable {
  readonly kind: Described['kind']
  /** Each once, and not empty. */
  readonly keys: Readonly<Record<MatchReason, ReadonlySet<string>>>
}

export const comparableOf = ({ kind, name, organisationName, phones, emails, taxCode }: Described): Comparable => {
  const organisations = [organisationName, kind === 'organisation' ? name : null]
  const keys = (values: readonly string[]): ReadonlySet<string> => new Set(values.filter(key => key !== ''))
  return {
    kind,
    keys: {
      taxCode: keys(said([taxCode]).map(taxCodeKeyOf)),
      email: keys(emails.map(emailKeyOf)),
      phone: keys(phones),
      organisationName: keys(said(organisations).map(organisationKeyOf)),
      personName: keys(kind === 'organisation' ? [] : said([name]).map(personKeyOf)),
    },
  }
}
const said = (values: readonly (string | null | undefined)[]): readonly string[] =>
  values.filter(value => typeof value === 'string')

/** How likely two are the same, and why. */
export interface Match {
  /** 0 to 100: each reason weighs by itself, as 1 − Π(1 − weight). 0 when they have nothing in common, or contradict each other. */
  readonly score: number
  /** The strongest first. */
  readonly reasons: readonly MatchReason[]
}
const noMatch: Match = { score: 0, reasons: [] }

/**
 * How likely two leads or contacts are the same.
 * A person and an organisation are never the same; neither are two with different tax codes, whatever else they share: branches
 * and subsidiaries share phones. Where one is of an organisation by its name alone, a shared name of the person makes it the same person.
 */
export const matchOf = (a: Comparable, b: Comparable): Match => {
  if (a.kind !== null && b.kind !== null && a.kind !== b.kind) return noMatch
  const shares = (reason: MatchReason): boolean => [...a.keys[reason]].some(key => b.keys[reason].has(key))
  if (a.keys.taxCode.size > 0 && b.keys.taxCode.size > 0 && !shares('taxCode')) return noMatch
  const shared = reasons.filter(shares)
  // two persons of one organisation, with other names, share nothing that tells
  const isPerson = a.kind !== 'organisation' && b.kind !== 'organisation'
  const telling = isPerson && !shared.includes('personName') ? shared.filter(by => by !== 'organisationName') : shared
  const doubt = telling.reduce((left, reason) => left * (1 - weights[reason] / 100), 1)
  return { score: Math.round((1 - doubt) * 100), reasons: telling }
}

/** From which score on two are told to be possibly the same: more than a name of a person in common. */
export const possiblySame = 50

/**
 * The keys that duplicates are looked up by: those of which one in common is enough to be possibly the same. A person's name counts only with the
 * organisation's, since a third of the country is called Nguyễn.
 */
export const lookUpKeysOf = (described: Described): readonly string[] => {
  const { keys } = comparableOf(described)
  const of = (reason: MatchReason) => [...keys[reason]].map(key => `${reason}:${key}`)
  const organisations = described.kind === 'individual' ? [] : of('organisationName')
  const persons = [...keys.personName].flatMap(person =>
    [...keys.organisationName].map(organisation => `person:${person}@${organisation}`),
  )
  return [...of('taxCode'), ...of('email'), ...of('phone'), ...organisations, ...persons]
}
