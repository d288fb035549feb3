// Who bought or paid: somebody who is there, or a customer whom the row makes.
import { code, contact, customerCodeKey, expectedInWords, line, wordsOfIssue } from '@eventcrm/crm'
import { choiceField, textField, type Values } from '../field.ts'
import type { FormRow, ImportTarget } from '../form.ts'
import type { PlanBuilder } from '../plan-builder.ts'
import { meant } from './meant.ts'
import { isOrganisationName } from './organisation-name.ts'

/** What a row says of a customer whom it makes. */
export const madeCustomerFields = {
  customerName: textField('Name of a customer that the row makes; the code when left out', line(200)),
  customerKind: choiceField(
    'Person or organisation, of a customer that the row makes; when left out, an organisation where the name begins or ends as only an organisation’s does (Công ty …, … JSC), else a person',
    ['individual', 'organisation'],
  ),
}
type MadeCustomer = Values<typeof madeCustomerFields>

type Name = 'customer' | keyof typeof madeCustomerFields
type Row = Pick<FormRow<typeof madeCustomerFields>, 'find'>

/** How a form says that the first row to name a customer makes it. */
export const makesCustomer = {
  kind: 'contact',
  keyOf: ({ customer }: { readonly customer?: string | undefined }) =>
    customer === undefined ? null : customerCodeKey(customer),
} as const

/**
 * The contact that a row names.
 * @param held of the same name, the one that it was recorded for
 * @returns undefined where it names several, which is a fault
 */
export const customerMeant = async <Fields extends string>(
  { find }: Row,
  named: string,
  held: string | null,
  plan: PlanBuilder<Fields | Name>,
) => meant<Fields | Name>(await find('contact', named), [held], 'customer', 'contact', plan)

/** The contact that stands for one by now. */
const standingFor = async (crm: ImportTarget, contactId: string): Promise<string> => {
  const { merging } = await crm.state('contacts', contactId)
  return merging.into ? standingFor(crm, merging.into.survivorId) : contactId
}

export const isSameContact = async (crm: ImportTarget, a: string, b: string): Promise<boolean> =>
  a === b || (await standingFor(crm, a)) === (await standingFor(crm, b))

/**
 * Makes a customer whom nobody is known as yet: a contact that has its code for a name, unless the row says another.
 * @param at the day, and the field that says it
 */
const makeCustomer = <Fields extends string>(
  contactId: string,
  named: string,
  { customerName, customerKind }: MadeCustomer,
  at: { readonly day: string; readonly field: NoInfer<Fields> },
  plan: PlanBuilder<Fields | Name>,
): void => {
  const { data: given, error } = code.safeParse(named, { error: expectedInWords })
  if (given === undefined) {
    const [issue] = error.issues
    if (issue) plan.fault('customer', 'INVALID', wordsOfIssue(issue))
    return
  }
  const from = { at: at.field, kind: 'customerKind' } as const
  const name = customerName ?? named
  const kind = customerKind ?? (isOrganisationName(name) ? 'organisation' : 'individual')
  plan.step(contact.register({ contactId, kind, name }, at.day), {
    ...from,
    name: customerName === undefined ? 'customer' : 'customerName',
  })
  plan.step(contact.becomeCustomer({ contactId, code: given, trigger: 'import' }, at.day), {
    ...from,
    code: 'customer',
  })
}

/** The customer that a row names, made where nobody is there; undefined where that can't be told, which is a fault. */
export const customerOf = async <Fields extends string>(
  row: Row & { readonly crm: ImportTarget },
  named: string,
  values: MadeCustomer,
  at: { readonly day: string; readonly field: NoInfer<Fields> },
  plan: PlanBuilder<Fields | Name>,
): Promise<string | undefined> => {
  const customer = await customerMeant<Fields>(row, named, null, plan)
  if (!customer) return undefined
  // another name for it may have made it meanwhile
  const isNew = customer.isNew && (await row.crm.state('contacts', customer.id)).openedOn === null
  if (isNew) makeCustomer<Fields>(customer.id, named, values, at, plan)
  return customer.id
}
