// What the main thread and the one that unpacks say to each other. Both are this package's own, so a message is what it is meant to be.
import type { FileRow } from '../file-row.ts'

/** What is to be taken apart. */
export interface Packed {
  readonly bytes: Uint8Array
  /** The sheet's name; undefined for the only one. */
  readonly wanted: string | undefined
}
export const packedIn = (workerData: unknown): Packed => workerData as Packed

/** What is said first. Each message after it is answered with rows, with none at their end. */
export type Unpacked =
  | { readonly is: 'sheet'; readonly rows: number; readonly width: number }
  | { readonly is: 'unclear' | 'unknown'; readonly names: readonly string[] }
  | { readonly is: 'tooWide' | 'damaged'; readonly cause: unknown }
export const unpackedIn = (message: unknown): Unpacked => message as Unpacked

export const rowsIn = (message: unknown): readonly FileRow[] => message as readonly FileRow[]
