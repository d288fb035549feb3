import { code, commands, sameMoney, text } from '@eventcrm/crm'
import { amountField, dayField, required, textField } from '../field.ts'
import { defineForm, type Remark, type Step } from '../form.ts'
import { companyCurrency, currencyField, moneyFrom } from './money.ts'

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
type Name = keyof typeof fields

export const productForm = defineForm({
  kind: 'product',
  describe: 'a product or service that is sold',
  fields,
  async plan({ id: productId, whenNew, whenThere, crm }) {
    const there = await crm.state('products', productId)
    const creates = there.status === 'unknown'
    const {
      code,
      name,
      group,
      unit,
      currency = there.listPrice?.currency ?? (await companyCurrency(crm)),
      ...row
    } = creates ? whenNew : whenThere
    const faults: Remark<Name>[] = []
    const steps: Step<Name>[] = []
    const listPrice = moneyFrom('listPrice', row.listPrice, currency, faults)
    if (creates) {
      if (code === undefined || name === undefined) return { creates, steps, faults, notices: [] }
      steps.push({
        wish: listProduct({ productId, code, name, group, unit, listPrice }, row.listedOn),
        from: { at: 'listedOn' },
      })
      return { creates, steps, faults, notices: [] }
    }
    const at = row.changedOn
    const from = { at: 'changedOn' } as const
    if (code !== undefined) steps.push({ wish: changeProductCode({ productId, code }, at), from })
    if (name !== undefined) steps.push({ wish: renameProduct({ productId, name }, at), from })
    if (group !== undefined) steps.push({ wish: regroupProduct({ productId, group }, at), from })
    if (unit !== undefined) steps.push({ wish: setProductUnit({ productId, unit }, at), from })
    if (listPrice && !(there.listPrice && sameMoney(there.listPrice, listPrice)))
      steps.push({ wish: changeProductPrice({ productId, listPrice }, at), from })
    return { creates, steps, faults, notices: [] }
  },
})
