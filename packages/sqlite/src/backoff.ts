/** Milliseconds between two tries at a locked file, at most. A commit takes well under one; another process may have a queue of them. */
const longest = 8

/** Waits before the next try, longer each time and by chance, so that waiting processes don't meet again. */
export const pause = (attempt: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, Math.min(longest, 2 ** attempt) * (0.25 + 0.75 * Math.random())))

/** Lets whatever else waits have its turn on the event loop. */
export const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
