import { RevisionConflict } from '@eventcrm/event-store'

/** Attempts at one command. In one process commands queue; across processes ten in a row are lost only under a storm of writes to one stream. */
const mostAttempts = 10

/** Up to 2, 4, 8 … milliseconds, at random, so that two writers in conflict don't meet again. */
export const pauseAfter = (attempt: number, longest = Infinity) =>
  new Promise<void>(resolve => setTimeout(resolve, Math.random() * Math.min(2 ** attempt, longest)))

interface Retrying {
  readonly attempts: number
  /** Milliseconds that a pause takes at most. */
  readonly longestPause: number
}

/**
 * Makes an attempt again while another writer gets in between.
 * @param attempt told whether it is one after a conflict, so that it reads what the other has written
 * @throws RevisionConflict after the last attempt; what else the attempt throws, at once
 */
export const retryConflicts = async <T>(
  attempt: (afterConflict: boolean) => Promise<T>,
  { attempts, longestPause }: Retrying = { attempts: mostAttempts, longestPause: Infinity },
): Promise<T> => {
  for (let n = 1; ; n++) {
    try {
      return await attempt(n > 1)
    } catch (error) {
      if (!(error instanceof RevisionConflict) || n >= attempts) throw error
    }
    await pauseAfter(n, longestPause)
  }
}
