import { currencyCode, moneyOf, showMoney, type MoneyInput, type StoredMoney } from '@eventcrm/crm'
import type { PlanBuilder } from '../plan-builder.ts'
import { textField } from '../field.ts'

export const currencyField = textField(
  'Currency of the row’s amounts; the company’s when left out',
  currencyCode,
  'ISO 4217 code, like VND',
)

/** An amount in a currency; what is wrong with it is a fault of that field. */
export const moneyFrom = <Name extends string>(
  field: NoInfer<Name>,
  amount: string | undefined,
  currency: string,
  plan: PlanBuilder<Name>,
): StoredMoney | undefined => {
  if (amount === undefined) return undefined
  try {
    return moneyOf(amount, currency)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    plan.fault(field, 'INVALID', error.message)
    return undefined
  }
}

/** Money as commands take it. */
export const given = (money: StoredMoney | undefined): MoneyInput | undefined => money && showMoney(money)
