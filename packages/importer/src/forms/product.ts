import { code, line, product, sameMoney, showMoney } from '@eventcrm/crm'
import { PlanBuilder } from '../plan-builder.ts'
import { amountField, dayField, orNone, required, textField } from '../field.ts'
import { companyAsOf, defineForm } from '../form.ts'
import { currencyField, currencyOf, given, moneyFrom } from './money.ts'

const fields = {
  code: required(textField('Product code', code)),
  name: required(textField('Name', line(200))),
  group: orNone(textField('Product group', code)),
  unit: orNone(textField('What one unit is: piece, hour …', code)),
  listPrice: orNone(amountField('List price of a unit')),
  currency: currencyField,
  listedOn: dayField('Day since which it is sold, for one that is new; today when left out'),
  changedOn: dayField('Day of the changes to one that is there; today when left out'),
}

export const productForm = defineForm({
  kind: 'product',
  describe: 'a product or service that is sold',
  fields,
  async plan({ id: productId, whenNew, whenThere, crm }) {
    const there = await crm.state('products', productId)
    const plan = new PlanBuilder<keyof typeof fields>(there.status === 'unknown')
    const row = plan.creates ? whenNew : whenThere
    const { code, name, group, unit, listedOn, changedOn: at } = row
    const day = plan.creates ? listedOn : at
    const otherwise = row.currency ?? there.listPrice?.currency ?? (await companyAsOf(crm, day)).currency
    const currency = currencyOf(row.currency, [['listPrice', row.listPrice ?? undefined]], otherwise, plan)
    const listPrice = moneyFrom('listPrice', row.listPrice ?? undefined, currency, plan)
    if (plan.creates) {
      if (code === undefined || name === undefined) return plan
      plan.step(
        product.list(
          { productId, code, name, group: group ?? undefined, unit: unit ?? undefined, listPrice: given(listPrice) },
          listedOn,
        ),
        {
          at: 'listedOn',
        },
      )
      return plan
    }
    const from = { at: 'changedOn' } as const
    if (code !== undefined) plan.step(product.changeCode({ productId, code }, at), from)
    if (name !== undefined) plan.step(product.rename({ productId, name }, at), from)
    if (group !== undefined) plan.step(product.regroup({ productId, group }, at), from)
    if (unit !== undefined) plan.step(product.setUnit({ productId, unit }, at), from)
    // Of one that is no longer sold, the same price is no change.
    if (listPrice && !(there.listPrice && sameMoney(there.listPrice, listPrice)))
      plan.step(product.changePrice({ productId, listPrice: showMoney(listPrice) }, at), from)
    if (row.listPrice === null) plan.step(product.changePrice({ productId, listPrice: null }, at), from)
    return plan
  },
})
