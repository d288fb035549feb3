import { code, commands, sameMoney, text } from '@eventcrm/crm'
import { Draft } from '../draft.ts'
import { amountField, dayField, required, textField } from '../field.ts'
import { defineForm } from '../form.ts'
import { currencyField, moneyFrom } from './money.ts'

const { listProduct, changeProductCode, renameProduct, regroupProduct, setProductUnit, changeProductPrice } =
  commands.products

const fields = {
  code: required(textField('Product code', code)),
  name: required(textField('Name', text(200))),
  group: textField('Product group', code),
  unit: textField('What one unit is: piece, hour …', code),
  listPrice: amountField('List price of a unit'),
  currency: currencyField,
  listedOn: dayField('Day since which it is sold, for one that is new; today when left out'),
  changedOn: dayField('Day of the changes to one that is there; today when left out'),
}

export const productForm = defineForm({
  kind: 'product',
  describe: 'a product or service that is sold',
  fields,
  async plan({ id: productId, whenNew, whenThere, crm, currency: currencyOfCompany }) {
    const there = await crm.state('products', productId)
    const draft = new Draft<keyof typeof fields>(there.status === 'unknown')
    const row = draft.creates ? whenNew : whenThere
    const { code, name, group, unit, listedOn, changedOn: at } = row
    const currency = row.currency ?? there.listPrice?.currency ?? (await currencyOfCompany())
    const listPrice = moneyFrom('listPrice', row.listPrice, currency, draft)
    if (draft.creates) {
      if (code === undefined || name === undefined) return draft
      draft.step(listProduct({ productId, code, name, group, unit, listPrice }, listedOn), { at: 'listedOn' })
      return draft
    }
    const from = { at: 'changedOn' } as const
    if (code !== undefined) draft.step(changeProductCode({ productId, code }, at), from)
    if (name !== undefined) draft.step(renameProduct({ productId, name }, at), from)
    if (group !== undefined) draft.step(regroupProduct({ productId, group }, at), from)
    if (unit !== undefined) draft.step(setProductUnit({ productId, unit }, at), from)
    // Of one that is no longer sold, the same price is no change.
    if (listPrice && !(there.listPrice && sameMoney(there.listPrice, listPrice)))
      draft.step(changeProductPrice({ productId, listPrice }, at), from)
    return draft
  },
})
