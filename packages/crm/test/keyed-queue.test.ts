import { describe, expect, it } from 'vitest'
import { KeyedQueue } from '../src/index.ts'

/** Work that ends when it is told to. */
const gated = () => {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const work = (name: string) => async () => {
    begun.push(name)
    await new Promise<void>(resolve => ends.set(name, resolve))
    return name
  }
  const end = async (name: string) => {
    ends.get(name)?.()
    for (let i = 0; i < 5; i++) await new Promise(resolve => setImmediate(resolve))
  }
  return { begun, work, end }
}

describe('a keyed queue', () => {
  it('runs work that shares a key one after the other, and all else at the same time', async () => {
    const queue = new KeyedQueue()
    const { begun, work, end } = gated()
    const all = [
      queue.run(['a'], work('1')),
      queue.run(['a', 'b'], work('2')),
      queue.run(['b'], work('3')),
      queue.run(['c'], work('4')),
    ]
    expect(begun).toEqual(['1', '4'])
    await end('1')
    expect(begun).toEqual(['1', '4', '2'])
    await end('2')
    expect(begun).toEqual(['1', '4', '2', '3'])
    await end('3')
    await end('4')
    expect(await Promise.all(all)).toEqual(['1', '2', '3', '4'])
  })

  it('goes on after work that failed', async () => {
    const queue = new KeyedQueue()
    const failed = queue.run(['a'], () => Promise.reject(new Error('away')))
    const next = queue.run(['a'], () => Promise.resolve('done'))
    await expect(failed).rejects.toThrow('away')
    expect(await next).toBe('done')
  })
})
