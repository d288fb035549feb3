import type { ViewProgress } from './document-store.ts'
import type { AnyRollup } from './rollup.ts'
import type { AnyView } from './view.ts'

export type Progress = Omit<ViewProgress, 'commits'>

export const fresh: ViewProgress = { checkpoint: null, building: true, rollups: [], stopped: null, commits: 0 }

/** Why an event can't be folded, in a line. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : `${typeof error} was thrown, which is no error`

/** A view with its rollups, and how far this process has brought it. */
export class ViewRun {
  readonly view: AnyView
  readonly rollups: readonly AnyRollup[]
  /** Replaced after each commit. */
  progress = fresh
  /** What stopped it in this process, which does not try that event again. */
  stoppedBy: { readonly eventId: string; readonly error: unknown } | null = null
  /** It could not fold some event up to a position, and takes so many at once at most until it is found. */
  narrowing: { readonly size: number; readonly upTo: string } | null = null
  /** Others took a page that it could not take: up to there what it folds again in parts has been told of. */
  toldUpTo = ''
  /** It has come to where its rollups can be booked. */
  due = false

  constructor(view: AnyView, rollups: readonly AnyRollup[]) {
    this.view = view
    this.rollups = rollups
  }

  /** Position up to which it has folded; before every other when it has folded nothing. */
  get folded(): string {
    return this.progress.checkpoint?.position ?? ''
  }
  /** Rollups that are kept up with the documents. */
  get booked(): readonly AnyRollup[] {
    return this.rollups.filter(({ collection }) => this.progress.rollups.includes(collection))
  }
  /** Rollups that are still to be booked from finished documents. */
  get missing(): readonly AnyRollup[] {
    return this.rollups.filter(({ collection }) => !this.progress.rollups.includes(collection))
  }
  /** Whether it can be asked, but for what it is behind. */
  get isBooked(): boolean {
    return !this.progress.building && this.missing.length === 0
  }

  /** Takes progress as the store has it. Where another process stopped, this one tries. */
  load(known: ViewProgress | null): void {
    const progress = known ?? fresh
    const stoppedHere = progress.stopped?.eventId === this.stoppedBy?.eventId
    this.progress = stoppedHere ? progress : { ...progress, stopped: null }
    this.due = false
    if (this.narrowing && this.folded >= this.narrowing.upTo) this.narrowing = null
  }
}
