import type { AnyList } from '@eventcrm/projection'
import { contactsList, leadsList } from '@eventcrm/read-model-directory'
import { opportunitiesList } from '@eventcrm/read-model-pipeline'
import { describe, expect, it } from 'vitest'
import { listedTable } from '../src/list/listed.ts'
import type { ListedOpportunity } from '../src/list/listed-opportunity.ts'
import { opportunityTable } from '../src/list/opportunity-table.ts'
import { shownTable } from '../src/show/shown-table.ts'

const id = '00000000-0000-4000-8000-000000000001'
const page = (language: 'en' | 'vi') => ({
  ...{ language, width: 120, names: new Map([[id, null]]) },
  paint: (_: unknown, text: string) => text,
})

describe('an erased name', () => {
  it.each([
    ['contacts', contactsList, 'name'],
    ['leads', leadsList, 'name'],
    ['opportunities', opportunitiesList, 'title'],
  ] as const)('is told as erased in the list of %s, and by show', (_, list: AnyList, field) => {
    const row = { id, values: { [field]: null } }
    for (const [language, said] of [
      ['en', '(erased)'],
      ['vi', '(đã xóa)'],
    ] as const) {
      const [titles, line = ''] = listedTable({ ...list, columns: [field, 'owner'] }, [row], page(language)).split('\n')
      expect(titles).toContain(list.fields[field]?.title[language])
      expect(line.trim().split(/ {2,}/)).toEqual([said, '–'])
      const [shown] = shownTable(list, row, [], page(language)).split('\n')
      expect(shown).toBe(`  ${list.fields[field]?.title[language] ?? ''}  ${said}`)
    }
  })

  it('of the customer of an opportunity is told so too; none is a dash', () => {
    const row: ListedOpportunity = {
      ...{
        opportunityId: id,
        title: 'Máy in',
        status: 'open' as const,
        pipelineId: id,
        pipeline: 'P',
        stageId: id,
        stage: 'S',
      },
      ...{
        amount: { amount: '1', currency: 'VND' },
        probability: 10,
        ownerId: null,
        owner: null,
        teamId: null,
        team: null,
      },
      ...{ customerId: id, customer: null, openedOn: '2026-01-05', expectedCloseOn: null, closedOn: null },
      ...{ lostReason: null, priority: 3, tags: [] },
    }
    expect(opportunityTable([row], page('en'))).toMatch(/Máy in {2,}\(erased\) {2,}– /)
    expect(opportunityTable([row], page('vi'))).toMatch(/Máy in {2,}\(đã xóa\) {2,}– /)
  })
})
