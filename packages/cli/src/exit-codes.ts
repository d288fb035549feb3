/** What the process ends with. Scripts may depend on it. */
export const exitCodes = {
  /** All went well. */
  fine: 0,
  /** The business said no: rows were rejected, or a view is stopped. */
  no: 1,
  /** The command line or a mapping file is not right; nothing was done. */
  usage: 2,
  /** A file, the database or the machine is at fault. */
  unavailable: 3,
  /** eventcrm itself is at fault. */
  bug: 4,
  /** Stopped by Ctrl-C, as shells count it: 128 + SIGINT. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
