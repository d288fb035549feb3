import { expect, it } from 'vitest'
import type { FieldOf, Filter } from '../src/index.ts'

interface Deal {
  readonly owner: string
  readonly stage?: { readonly name: string; readonly order: number | null }
  readonly tags: readonly string[]
  readonly lines: readonly { readonly quantity: number }[]
  readonly custom: Readonly<Record<string, string>>
}

it('knows the dotted paths of a document, and none that lead through a list', () => {
  const fields: readonly FieldOf<Deal>[] = [
    'owner',
    'stage',
    'stage.name',
    'stage.order',
    'tags',
    'lines',
    'custom.region',
  ]
  // @ts-expect-error -- behind a list
  const behind: FieldOf<Deal> = 'lines.quantity'
  // @ts-expect-error -- misspelt
  const misspelt: FieldOf<Deal> = 'stage.nmae'
  // @ts-expect-error -- optional, yet no path is undefined
  const missing: FieldOf<Deal> = undefined
  const filter: Filter<Deal> = {
    and: [{ field: 'stage.name', prefix: 'N' }, { not: { field: 'tags', contains: 'x' } }],
  }
  expect([fields, behind, misspelt, missing, filter]).toHaveLength(5)
})
