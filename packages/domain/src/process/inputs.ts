// Written by `npm run docs` from the schemas of the commands; a test keeps it true.
/**
 * Has a version of a process answer events from here on.
 */
export interface ProcessStartInput {
  /** Which process. A UUID. */
  readonly processId: string
  /** Name of the process. At most 50 characters. */
  readonly name: string
  /** Version of the process. */
  readonly version: number
  /** Types of the events that this version answers. At most 100. */
  readonly requests: readonly string[]
  /** Id of the log’s last event; null for none. A UUID. */
  readonly after: string | null
}

/**
 * What a caller gives for each command of `process`.
 */
export interface ProcessInputs {
  /**
   * Has a version of a process answer events from here on.
   */
  readonly start: ProcessStartInput
}
