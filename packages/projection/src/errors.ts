import type { Position } from '@eventcrm/event-store'

export abstract class ProjectionError extends Error {
  abstract readonly code: string
}

/** The documents were folded from another log, or from a longer copy of this one. Rebuild them, or bring the right log back. */
export class LogMismatch extends ProjectionError {
  readonly code = 'LogMismatch'
  override readonly name = 'LogMismatch'
  constructor(view: string, position: Position) {
    super(
      `${view} has been folded up to position ${position}, where the log holds another event or none: it is another log, or an older copy. Rebuild the view, or restore the log it was folded from`,
    )
  }
}

/** A fold made a document that does not fit its view's schema. */
export class DocumentInvalid extends ProjectionError {
  readonly code = 'DocumentInvalid'
  override readonly name = 'DocumentInvalid'
  /** The first field that does not fit: a dotted path. */
  readonly field: string
  constructor(view: string, field: string, why: string) {
    super(`A document of ${view} does not fit its schema at '${field}': ${why}`)
    this.field = field
  }
}

/** What is kept of a view can't be read any more: it is valid JSON, but no document of the view's, or no row of its totals. Rebuild the view. */
export class DocumentDamaged extends ProjectionError {
  readonly code = 'DocumentDamaged'
  override readonly name = 'DocumentDamaged'
  readonly view: string
  constructor(view: string, options?: ErrorOptions) {
    super(`Documents of ${view} are damaged: rebuild the view from the log`, options)
    this.view = view
  }
}

/** A view met an event that it could not fold, and stands before it. Other views went on. `cause` is what its fold threw, where this process folded it. */
export class ViewStopped extends ProjectionError {
  readonly code = 'ViewStopped'
  override readonly name = 'ViewStopped'
  readonly view: string
  readonly position: Position
  constructor(view: string, position: Position, reason: string, options?: ErrorOptions) {
    super(`${view} stopped before position ${position}: ${reason}`, options)
    this.view = view
    this.position = position
  }
}

/** A view, or a rollup of it, is not there yet: it is being folded for the first time, or no projector has run. Catch up first. */
export class ViewBuilding extends ProjectionError {
  readonly code = 'ViewBuilding'
  override readonly name = 'ViewBuilding'
  constructor(view: string) {
    super(`${view} is not folded yet`)
  }
}

/** A report reads in several calls, and the documents went on between them each time it was begun anew. */
export class ReportOvertaken extends ProjectionError {
  readonly code = 'ReportOvertaken'
  override readonly name = 'ReportOvertaken'
  constructor(report: string) {
    super(
      `${report} was begun again and again, and each time its documents went on between two of its reads. Have it read in one call, as in reader.read(one, other), what it reads in several; or ask again when less is written`,
    )
  }
}

/** The projector was closed before it got there. */
export class ProjectorClosed extends ProjectionError {
  readonly code = 'ProjectorClosed'
  override readonly name = 'ProjectorClosed'
  constructor() {
    super('The projector is closed')
  }
}
