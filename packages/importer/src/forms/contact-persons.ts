// The persons of an organisation, each a contact of its own: several columns of a row give several, and so do several rows of one key.
import { contact } from '@eventcrm/crm'
import { entryFrom, isEntry } from '../entry-names.ts'
import { foldedText } from '../reading/index.ts'
import { addEntry } from './changing.ts'
import { comparing, contactOf, type Changing, type Contact } from './contact-changing.ts'
import { phoneFrom } from './phone.ts'

const columns = [
  { name: 'personName', position: 'personPosition', phone: 'personPhone', email: 'personEmail' },
  { name: 'person2Name', position: 'person2Position', phone: 'person2Phone', email: 'person2Email' },
  { name: 'person3Name', position: 'person3Position', phone: 'person3Phone', email: 'person3Email' },
  { name: 'person4Name', position: 'person4Position', phone: 'person4Phone', email: 'person4Email' },
  { name: 'person5Name', position: 'person5Position', phone: 'person5Phone', email: 'person5Email' },
] as const
type Columns = (typeof columns)[number]

/** The ids of a person's employments with an organisation in their order, the first free one last: one that was left is taken again under another. */
const employmentIds = async (
  crm: Changing['row']['crm'],
  personId: string,
  organisationId: string,
  employments: Contact['employments'],
): Promise<{ readonly last: string | undefined; readonly free: string }> => {
  let last: string | undefined
  for (let times = 0; ; times++) {
    const id = await crm.idFor('employment', personId, organisationId, String(times))
    if (!employments.had(id)) return { last, free: id }
    last = id
  }
}

/** Says that a person works for an organisation, unless that is so. */
const employ = async (
  { row, plan, at, dated, there: person, isNew }: Pick<Changing, 'row' | 'plan' | 'at' | 'dated' | 'there' | 'isNew'>,
  { personId, organisationId }: { readonly personId: string; readonly organisationId: string },
  [about, field]: readonly ['employer', 'position'] | readonly [Columns['name'], Columns['position']],
  given: Changing['values']['position'],
): Promise<void> => {
  const position = await entryFrom(field, given, 'position', row.entries, plan)
  const { employments } = person
  const heldBy = (s: Contact) =>
    [...s.employments.values()].filter(employment => employment.organisationId === organisationId)
  const there = heldBy(person).at(-1)
  const { last, free } = await employmentIds(row.crm, personId, organisationId, employments)
  const from = { ...dated, position: field, organisationId: about } as const
  const says = (s: Contact) => heldBy(s).some(held => !position || isEntry(held.position, position))
  if (!(await isNew(position ? field : about, employments.lastSetOn(there?.employmentId ?? last ?? free), says))) return
  addEntry({ plan, dated }, position, field)
  if (!there)
    plan.step(
      contact.takePosition({ contactId: personId, employmentId: free, organisationId, position: position?.given }, at),
      from,
    )
  else if (position)
    plan.step(
      contact.changePosition({ contactId: personId, employmentId: there.employmentId, position: position.given }, at),
      from,
    )
}

const setPerson = async (changing: Changing, column: Columns): Promise<void> => {
  const { row, values, plan, at, dated } = changing
  const [name, email] = [values[column.name], values[column.email]]
  const { phone, number } = await phoneFrom(column.phone, values[column.phone], row.crm, at, plan)
  if (name === undefined) {
    for (const field of [column.position, column.phone, column.email])
      if (values[field] !== undefined)
        plan.fault(field, 'PERSON_MISSING', {
          en: 'expected the name of the person beside it',
          vi: 'cần tên của người đó ở bên cạnh',
        })
    return
  }
  const personId = await row.crm.idFor('contactPerson', row.id, foldedText(name))
  const there = await contactOf(row.crm, personId)
  // how far rows have come in the history of what they are about says nothing of the person's
  const { isNew } = comparing(
    personId,
    there,
    { crm: row.crm, isHistory: false, before: null },
    plan.creates ? undefined : at,
    plan,
  )
  const from = { ...dated, kind: column.name, name: column.name, phone: column.phone, email: column.email } as const
  if (there.status === 'unknown') {
    const about = { kind: 'individual', name, phone: phone ?? undefined, email } as const
    plan.step(contact.register({ contactId: personId, ...about }, at), from)
  } else {
    if (phone && (await isNew(column.phone, there.days['phone'], s => s.phone === number)))
      plan.step(contact.setPhone({ contactId: personId, phone }, at), from)
    if (email !== undefined && (await isNew(column.email, there.days['email'], s => s.email === email)))
      plan.step(contact.setEmail({ contactId: personId, email }, at), from)
  }
  await employ(
    { row, plan, at, dated, there, isNew },
    { personId, organisationId: row.id },
    [column.name, column.position],
    values[column.position],
  )
}

export const setPersons = async (changing: Changing): Promise<void> => {
  for (const column of columns) await setPerson(changing, column)
}

/** For whom a person works. */
export const setEmployer = async (changing: Changing): Promise<void> => {
  const { row, values, plan } = changing
  const { employer, position } = values
  if (employer !== undefined)
    await employ(changing, { personId: row.id, organisationId: employer }, ['employer', 'position'], position)
  else if (position !== undefined)
    plan.fault('position', 'EMPLOYER_MISSING', {
      en: 'expected the organisation beside it, in which it is the position',
      vi: 'cần tổ chức nơi giữ chức vụ này ở bên cạnh',
    })
}
