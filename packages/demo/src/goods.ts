import { opportunity, type CommandMessage } from '@eventcrm/crm'
import type { Day } from '@eventcrm/crm'
import type { Chance } from './chance.ts'
import { dong, priceOn, productId, type Company } from './company.ts'
import type { Customer } from './customers.ts'
import { amountOf } from './demand.ts'
import { catalogue, forIndividuals, type DemoProduct } from './names/products.ts'
import { titles } from './names/wording.ts'

interface Line {
  readonly lineId: string
  readonly product: DemoProduct
  quantity: number
  unitPrice: number
}

/** A line of an invoice, without tax; prices in đồng. */
export interface Delivered {
  readonly productId: string | null
  /** Null where it is as the product is called. */
  readonly description: string | null
  readonly quantity: number
  readonly unitPrice: number
}

export const roundedTo = (unit: number, amount: number): number => Math.max(unit, Math.round(amount / unit) * unit)

/** What an opportunity is about: product lines as a customer of its kind asks for them, or an amount guessed at. */
export class Goods {
  readonly #company: Company
  readonly #chance: Chance
  readonly #customer: Customer
  readonly #amount: number
  readonly #lines: readonly Line[]
  readonly #estimate: number | null

  constructor(company: Company, chance: Chance, key: string, customer: Customer, on: Day) {
    this.#company = company
    this.#chance = chance
    this.#customer = customer
    this.#amount = amountOf(company.seed, customer)
    this.#lines = chance.percent(85) ? this.#draw(key, on) : []
    this.#estimate =
      this.#lines.length === 0 ? roundedTo(5_000_000, this.#asMuchAs(chance.int(4, 60) * 5_000_000)) : null
  }

  /** What is usual, as much as this customer takes. */
  #asMuchAs(usual: number): number {
    return (usual * this.#amount) / 100
  }

  #draw(key: string, on: Day): readonly Line[] {
    const chance = this.#chance
    const isPerson = this.#customer.kind === 'individual'
    const offered = isPerson ? catalogue.filter(({ code }) => forIndividuals.includes(code)) : catalogue
    const asked = offered.map(each => [each, each.weight] as const)
    const count = isPerson ? 1 : chance.weighted([1, 6], [2, 3], [3, 1])
    const products = new Set(Array.from({ length: count }, () => chance.weighted(...asked)))
    return [...products].map((product, i) => {
      const most = isPerson ? 2 : product.atMost
      const discount = chance.weighted([0, 6], [3, 2], [5, 2], [8, 1])
      return {
        lineId: this.#company.id('line', key, i),
        product,
        quantity: roundedTo(1, this.#asMuchAs(Math.min(chance.int(1, most), chance.int(1, most)))),
        unitPrice: roundedTo(10_000, (priceOn(product, on) * (100 - discount)) / 100),
      }
    })
  }

  /** Expected revenue. */
  get value(): number {
    return this.#estimate ?? this.#lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0)
  }

  /** What is said of it when the opportunity is opened. */
  get estimated(): { readonly expectedRevenue?: ReturnType<typeof dong> } {
    return this.#estimate === null ? {} : { expectedRevenue: dong(this.#estimate) }
  }

  /** What is delivered, as an invoice lists it; one line where only an amount was ever agreed on. */
  get delivered(): readonly Delivered[] {
    if (this.#estimate !== null)
      return [
        { productId: null, description: 'Thiết bị văn phòng theo hợp đồng', quantity: 1, unitPrice: this.#estimate },
      ]
    return this.#lines.map(({ product, quantity, unitPrice }) => ({
      ...{ productId: productId(this.#company, product), description: null, quantity, unitPrice },
    }))
  }

  title(): string {
    const named = this.#lines.map(({ quantity, product }) => `${String(quantity)} ${product.inTitle}`)
    const goods = named.join(', ') || 'thiết bị văn phòng'
    const title = this.#chance.pick(titles).replace('{goods}', goods).replace('{customer}', this.#customer.shortName)
    return title.charAt(0).toUpperCase() + title.slice(1)
  }

  adding(opportunityId: string): readonly CommandMessage[] {
    return this.#lines.map(({ lineId, product, quantity, unitPrice }) =>
      opportunity.addLine({
        opportunityId,
        lineId,
        productId: productId(this.#company, product),
        quantity,
        unitPrice: dong(unitPrice),
      }),
    )
  }

  /** Fewer pieces, or a lower price, of the first line; undefined where there are no lines to haggle about. */
  haggling(opportunityId: string): CommandMessage | undefined {
    const [line] = this.#lines
    if (!line) return undefined
    if (line.quantity > 2 && this.#chance.percent(50)) {
      line.quantity -= this.#chance.int(1, Math.ceil(line.quantity / 3))
    } else {
      line.unitPrice = roundedTo(10_000, line.unitPrice * 0.97)
    }
    const { lineId, quantity, unitPrice } = line
    return opportunity.changeLine({ opportunityId, lineId, quantity, unitPrice: dong(unitPrice) })
  }
}
