// Where stored text gets its type again. The store wrote it, from what had that type.
import type { ViewProgress } from './document-store.ts'
import type { Document } from './filter.ts'

export const decodeDocument = (json: string): Document => JSON.parse(json) as Document

export const decodeProgress = (json: string): ViewProgress => JSON.parse(json) as ViewProgress
