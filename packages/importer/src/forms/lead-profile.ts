// What kind of lead it is and where it came from, by the company's catalogues.
import { lead } from '@eventcrm/crm'
import { entriesFrom, entryFrom, isEntry, type EntryNames, type MeantEntry } from '../entry-names.ts'
import type { PlanBuilder } from '../plan-builder.ts'
import { addEntry } from './changing.ts'
import type { Changing, Lead } from './lead-changing.ts'
import type { LeadValues, Name } from './lead-fields.ts'

const catalogues = {
  position: 'position',
  industry: 'industry',
  size: 'size',
  group: 'customerGroup',
  territory: 'territory',
  source: 'leadSource',
  campaign: 'campaign',
} as const
type ProfileField = keyof typeof catalogues
const profileFields = ['position', 'industry', 'size', 'group', 'territory', 'source', 'campaign'] as const

/** Catalogue values of a row. */
export interface Entries {
  readonly profile: { readonly [F in ProfileField]?: MeantEntry | null | undefined }
  readonly tags: readonly MeantEntry[]
  readonly reason: MeantEntry | undefined
}

export const entriesOf = async (
  values: LeadValues,
  there: Lead,
  names: EntryNames,
  plan: PlanBuilder<Name>,
): Promise<Entries> => {
  const profile: { [F in ProfileField]?: MeantEntry | null | undefined } = {}
  for (const field of profileFields)
    profile[field] = await entryFrom(field, values[field], catalogues[field], names, plan, [there[field]])
  const tags = await entriesFrom('tags', values.tags, 'tag', names, plan, [...there.tags.values()])
  const reason = await entryFrom('reason', values.reason, 'leadLostReason', names, plan, [
    there.lost?.reason,
    there.qualification?.reason,
  ])
  return { profile, tags: tags ?? [], reason: reason ?? undefined }
}

/** What a creation says; entries to be added go first. */
export const createdProfile = (changing: Changing, { profile, tags }: Entries) => {
  for (const field of profileFields) addEntry(changing, profile[field], field)
  for (const tag of tags) addEntry(changing, tag, 'tags')
  return {
    ...Object.fromEntries(profileFields.flatMap(field => (profile[field] ? [[field, profile[field].given]] : []))),
    tags: tags.map(({ given }) => given),
  }
}

export const setProfile = async (changing: Changing, { profile, tags }: Entries): Promise<void> => {
  const { row, values, there, plan, at, dated, isNew } = changing
  const leadId = row.id
  const changed: { [F in ProfileField]?: MeantEntry['given'] | null } = {}
  for (const field of profileFields) {
    const meant = profile[field]
    if (meant === undefined || !(await isNew(field, there.days[field], s => isEntry(s[field], meant)))) continue
    addEntry(changing, meant, field)
    changed[field] = meant ? meant.given : null
  }
  const { kind } = values
  const isOfKind = (s: Lead) => s.kind === kind
  const kindGiven = kind !== undefined && (await isNew('kind', there.days['kind'], isOfKind)) ? { kind } : {}
  if (Object.keys({ ...changed, ...kindGiven }).length > 0)
    plan.step(lead.setProfile({ leadId, ...kindGiven, ...changed }, at), dated)
  for (const tag of tags) {
    const has = (s: Lead) => [...s.tags.values()].some(one => isEntry(one, tag))
    const known = [...there.tags].find(([, one]) => isEntry(one, tag))?.[0]
    if (!(await isNew('tags', known === undefined ? undefined : there.tags.lastSetOn(known), has))) continue
    addEntry(changing, tag, 'tags')
    plan.step(lead.tag({ leadId, tag: tag.given }, at), { ...dated, tag: 'tags' })
  }
}
