// Who bought: somebody who is there, or a customer whom the row makes.
import { code, contact, expectedInWords, wordsOfIssue } from '@eventcrm/crm'
import type { PlanBuilder } from '../plan-builder.ts'
import { meant } from './meant.ts'
import type { Name, PurchaseValues, Row } from './purchase-fields.ts'

/**
 * The contact that a row names.
 * @param held of the same name, the one that it was recorded for
 * @returns undefined where it names several, which is a fault
 */
export const customerMeant = async ({ find }: Row, named: string, held: string | null, plan: PlanBuilder<Name>) =>
  meant(await find('contact', named), [held], 'customer', 'contact', plan)

/** The contact that stands for one by now. */
const standingFor = async (crm: Row['crm'], contactId: string): Promise<string> => {
  const { merging } = await crm.state('contacts', contactId)
  return merging.into ? standingFor(crm, merging.into.survivorId) : contactId
}

export const isSameContact = async (crm: Row['crm'], a: string, b: string): Promise<boolean> =>
  a === b || (await standingFor(crm, a)) === (await standingFor(crm, b))

/** Makes a customer whom nobody is known as yet: a contact that has its code for a name, unless the row says another. */
export const makeCustomer = (
  contactId: string,
  named: string,
  { customerName, customerKind = 'individual', boughtOn }: PurchaseValues,
  plan: PlanBuilder<Name>,
): void => {
  const { data: given, error } = code.safeParse(named, { error: expectedInWords })
  if (given === undefined) {
    const [issue] = error.issues
    if (issue) plan.fault('customer', 'INVALID', wordsOfIssue(issue))
    return
  }
  const from = { at: 'boughtOn', kind: 'customerKind' } as const
  plan.step(contact.register({ contactId, kind: customerKind, name: customerName ?? named }, boughtOn), {
    ...from,
    name: customerName === undefined ? 'customer' : 'customerName',
  })
  plan.step(contact.becomeCustomer({ contactId, code: given, trigger: 'import' }, boughtOn), {
    ...from,
    code: 'customer',
  })
}
