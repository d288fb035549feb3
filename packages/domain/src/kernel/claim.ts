/**
 * A key that must be unique in the company. Before the command's events are written, it is claimed by a stream of its own
 * (`<namespace>.<kind>-<uuid>`) for the command's aggregate; if another holds it, the caller gets that stream's rejection.
 */
export interface Claim {
  /** The category of the claim's aggregate, whose commands are `claim` and `release`. */
  readonly kind: string
  readonly key: string
}

/** A key that is not claimed yet, but will be by what a command leads to: the command is refused where another than the owner holds it. */
export interface FutureClaim extends Claim {
  /** Whom it will be claimed for. */
  readonly ownerId: string
  /** The command's field that the key came from. */
  readonly field: string
}
