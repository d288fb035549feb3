import { line, phoneNumberOf, phoneRejections } from '@eventcrm/crm'
import { textField } from '../field.ts'
import { companyAsOf, type ImportTarget } from '../form.ts'
import type { PlanBuilder } from '../plan-builder.ts'

export const phoneField = textField(
  'Phone number; of the company’s country unless it has a country code',
  line(100),
  'phone number',
)

/**
 * The decision reads it, but tells of nothing beside it: what is wrong with it stands with all else that is wrong with the row.
 * @param day of the command that gets it; today when left out
 */
export const checkPhone = async (
  phone: string | undefined,
  crm: ImportTarget,
  day: string | undefined,
  plan: Pick<PlanBuilder<'phone'>, 'fault'>,
): Promise<void> => {
  if (phone !== undefined && phoneNumberOf(phone, (await companyAsOf(crm, day)).country) === undefined)
    plan.fault('phone', 'PHONE_INVALID', phoneRejections.PHONE_INVALID)
}
