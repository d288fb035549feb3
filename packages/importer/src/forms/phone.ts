import { line, phoneNumberOf, phoneRejections } from '@eventcrm/crm'
import { textField } from '../field.ts'
import type { CompanySettings } from '../form.ts'
import type { PlanBuilder } from '../plan-builder.ts'

export const phoneField = textField(
  'Phone number; of the company’s country unless it has a country code',
  line(100),
  'phone number',
)

/** The decision reads it, but tells of nothing beside it: what is wrong with it stands with all else that is wrong with the row. */
export const checkPhone = async (
  phone: string | undefined,
  company: () => Promise<CompanySettings>,
  plan: Pick<PlanBuilder<'phone'>, 'fault'>,
): Promise<void> => {
  if (phone !== undefined && phoneNumberOf(phone, (await company()).country) === undefined)
    plan.fault('phone', 'PHONE_INVALID', phoneRejections.PHONE_INVALID)
}
