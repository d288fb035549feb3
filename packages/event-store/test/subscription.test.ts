import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { ChangeNotifier, subscription, type LogSlice, type Page, type SubscriptionSource } from '../src/index.ts'

/** A source over a log of numbers; even ones are not wanted. */
const source = (given: Partial<SubscriptionSource> = {}) => {
  const changes = new ChangeNotifier()
  const state = { end: 0, looks: 0, closed: false }
  const whole: SubscriptionSource = {
    begin: () => {
      let at = 0
      return (): LogSlice => {
        state.looks++
        if (at < state.end) at++
        return { events: [], upTo: at === 0 ? null : String(at), atEnd: at === state.end }
      }
    },
    changes,
    closed: () => state.closed,
    ...given,
  }
  return { state, changes, whole }
}
const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise(resolve => setImmediate(resolve))
}

describe('a subscription', () => {
  it('says at once that an empty log has been caught up with, and then waits', async () => {
    const { state, whole } = source()
    const pages = subscription(whole)[Symbol.asyncIterator]()
    expect(await pages.next()).toEqual({ done: false, value: { events: [], upTo: null, caughtUp: true } })
    void pages.next()
    await turns(5)
    expect(state.looks).toBe(2)
    await pages.return?.()
  })

  it('moves on over what is of other categories, with one page for all of it', async () => {
    const { state, changes, whole } = source()
    state.end = 5
    const pages = subscription(whole)[Symbol.asyncIterator]()
    expect(await pages.next()).toMatchObject({ value: { upTo: '5', caughtUp: true } })
    const next = pages.next()
    state.end = 8
    changes.notify()
    expect(await next).toMatchObject({ value: { events: [], upTo: '8', caughtUp: true } })
    await pages.return?.()
  })

  it('reads nothing ahead of the page that was asked for', async () => {
    const { state, whole } = source()
    state.end = 5
    const pages = subscription(whole)[Symbol.asyncIterator]()
    await turns(5)
    expect(state.looks).toBe(0)
    await pages.next()
    const { looks } = state
    await turns(5)
    expect(state.looks).toBe(looks)
    await pages.return?.()
  })

  it('misses no change that comes while it looks', async () => {
    const { state, changes, whole } = source()
    let looks = 0
    const late: SubscriptionSource = {
      ...whole,
      begin: () => {
        const read = whole.begin()
        return async () => {
          const slice = await read()
          // Behind its back, once it has seen nothing new.
          if (++looks === 2) {
            state.end = 1
            changes.notify()
          }
          return slice
        }
      },
    }
    const pages = subscription(late)[Symbol.asyncIterator]()
    await pages.next()
    expect(await pages.next()).toMatchObject({ value: { upTo: '1' } })
    await pages.return?.()
  })

  it('looks again without being told of a change, after the time given', async () => {
    const { state, whole } = source({ pollEvery: 1 })
    const pages = subscription(whole)[Symbol.asyncIterator]()
    await pages.next()
    const next = pages.next()
    await turns(5)
    state.end = 1
    expect(await next).toMatchObject({ value: { upTo: '1' } })
    await pages.return?.()
  })

  it('leaves no listener on the signal and no waiter behind, however it ends', async () => {
    for (const ending of ['left', 'aborted', 'closed', 'failed'] as const) {
      const { state, changes, whole } = source()
      const controller = new AbortController()
      const { signal } = controller
      const pages = subscription(whole, signal)[Symbol.asyncIterator]()
      await pages.next()
      const next = pages.next()
      await turns(2)
      expect(getEventListeners(signal, 'abort')).toHaveLength(1)
      if (ending === 'left') await pages.return?.()
      if (ending === 'aborted') controller.abort()
      if (ending === 'closed') {
        state.closed = true
        changes.notify()
      }
      if (ending === 'failed') {
        Object.defineProperty(state, 'end', {
          get: () => {
            throw new Error('a fault of the store')
          },
        })
        changes.notify()
        await expect(next).rejects.toThrow('a fault of the store')
      } else expect(await next).toMatchObject({ done: true })
      expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    }
  })

  it('passes a fault on, but not one that comes of its being ended', async () => {
    const faulty = (ends: boolean) => {
      const { state, whole } = source()
      const begin = () => () => {
        state.closed = ends
        throw new Error('a fault of the store')
      }
      const pages = subscription({ ...whole, begin })[Symbol.asyncIterator]()
      return pages.next()
    }
    await expect(faulty(false)).rejects.toThrow('a fault of the store')
    expect(await faulty(true)).toMatchObject({ done: true })
  })

  it('begins anew with each iteration', async () => {
    const { state, whole } = source()
    state.end = 2
    const pages = subscription(whole)
    const read = async (): Promise<Page | undefined> => {
      for await (const page of pages) return page
      return undefined
    }
    expect(await read()).toEqual(await read())
  })
})
