import {
  AmountInvalid,
  currencyGiven,
  decimalsOf,
  moneyOf,
  showMoney,
  type MoneyInput,
  type StoredMoney,
} from '@eventcrm/crm'
import { z } from 'zod'
import { textField, type Field } from '../field.ts'
import type { PlanBuilder } from '../plan-builder.ts'
import { currencySign, scaledAmount, type WrittenAmount } from '../reading/index.ts'

/** A currency by its code, or by a sign that only one has. */
const currency = z.preprocess(
  given => (typeof given === 'string' ? (currencySign(given)?.named ?? given) : given),
  currencyGiven,
)

export const currencyField: Field<string> = {
  ...textField('Currency of the row’s amounts; the company’s when left out', currencyGiven, 'ISO 4217 code, like VND'),
  schema: currency,
}

/**
 * The currency of a row's amounts: the row's own, else the one that is known otherwise where the signs beside the amounts fit it, else the one that
 * they name. A sign that fits none of these is a fault of its field.
 * @param otherwise the currency that holds where the row says nothing
 */
export const currencyOf = <Name extends string>(
  given: string | undefined,
  amounts: readonly (readonly [field: NoInfer<Name>, amount: WrittenAmount | undefined])[],
  otherwise: string,
  plan: PlanBuilder<Name>,
): string => {
  const signed = amounts.flatMap(([field, amount]) => (amount?.sign ? [{ field, sign: amount.sign }] : []))
  const [first] = signed
  const isOtherwise = signed.every(({ sign }) => sign.fits.has(otherwise))
  const currency = given ?? (isOtherwise ? otherwise : (first?.sign.named ?? otherwise))
  for (const { field, sign } of signed)
    if (!sign.fits.has(currency))
      plan.fault(field, 'CURRENCY_CONTRADICTED', {
        en: `the sign beside the amount is not that of ${currency}, which the row’s amounts are in`,
        vi: `ký hiệu cạnh số tiền không phải của ${currency}, loại tiền của các số tiền trong dòng`,
      })
  return currency
}

/** An amount in a currency; what is wrong with it is a fault of that field. */
export const moneyFrom = <Name extends string>(
  field: NoInfer<Name>,
  written: WrittenAmount | undefined,
  currency: string,
  plan: PlanBuilder<Name>,
): StoredMoney | undefined => {
  if (written === undefined) return undefined
  if (plan.faults.some(fault => fault.field === field)) {
    // of another currency it has no meaning in this one, but is below nothing in any
    if (written.amount.startsWith('-'))
      plan.fault(field, 'INVALID', { en: 'expected an amount, not negative', vi: 'cần số tiền không âm' })
    return undefined
  }
  const { amount, isRounded } = scaledAmount(written, decimalsOf(currency))
  try {
    const money = moneyOf(amount, currency)
    if (isRounded) {
      const { amount: shown } = showMoney(money)
      plan.notice(field, 'ROUNDED', {
        en: `rounded to ${shown} ${currency}`,
        vi: `làm tròn thành ${shown} ${currency}`,
      })
    }
    return money
  } catch (error) {
    if (!(error instanceof AmountInvalid)) throw error
    plan.fault(field, 'INVALID', error.words)
    return undefined
  }
}

/** Money as commands take it. */
export const given = (money: StoredMoney | undefined): MoneyInput | undefined => money && showMoney(money)
