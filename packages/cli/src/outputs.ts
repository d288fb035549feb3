// What becomes of a process whose output cannot be written.
import type { Language, Words } from '@eventcrm/domain'
import { exitCodes } from './exit-codes.ts'
import type { Speech } from './speech.ts'

/** Its reader is gone: `eventcrm … | head`, or a terminal that was closed. */
const closed: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO', 'ECONNRESET'])

const full: Words = { en: 'the disk is full', vi: 'ổ đĩa đã đầy' }
const lost = ({ code, message }: NodeJS.ErrnoException, language: Language): string => {
  const why = code === 'ENOSPC' ? full[language] : (code ?? message)
  return {
    en: `eventcrm: the output cannot be written: ${why}\n  what was done stays; see to the output, then run the same command again\n`,
    vi: `eventcrm: không ghi được kết quả ra: ${why}\n  những gì đã làm vẫn còn; hãy khắc phục nơi ghi ra rồi chạy lại lệnh này\n`,
  }[language]
}

/**
 * A command goes on to its end without its outputs, and tells by its exit code: work is never left half done for want of somebody to
 * read of it. That nobody reads on is nobody's fault; when output is lost otherwise, stderr says so, and what went well ends with 3.
 */
export const watchOutputs = (
  process: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'on' | 'exitCode'>,
  speech: Speech,
): void => {
  process.stderr.on('error', () => undefined) // there is nobody left to tell
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (closed.has(error.code)) return
    process.stderr.write(lost(error, speech.language))
    process.on('exit', code => {
      if (code === exitCodes.fine) process.exitCode = exitCodes.unavailable
    })
  })
}
