import { contact, customerCodeKey } from '@eventcrm/crm'
import { defineForm } from '../form.ts'
import { hasOwnValue } from '../own-value.ts'
import { PlanBuilder } from '../plan-builder.ts'
import { channelsOf } from './contact-channels.ts'
import { comparing, contactOf, type Changing, type Contact } from './contact-changing.ts'
import { fields, type Name, type Row } from './contact-fields.ts'
import { setEmployer, setPersons } from './contact-persons.ts'
import { profileFrom, registeredProfile, setProfile, setTags, type Profile } from './contact-profile.ts'
import { addFurther, addressOf, fromAddress, setAddress } from './contact-reach.ts'
import { externalIdsFrom, newExternalIds } from './external-id.ts'
import { phoneFrom } from './phone.ts'

const demographicFields = ['birthDate', 'gender', 'areaOfResidence', 'occupation'] as const

const register = async (changing: Changing, profile: Profile): Promise<void> => {
  const { row, values, there, plan, at, dated } = changing
  const { kind, name, email, accountManager, taxCode, term } = values
  const { phone } = await phoneFrom('phone', values.phone, row.crm, at, plan)
  const address = await addressOf(row, there.addresses, values)
  const externalIds = newExternalIds(values, plan)
  if (kind === undefined || name === undefined) return
  // a person may be known, as somebody’s child, before birth: the day of birth is then what can be said since that day
  const bornLater = at !== undefined && values.birthDate && values.birthDate > at ? values.birthDate : undefined
  const demographics = Object.fromEntries(
    demographicFields.flatMap(field =>
      values[field] === undefined || values[field] === null || (field === 'birthDate' && bornLater)
        ? []
        : [[field, values[field]]],
    ),
  )
  const about = {
    kind,
    name,
    phone: phone ?? undefined,
    email: email ?? undefined,
    profile: registeredProfile(changing, profile),
    term,
    taxCode: taxCode ?? undefined,
    ...(Object.keys(demographics).length === 0 ? {} : { demographics }),
    accountManagerId: accountManager ?? undefined,
    addresses: address ? [address] : [],
    externalIds,
    custom: row.custom.whenNew,
  }
  plan.step(contact.register({ contactId: row.id, ...about }, at), {
    ...dated,
    ...fromAddress,
    accountManagerId: 'accountManager',
    externalIds: 'externalId',
    demographics: demographicFields.find(field => values[field] !== undefined) ?? 'birthDate',
  })
  if (bornLater)
    plan.step(contact.setDemographics({ contactId: row.id, birthDate: bornLater }, bornLater), { at: 'birthDate' })
}

const change = async (changing: Changing, profile: Profile): Promise<void> => {
  const { row, values, there, plan, at, dated, isNew } = changing
  const contactId = row.id
  const { kind, name, email, accountManager, taxCode, term } = values
  const { days } = there
  if (kind !== undefined && kind !== there.kind)
    plan.fault('kind', 'WRONG_KIND', {
      en: `the contact is there as an ${String(there.kind)}, which stays: import persons and organisations as two lists`,
      vi: `liên hệ đã có là ${there.kind === 'individual' ? 'cá nhân' : 'tổ chức'} và giữ nguyên: hãy nhập cá nhân và tổ chức bằng hai danh sách`,
    })
  const { phone, number } = await phoneFrom('phone', values.phone, row.crm, at, plan)
  if (name !== undefined && (await isNew('name', days['name'], s => s.name === name)))
    plan.step(contact.rename({ contactId, name }, at), dated)
  if (phone !== undefined && (await isNew('phone', days['phone'], s => s.phone === number)))
    plan.step(contact.setPhone({ contactId, phone }, at), dated)
  if (email !== undefined && (await isNew('email', days['email'], s => s.email === email)))
    plan.step(contact.setEmail({ contactId, email }, at), dated)
  await setProfile(changing, profile)
  if (term !== undefined && (await isNew('term', days['term'], s => s.term === term)))
    plan.step(contact.setTerm({ contactId, term, byRules: accountManager === undefined }, at), dated)
  if (taxCode !== undefined && (await isNew('taxCode', days['taxCode'], s => s.taxCode === taxCode)))
    plan.step(contact.setTaxCode({ contactId, taxCode }, at), dated)
  for (const field of demographicFields) {
    const value = values[field]
    if (value !== undefined && (await isNew(field, days[field], s => s[field] === value)))
      plan.step(contact.setDemographics({ contactId, [field]: value }, at), dated)
  }
  const manages = (s: Contact) => s.accountManagerId === accountManager
  if (accountManager !== undefined && (await isNew('accountManager', days['accountManagerId'], manages)))
    plan.step(contact.setAccountManager({ contactId, accountManagerId: accountManager }, at), {
      ...dated,
      accountManagerId: 'accountManager',
    })
  const custom: Record<string, string | number | boolean | null> = {}
  for (const [field, value] of Object.entries(row.custom.whenThere)) {
    const has = (s: Contact) => hasOwnValue(s.custom.get(field)?.value, value)
    if (await isNew(`custom.${field}`, there.custom.lastSetOn(field), has)) custom[field] = value
  }
  if (Object.keys(custom).length > 0) plan.step(contact.setCustomFields({ contactId, custom }, at), dated)
  for (const given of externalIdsFrom(values, plan)) {
    const { system, id } = given
    const known = (s: Contact) => (s.externalIds.get(system)?.id ?? null) === id
    if (!(await isNew('externalId', there.externalIds.lastSetOn(system), known))) continue
    plan.step(contact.setExternalId({ contactId, ...given }, at), {
      ...dated,
      system: 'externalSystem',
      id: 'externalId',
    })
  }
  const address = await addressOf(row, there.addresses, values)
  if (address) await setAddress(changing, address)
}

/** What it is to the company: a customer, a supplier, put away. */
const setRoles = async ({ row, values, there, plan, at, dated, isNew }: Changing): Promise<void> => {
  const contactId = row.id
  const { customerCode, customer, supplier, archived, note, accountManager } = values
  // whom the row says, or nobody, is not asked of the company's rules
  const byRules = accountManager === undefined
  if (customerCode !== undefined && customer === 'no')
    plan.fault('customer', 'CONTRADICTED', {
      en: 'the row has a customer code, which makes it a customer: leave one of the two cells empty',
      vi: 'dòng này có mã khách hàng, tức liên hệ là khách hàng: hãy để trống một trong hai ô',
    })
  // its own code stays with one that was merged into another, which has a code of its own
  const has = there.customer?.code
  const isOwn =
    customerCode !== undefined && typeof has === 'string' && customerCodeKey(has) === customerCodeKey(customerCode)
  if (customerCode !== undefined && !isOwn)
    plan.step(contact.becomeCustomer({ contactId, code: customerCode, trigger: 'import', byRules }, at), {
      ...dated,
      code: 'customerCode',
    })
  else if (customerCode === undefined && customer === 'yes' && there.customer === null)
    plan.step(contact.becomeCustomer({ contactId, trigger: 'import', byRules }, at), {
      ...dated,
      code: 'customerCode',
      contactId: 'customer',
    })
  if (supplier === 'yes' && there.supplier === null)
    plan.step(contact.becomeSupplier({ contactId, trigger: 'import' }, at), { ...dated, contactId: 'supplier' })
  for (const [field, is] of [
    ['customer', there.customer],
    ['supplier', there.supplier],
  ] as const)
    if (values[field] === 'no' && is !== null)
      plan.fault(field, 'STAYS', { en: 'it is one already, and stays one', vi: 'liên hệ đã là như vậy và giữ nguyên' })
  if (note !== undefined) {
    const noteId = await row.crm.idFor('note', contactId, note)
    const isNoted = [...there.notes.values()].some(({ text }) => text === note)
    if (!isNoted && !there.notes.had(noteId))
      plan.step(contact.addNote({ contactId, noteId, text: note }, at), { ...dated, text: 'note' })
  }
  const isArchived = archived === 'yes'
  if (archived === undefined || !(await isNew('archived', there.days['archived'], s => s.archived === isArchived)))
    return
  const command = isArchived ? contact.archive({ contactId }, at) : contact.unarchive({ contactId }, at)
  plan.step(command, { ...dated, contactId: 'archived' })
}

export const contactForm = defineForm({
  kind: 'contact',
  describe: 'a person or organisation in the directory, who may be a customer',
  fields,
  custom: true,
  alsoWrites: ({ customerCode }) =>
    customerCode === undefined ? [] : [`customerCode ${customerCodeKey(customerCode)}`],
  channels: channelsOf,
  has: async (crm, id, field) => {
    const { accountManagerId, employments } = await crm.state('contacts', id)
    if (field === 'employer') return [...employments.values()].map(({ organisationId }) => organisationId)
    return field === 'accountManager' && accountManagerId !== null ? [accountManagerId] : []
  },
  async plan(row: Row) {
    const { id: contactId, crm } = row
    const there = await contactOf(crm, contactId)
    const plan = new PlanBuilder<Name>(there.status === 'unknown')
    const { creates } = plan
    const values = creates ? row.whenNew : row.whenThere
    const at = creates ? values.registeredOn : (values.changedOn ?? row.brokenOffOn)
    const dated = { at: creates ? 'registeredOn' : 'changedOn' } as const
    const { isNew, timeline } = comparing(
      contactId,
      there,
      row,
      { changedOn: creates ? undefined : at, beganOn: values.registeredOn },
      plan,
    )
    const changing: Changing = { row, values, there, plan, at, dated, isNew }
    const profile = await profileFrom(values, there, row.entries, plan)
    if (creates) await register(changing, profile)
    else await change(changing, profile)
    if (!creates || plan.steps.length > 0) {
      await addFurther(changing)
      await setTags(changing)
      await setEmployer(changing)
      await setPersons(changing)
      await setRoles(changing)
    }
    if (!creates) plan.place = timeline.place
    return plan
  },
})
