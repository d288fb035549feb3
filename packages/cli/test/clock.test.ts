import { expect, it } from 'vitest'
import { clockOf } from '../src/clock.ts'

it('shows an instant by the clock on the company’s wall, and what is none as it is', () => {
  const at = clockOf('Asia/Ho_Chi_Minh', 'vi')
  expect(at('2025-12-31T18:30:00.000Z')).toBe('01/01/2026 01:30')
  expect(at('2025-12-31T1x:30:00.000Z')).toBe('2025-12-31T1x:30:00.000Z')
})
