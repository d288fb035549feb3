import { code, line, product, sameMoney, showMoney } from '@eventcrm/crm'
import { PlanBuilder } from '../plan-builder.ts'
import { amountField, dayField, orNone, required, textField } from '../field.ts'
import { datedRow } from '../dated-row.ts'
import { companyAsOf, defineForm } from '../form.ts'
import { momentsIn } from '../timeline.ts'
import { currencyField, currencyOf, given, moneyFrom } from './money.ts'

const fields = {
  code: required(textField('Product code', code), 'mã sản phẩm (văn bản)'),
  name: required(textField('Name', line(200)), 'tên (văn bản)'),
  group: orNone(textField('Product group', code)),
  unit: orNone(textField('What one unit is: piece, hour …', code)),
  listPrice: orNone(amountField('List price of a unit')),
  currency: currencyField,
  listedOn: dayField('Day since which it is sold, for one that is new; today when left out'),
  retiredOn: dayField('Day since which it is no longer sold'),
  changedOn: dayField('Day of the changes to one that is there; today when left out'),
}

export const productForm = defineForm({
  kind: 'product',
  describe: 'a product or service that is sold',
  fields,
  async plan({ id: productId, whenNew, whenThere, crm, ...rows }) {
    const there = await crm.state('products', productId)
    const plan = new PlanBuilder<keyof typeof fields>(there.status === 'unknown')
    const row = plan.creates ? whenNew : whenThere
    const { code, name, group, unit, listedOn, retiredOn, changedOn: at } = row
    const retire = () => {
      if (retiredOn !== undefined && there.status !== 'retired')
        plan.step(product.retire({ productId }, retiredOn), { at: 'retiredOn' })
    }
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
        { at: 'listedOn' },
      )
      retire()
      return plan
    }
    const from = { at: 'changedOn' } as const
    const read = () => momentsIn(crm.history('products', productId), product.state)
    const { isNew, timeline } = datedRow(there, read, rows, { changedOn: at, beganOn: listedOn }, plan)
    const { days } = there
    if (code !== undefined && (await isNew('code', days['code'], s => s.code === code)))
      plan.step(product.changeCode({ productId, code }, at), from)
    if (name !== undefined && (await isNew('name', days['name'], s => s.name === name)))
      plan.step(product.rename({ productId, name }, at), from)
    if (group !== undefined && (await isNew('group', days['group'], s => s.group === group)))
      plan.step(product.regroup({ productId, group }, at), from)
    if (unit !== undefined && (await isNew('unit', days['unit'], s => s.unit === unit)))
      plan.step(product.setUnit({ productId, unit }, at), from)
    const price = row.listPrice === null ? null : listPrice
    const costs = (s: typeof there) =>
      price && s.listPrice ? sameMoney(s.listPrice, price) : price === null && s.listPrice === null
    if (price !== undefined && (await isNew('listPrice', days['listPrice'], costs)))
      plan.step(product.changePrice({ productId, listPrice: price && showMoney(price) }, at), from)
    retire()
    plan.place = timeline.place
    return plan
  },
})
