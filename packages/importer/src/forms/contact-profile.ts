// What kind of contact it is, by the company's catalogues.
import { contact } from '@eventcrm/crm'
import { entriesFrom, entryFrom, isEntry, type EntryNames, type MeantEntry } from '../entry-names.ts'
import type { PlanBuilder } from '../plan-builder.ts'
import { addEntry } from './changing.ts'
import type { Changing, Contact } from './contact-changing.ts'
import type { ContactValues, Name } from './contact-fields.ts'

const catalogues = {
  industry: 'industry',
  size: 'size',
  group: 'customerGroup',
  territory: 'territory',
  contactStatus: 'contactStatus',
  contactSource: 'contactSource',
  customerSource: 'customerSource',
} as const
type ProfileField = keyof typeof catalogues
const profileFields = [
  'industry',
  'size',
  'group',
  'territory',
  'contactStatus',
  'contactSource',
  'customerSource',
] as const

export type Profile = { readonly [F in ProfileField]?: MeantEntry | null | undefined }

export const profileFrom = async (
  values: ContactValues,
  there: Contact,
  names: EntryNames,
  plan: PlanBuilder<Name>,
): Promise<Profile> => {
  const profile: { [F in ProfileField]?: MeantEntry | null | undefined } = {}
  for (const field of profileFields)
    profile[field] = await entryFrom(field, values[field], catalogues[field], names, plan, [there[field]])
  return profile
}

/** What a registration says; entries to be added go first. */
export const registeredProfile = (changing: Pick<Changing, 'plan' | 'dated'>, profile: Profile) => {
  for (const field of profileFields) addEntry(changing, profile[field], field)
  return Object.fromEntries(profileFields.flatMap(field => (profile[field] ? [[field, profile[field].given]] : [])))
}

export const setProfile = async (changing: Changing, profile: Profile): Promise<void> => {
  const { row, there, plan, at, dated, isNew } = changing
  const changed: { [F in ProfileField]?: MeantEntry['given'] | null } = {}
  for (const field of profileFields) {
    const meant = profile[field]
    if (meant === undefined || !(await isNew(field, there.days[field], s => isEntry(s[field], meant)))) continue
    addEntry(changing, meant, field)
    changed[field] = meant ? meant.given : null
  }
  if (Object.keys(changed).length > 0) plan.step(contact.setProfile({ contactId: row.id, ...changed }, at), dated)
}

export const setTags = async (changing: Changing): Promise<void> => {
  const { row, values, there, plan, at, dated, isNew } = changing
  const meant = await entriesFrom('tags', values.tags, 'tag', row.entries, plan, [...there.tags.values()])
  for (const tag of meant ?? []) {
    const has = (s: typeof there) => [...s.tags.values()].some(one => isEntry(one, tag))
    const known = [...there.tags].find(([, one]) => isEntry(one, tag))?.[0]
    if (!(await isNew('tags', known === undefined ? undefined : there.tags.lastSetOn(known), has))) continue
    addEntry(changing, tag, 'tags')
    plan.step(contact.tag({ contactId: row.id, tag: tag.given }, at), { ...dated, tag: 'tags' })
  }
}
