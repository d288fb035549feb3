/**
 * A key that must be unique in the company. Before the command's events are written, it is claimed by a stream of its own
 * (`<namespace>.<kind>-<uuid>`) for the command's aggregate; if another holds it, the caller gets that stream's rejection.
 */
export interface Claim {
  /** The category of the claim's aggregate, whose commands are `claim` and `release`. */
  readonly kind: string
  readonly key: string
}
