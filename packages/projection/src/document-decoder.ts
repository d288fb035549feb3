// Where stored text gets its type again. The store wrote documents, from what had that type; progress is small, and looked at.
import { z } from 'zod'
import type { ViewProgress } from './document-store.ts'
import type { Document } from './filter.ts'

export const decodeDocument = (json: string): Document => JSON.parse(json) as Document

const place = { position: z.string(), eventId: z.string() }
const progress = z.object({
  checkpoint: z.object(place).nullable(),
  building: z.boolean(),
  rollups: z.array(z.string()),
  stopped: z.object({ ...place, reason: z.string() }).nullable(),
  unseen: z.literal(true).exactOptional(),
  commits: z.number(),
})

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/**
 * @param commits what the store counts beside the text
 * @returns of progress that can't be read any more, that of a view which has folded nothing, and says so: it is then folded anew
 */
export const decodeProgress = (json: string, commits: number): ViewProgress => {
  const { data } = progress.safeParse(parsed(json))
  if (data) return { ...data, commits }
  const reason = 'its progress is damaged, so it is to be folded anew: rebuild it'
  return { checkpoint: null, building: true, rollups: [], stopped: { position: '', eventId: '', reason }, commits }
}
