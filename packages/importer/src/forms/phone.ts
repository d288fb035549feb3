import { line } from '@eventcrm/crm'
import { textField } from '../field.ts'

/** Read by the company's country when the row is carried out. */
export const phoneField = textField(
  'Phone number; of the company’s country unless it has a country code',
  line(100),
  'phone number',
)
