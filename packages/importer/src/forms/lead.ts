import { lead } from '@eventcrm/crm'
import { datedRow } from '../dated-row.ts'
import { defineForm } from '../form.ts'
import { hasOwnValue } from '../own-value.ts'
import { PlanBuilder } from '../plan-builder.ts'
import { momentsIn } from '../timeline.ts'
import { externalIdsFrom, newExternalIds } from './external-id.ts'
import { leadOf, type Changing, type Lead } from './lead-changing.ts'
import { fields, type LeadValues, type Name, type Row } from './lead-fields.ts'
import { createdProfile, entriesOf, setProfile, type Entries } from './lead-profile.ts'
import { setWhatWasSaid } from './lead-said.ts'
import { setStatus } from './lead-status.ts'
import { phoneFrom } from './phone.ts'

const lines = ['street', 'ward', 'district', 'province', 'country', 'postalCode'] as const
const linesOf = (values: LeadValues) =>
  Object.fromEntries(lines.flatMap(line => (values[line] === undefined ? [] : [[line, values[line]]])))

const fromAssignment = { ownerId: 'owner', teamId: 'team' } as const

const create = async (changing: Changing, entries: Entries): Promise<void> => {
  const { row, values, plan, at, dated } = changing
  const { title, name, organisationName, kind, email, website, need, owner, team, rating } = values
  const { phone } = await phoneFrom('phone', values.phone, row.crm, at, plan)
  const address = linesOf(values)
  const creation = {
    leadId: row.id,
    ...{ title, name, organisationName, kind, phone, email, website },
    ...(Object.keys(address).length === 0 ? {} : { address }),
    ...createdProfile(changing, entries),
    ...(need ? { need: { description: need } } : {}),
    ownerId: owner,
    teamId: team,
    // nobody, where the row says so, is not asked of the company's rules
    byRules: owner === undefined,
    externalIds: newExternalIds(values, plan),
    custom: row.custom.whenNew,
  }
  plan.step(lead.create(creation, at), {
    ...dated,
    ...fromAssignment,
    externalIds: 'externalId',
    address: 'street',
    description: 'need',
  })
  if (rating) plan.step(lead.rate({ leadId: row.id, rating }, at), dated)
}

const change = async (changing: Changing, entries: Entries): Promise<void> => {
  const { row, values, there, plan, at, dated, isNew } = changing
  const leadId = row.id
  const { need, owner, team, rating } = values
  const { days } = there
  for (const field of ['title', 'name', 'organisationName'] as const) {
    const value = values[field]
    if (value !== undefined && (await isNew(field, days[field], s => s[field] === value)))
      plan.step(lead.rename({ leadId, [field]: value }, at), dated)
  }
  const { phone, number } = await phoneFrom('phone', values.phone, row.crm, at, plan)
  if (phone !== undefined && (await isNew('phone', days['phone'], s => s.phone === number)))
    plan.step(lead.setContactDetails({ leadId, phone }, at), dated)
  for (const field of ['email', 'website'] as const) {
    const value = values[field]
    if (value !== undefined && (await isNew(field, days[field], s => s[field] === value)))
      plan.step(lead.setContactDetails({ leadId, [field]: value }, at), dated)
  }
  const given = linesOf(values)
  const isThere = (s: Lead) =>
    lines.every(line => values[line] === undefined || (s.address?.[line] ?? null) === values[line])
  const field = lines.find(line => values[line] !== undefined && values[line] !== (there.address?.[line] ?? null))
  if (field !== undefined && (await isNew(field, days['address'], isThere))) {
    const known = Object.fromEntries(
      lines.flatMap(line => {
        const value = there.address?.[line]
        return typeof value === 'string' ? [[line, value]] : []
      }),
    )
    plan.step(lead.setContactDetails({ leadId, address: { ...known, ...given } }, at), { ...dated, address: field })
  }
  await setProfile(changing, entries)
  const isNeeded = (s: Lead) => (s.need?.description ?? null) === need
  if (need !== undefined && (await isNew('need', days['need'], isNeeded))) {
    const { productIds, strength, when, wantedOn, canAfford } = there.need ?? {}
    const others = { productIds, strength, when, wantedOn, canAfford }
    plan.step(lead.setNeed({ leadId, need: { ...others, description: need } }, at), { ...dated, description: 'need' })
  }
  const assigned = ({ assignment: { ownerId, teamId } }: Lead) =>
    (owner === undefined || owner === ownerId) && (team === undefined || team === teamId)
  if (
    !(owner === undefined && team === undefined) &&
    (await isNew(owner === undefined ? 'team' : 'owner', days['assignment'], assigned))
  ) {
    const ownerId = owner === undefined ? there.assignment.ownerId : owner
    plan.step(lead.assign({ leadId, ownerId, teamId: team }, at), { ...dated, ...fromAssignment })
  }
  if (rating !== undefined && (await isNew('rating', days['rating'], s => s.rating === rating)))
    plan.step(lead.rate({ leadId, rating }, at), dated)
  const custom: Record<string, string | number | boolean | null> = {}
  for (const [field, value] of Object.entries(row.custom.whenThere)) {
    const has = (s: Lead) => hasOwnValue(s.custom.get(field)?.value, value)
    if (await isNew(`custom.${field}`, there.custom.lastSetOn(field), has)) custom[field] = value
  }
  if (Object.keys(custom).length > 0) plan.step(lead.setCustomFields({ leadId, custom }, at), dated)
  for (const external of externalIdsFrom(values, plan)) {
    const { system, id } = external
    const known = (s: Lead) => (s.externalIds.get(system)?.id ?? null) === id
    if (!(await isNew('externalId', there.externalIds.lastSetOn(system), known))) continue
    plan.step(lead.setExternalId({ leadId, ...external }, at), { ...dated, system: 'externalSystem', id: 'externalId' })
  }
}

export const leadForm = defineForm({
  kind: 'lead',
  describe: 'a lead: somebody who may want something, and is no opportunity yet',
  fields,
  custom: true,
  has: async (crm, id, field) => {
    const { ownerId, teamId } = (await crm.state('leads', id)).assignment
    const ids: Readonly<Record<string, string | null>> = { owner: ownerId, team: teamId }
    const held = ids[field] ?? null
    return held === null ? [] : [held]
  },
  async plan(row: Row) {
    const { id: leadId, crm } = row
    const there = await leadOf(crm, leadId)
    const plan = new PlanBuilder<Name>(there.status === 'unknown')
    const { creates } = plan
    const values = creates ? row.whenNew : row.whenThere
    const at = creates ? values.createdOn : (values.changedOn ?? row.brokenOffOn)
    const dated = { at: creates ? 'createdOn' : 'changedOn' } as const
    const read = () => momentsIn(crm.history('leads', leadId), lead.state)
    const { isNew, timeline } = datedRow(
      there,
      read,
      row,
      { changedOn: creates ? undefined : at, beganOn: values.createdOn },
      plan,
    )
    const changing: Changing = { row, values, there, plan, at, dated, isNew }
    const entries = await entriesOf(values, there, row.entries, plan)
    // one that is lost takes again what only an open one does
    if (values.status === 'open') await setStatus(changing, entries)
    if (creates) await create(changing, entries)
    else await change(changing, entries)
    await setWhatWasSaid(changing)
    if (values.status !== 'open') await setStatus(changing, entries)
    if (!creates) plan.place = timeline.place
    return plan
  },
})
