// What the rows of an invoice charge, in the invoice's one currency.
import type { InvoiceLine, StoredMoney } from '@eventcrm/crm'
import { ofLine, type LineField } from '../lines.ts'
import type { WrittenAmount } from '../reading/index.ts'
import { lineNames, type InvoicePlan, type InvoiceValues, type Name } from './invoice-fields.ts'
import { currencyOf, given, moneyFrom } from './money.ts'

export interface LineSaid extends Pick<InvoiceValues, 'product' | 'description' | 'quantity' | 'taxRate'> {
  readonly unitPrice: StoredMoney | undefined
  readonly lineDiscount: StoredMoney | undefined
}
export interface Charged {
  readonly currency: string
  readonly discount: StoredMoney | undefined
  readonly lines: readonly LineSaid[]
}

/** @param otherwise the currency where the rows say none */
export const chargedBy = (
  { currency: said, discount }: InvoiceValues,
  lines: readonly InvoiceValues[],
  otherwise: string,
  plan: InvoicePlan,
): Charged => {
  const amounts = lines.flatMap(({ unitPrice, lineDiscount }, line): [LineField<Name>, WrittenAmount | undefined][] => [
    [ofLine<Name>('unitPrice', line), unitPrice],
    [ofLine<Name>('lineDiscount', line), lineDiscount],
  ])
  const currency = currencyOf<LineField<Name>>(said, [...amounts, ['discount', discount]], otherwise, plan)
  const money = (field: LineField<Name>, written: WrittenAmount | undefined) =>
    moneyFrom<LineField<Name>>(field, written, currency, plan)
  return {
    currency,
    discount: money('discount', discount),
    lines: lines.map((one, line) => ({
      ...one,
      unitPrice: money(ofLine<Name>('unitPrice', line), one.unitPrice),
      lineDiscount: money(ofLine<Name>('lineDiscount', line), one.lineDiscount),
    })),
  }
}

/** The lines as the command takes them; undefined where one has no price, which is a fault. */
export const linesToRecord = (lines: readonly LineSaid[], plan: InvoicePlan) => {
  const priced = lines.flatMap(({ unitPrice, lineDiscount, product, description, quantity, taxRate }, line) => {
    const price = given(unitPrice)
    if (price)
      return [{ productId: product, description, quantity, unitPrice: price, discount: given(lineDiscount), taxRate }]
    const field = ofLine<Name>('unitPrice', line)
    if (line > 0 && !plan.faults.some(fault => fault.field === field))
      plan.fault(field, 'REQUIRED', {
        en: 'required of each line: price of a unit without tax (amount)',
        vi: 'bắt buộc với mỗi dòng: đơn giá chưa thuế (số tiền)',
      })
    return []
  })
  return priced.length === lines.length ? priced : undefined
}

/** From the command's fields to those of the rows. */
export const lineFieldsFrom = (lines: readonly LineSaid[]): Readonly<Record<string, LineField<Name>>> =>
  Object.fromEntries(
    lines.flatMap((_, line) =>
      lineNames.map((name): [string, LineField<Name>] => {
        const own = name === 'product' ? 'productId' : name === 'lineDiscount' ? 'discount' : name
        return [`lines.${String(line)}.${own}`, ofLine<Name>(name, line)]
      }),
    ),
  )

export const saysLines = (lines: readonly InvoiceValues[]): boolean =>
  lines.some(values => lineNames.some(name => values[name] !== undefined))

/** The fields in which a row's line is another than the one recorded. */
export const otherIn = (said: LineSaid, recorded: InvoiceLine): readonly (typeof lineNames)[number][] => {
  const { product, description, quantity, unitPrice, lineDiscount, taxRate } = said
  const differs = {
    product: product !== undefined && product !== recorded.productId,
    description: description !== undefined && description !== recorded.description,
    quantity: quantity !== undefined && quantity !== recorded.quantity,
    unitPrice: unitPrice !== undefined && unitPrice.minorUnits !== recorded.unitPrice.minorUnits,
    lineDiscount: lineDiscount !== undefined && lineDiscount.minorUnits !== recorded.discount.minorUnits,
    taxRate: taxRate !== undefined && taxRate !== recorded.taxRate,
  }
  return lineNames.filter(name => differs[name])
}
