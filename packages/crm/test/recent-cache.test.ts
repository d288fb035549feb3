import { expect, it } from 'vitest'
import { RecentCache } from '../src/index.ts'

it('keeps what was used last, an empty text too, and at most so many', () => {
  const cache = new RecentCache<string>(4)
  cache.set('a', '')
  for (const key of ['b', 'c', 'd', 'e', 'f']) {
    expect(cache.get('a')).toBe('') // used, so it stays
    cache.set(key, key)
  }
  expect(cache.get('f')).toBe('f')
  const kept = ['b', 'c', 'd', 'e'].filter(key => cache.get(key) !== undefined)
  expect(kept.length).toBeLessThanOrEqual(2)
  cache.forget('f')
  expect(cache.get('f')).toBeUndefined()
})
