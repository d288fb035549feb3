// What becomes of a process whose output cannot be written.
import { exitCodes } from './exit-codes.ts'

/** Its reader is gone: `eventcrm … | head`, or a terminal that was closed. */
const closed: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO', 'ECONNRESET'])

const whyOf = ({ code, message }: NodeJS.ErrnoException): string =>
  code === 'ENOSPC' ? 'the disk is full' : (code ?? message)

/**
 * A command goes on to its end without its outputs, and tells by its exit code: work is never left half done for want of somebody to
 * read of it. That nobody reads on is nobody's fault; when output is lost otherwise, stderr says so, and what went well ends with 3.
 */
export const watchOutputs = (process: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'on' | 'exitCode'>): void => {
  process.stderr.on('error', () => undefined) // there is nobody left to tell
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (closed.has(error.code)) return
    process.stderr.write(
      `eventcrm: the output cannot be written: ${whyOf(error)}\n  what was done stays; see to the output, then run the same command again\n`,
    )
    process.on('exit', code => {
      if (code === exitCodes.fine) process.exitCode = exitCodes.unavailable
    })
  })
}
