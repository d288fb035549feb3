import { describe, expect, it } from 'vitest'
import { libraryReadModels } from '../src/index.ts'

/** Of which view each version of totals is. A new version of either is a new line; a line that stands here stays as it is. */
const released: Readonly<Record<string, string>> = {
  pipelineTotals__v1: 'opportunities__v1',
  customerTotals__v1: 'opportunities__v1',
  pipelineTotals__v2: 'opportunities__v2',
  customerTotals__v2: 'opportunities__v2',
  pipelineTotals__v3: 'opportunities__v4',
  customerTotals__v3: 'opportunities__v4',
  leadTotals__v1: 'leads__v1',
  leadTotals__v2: 'leads__v2',
}

describe('a version of totals', () => {
  it('is of one version of a view for ever: documents that have it from another can’t be taken over', () => {
    const rollups = libraryReadModels.flatMap(({ rollups }) => rollups)
    const views = Object.fromEntries(rollups.map(({ collection, view }) => [collection, view.collection]))
    expect(released).toMatchObject(views)
  })
})
