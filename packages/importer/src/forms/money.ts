import { currencyCode, moneyOf, theCompany, type Money } from '@eventcrm/crm'
import { textField } from '../field.ts'
import type { ImportTarget, Remark } from '../form.ts'

export const currencyField = textField(
  'Currency of the row’s amounts; the company’s when left out',
  currencyCode,
  'ISO 4217 code, like VND',
)

export const companyCurrency = async (crm: ImportTarget): Promise<string> =>
  (await crm.state('company', theCompany)).currency

/** An amount in a currency; what is wrong with it goes to `faults`. */
export const moneyFrom = <Name extends string>(
  field: Name,
  amount: string | undefined,
  currency: string,
  faults: Remark<Name>[],
): Money | undefined => {
  if (amount === undefined) return undefined
  try {
    return moneyOf(amount, currency)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    faults.push({ field, code: 'INVALID', message: error.message })
    return undefined
  }
}
