import { Erased } from '@eventcrm/domain'
import { expect, it } from 'vitest'
import { shownFields } from '../src/history/show-value.ts'

const lan = '3f0b7c52-6f0f-4a54-9f0e-1c5f6a7b8c9d'
const gone = '8d1e2f30-4a5b-4c6d-8e7f-90a1b2c3d4e5'
const shows = {
  language: 'en' as const,
  names: new Map([
    [lan, 'Nguyễn Thị Lan'],
    [gone, null],
  ]),
}
const stage = (name: string, probability: number) => ({
  stageId: lan,
  pipelineId: lan,
  name,
  order: 0,
  probability,
  rottingDays: null,
})
const dong = (minorUnits: number) => ({ minorUnits, currency: 'VND' })

it.each([
  ['names instead of ids', { ownerId: lan }, [['owner', 'Nguyễn Thị Lan']]],
  ['that a name was erased', { ownerId: gone }, [['owner', '(erased)']]],
  ['that a value was erased', { title: Erased }, [['title', '(erased)']]],
  [
    'an id that has no name as it is',
    { documentId: '11111111-1111-4111-8111-111111111111' },
    [['document', '11111111-1111-4111-8111-111111111111']],
  ],
  ['nothing where nothing is', { note: null, tags: [], custom: {} }, []],
  ['not whom the personal fields belong to', { personId: lan, title: 'Máy in' }, [['title', 'Máy in']]],
  ['a day moved', { from: '2025-03-01', to: '2025-04-01' }, [['', '2025-03-01 → 2025-04-01']]],
  ['a day given for the first time', { from: null, to: '2025-04-01' }, [['', 'none → 2025-04-01']]],
  [
    'a stage by its name',
    { from: stage('Mới', 10), to: stage('Đề xuất', 60) },
    [['stage', 'Mới (10%) → Đề xuất (60%)']],
  ],
  ['money as money', { from: dong(1000), to: dong(2000) }, [['', '₫1,000 → ₫2,000']]],
  [
    'where an amount came from',
    { revenue: { value: dong(5000000), byHand: true } },
    [['revenue', '₫5,000,000 (set by hand)']],
  ],
  [
    'only what changed of a profile',
    { from: { industry: 'Y tế', size: null }, to: { industry: 'Y tế', size: '10–49' } },
    [['size', 'none → 10–49']],
  ],
  [
    'only what changed of who is in charge',
    { from: { ownerId: lan, teamId: null }, to: { ownerId: gone, teamId: null } },
    [['owner', 'Nguyễn Thị Lan → (erased)']],
  ],
  [
    'that nobody is in charge, of no team',
    {
      assignment: { ownerId: null, teamId: null },
      from: { ownerId: lan, teamId: lan },
      to: { ownerId: null, teamId: null },
    },
    [
      ['owner', 'Nguyễn Thị Lan → nobody'],
      ['team', 'Nguyễn Thị Lan → no team'],
      ['assignment', 'nobody'],
    ],
  ],
  [
    'a line',
    { line: { lineId: lan, productId: lan, quantity: 2.5, listPrice: null, unitPrice: dong(1000) } },
    [['line', '2.5 × Nguyễn Thị Lan at ₫1,000']],
  ],
  ['a year as a number', { custom: { yearEstablished: 1982 } }, [['custom', 'year established 1982']]],
] as const)('shows %s', (_, data, lines) => {
  expect(shownFields({ type: 'OpportunityOpened', data }, shows)).toEqual(lines)
})
