// The persons of an organisation, each a contact of its own: several columns of a row give several, and so do several rows of one key.
import { contact } from '@eventcrm/crm'
import { entryFrom, isEntry } from '../entry-names.ts'
import { personIdOf } from '../person-id.ts'
import { addEntry } from './changing.ts'
import { comparing, contactOf, type Changing, type Contact } from './contact-changing.ts'
import { hasEmail, hasPhone } from './contact-reach.ts'
import { phoneFrom } from './phone.ts'

export const personColumns = [
  { name: 'personName', position: 'personPosition', phone: 'personPhone', email: 'personEmail' },
  { name: 'person2Name', position: 'person2Position', phone: 'person2Phone', email: 'person2Email' },
  { name: 'person3Name', position: 'person3Position', phone: 'person3Phone', email: 'person3Email' },
  { name: 'person4Name', position: 'person4Position', phone: 'person4Phone', email: 'person4Email' },
  { name: 'person5Name', position: 'person5Position', phone: 'person5Phone', email: 'person5Email' },
] as const
type Columns = (typeof personColumns)[number]

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
  const { employments } = person
  const heldBy = (s: Contact) =>
    [...s.employments.values()].filter(employment => employment.organisationId === organisationId)
  const there = heldBy(person).at(-1)
  const position = await entryFrom(
    field,
    given,
    'position',
    row.entries,
    plan,
    heldBy(person).map(held => held.position),
  )
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

const setPerson = async (changing: Changing, column: Columns, place: number): Promise<void> => {
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
  const personId = await personIdOf(row.crm, row.id, name)
  const there = await contactOf(row.crm, personId)
  // how far rows have come in the history of what they are about says nothing of the person's
  const { isNew } = comparing(
    personId,
    there,
    { crm: row.crm, isHistory: row.isHistory, before: null },
    { changedOn: plan.creates ? undefined : at, beganOn: plan.creates ? undefined : values.registeredOn },
    plan,
  )
  const from = { ...dated, kind: column.name, name: column.name, phone: column.phone, email: column.email } as const
  // Rows that say no day do not contradict each other: what comes second is a further number.
  const isUndated = values.changedOn === undefined
  const isFurther = (of: string) => !row.isFirst(`${personId} ${of}`, place) && isUndated
  const isMore = {
    phone: phone ? isFurther('phone') : false,
    email: email === undefined ? false : isFurther('email'),
  }
  if (there.status === 'unknown') {
    const about = { kind: 'individual', name, phone: phone ?? undefined, email } as const
    plan.step(contact.register({ contactId: personId, ...about }, at), from)
  } else {
    if (phone && typeof number === 'string') {
      const adds = isMore.phone && there.phone !== null
      const has = (s: Contact) => s.phone === number || (isUndated && hasPhone(s, number))
      const lastSet = adds ? undefined : there.days['phone']
      if (await isNew(column.phone, lastSet, has)) {
        const phoneId = await row.crm.idFor('phone', personId, number)
        const command = adds
          ? contact.addPhone({ contactId: personId, phoneId, phone }, at)
          : contact.setPhone({ contactId: personId, phone }, at)
        plan.step(command, from)
      }
    }
    if (email !== undefined) {
      const adds = isMore.email && there.email !== null
      const has = (s: Contact) => s.email === email || (isUndated && hasEmail(s, email))
      const lastSet = adds ? undefined : there.days['email']
      if (await isNew(column.email, lastSet, has)) {
        const emailId = await row.crm.idFor('email', personId, email.toLowerCase())
        const command = adds
          ? contact.addEmail({ contactId: personId, emailId, email }, at)
          : contact.setEmail({ contactId: personId, email }, at)
        plan.step(command, from)
      }
    }
  }
  await employ(
    { row, plan, at, dated, there, isNew },
    { personId, organisationId: row.id },
    [column.name, column.position],
    values[column.position],
  )
}

export const setPersons = async (changing: Changing): Promise<void> => {
  for (const [place, column] of personColumns.entries()) await setPerson(changing, column, place)
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
