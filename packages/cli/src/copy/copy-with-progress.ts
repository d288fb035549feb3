import { CopyRefused, copyLog, type Copied, type LogAndKeys } from '@eventcrm/crm'
import { placeOf } from '../database.ts'
import { exitCodes } from '../exit-codes.ts'
import { Fault } from '../fault.ts'
import { showProgress, type Progress } from '../progress.ts'
import { inEach } from '../speech.ts'
import type { CliContext } from '../terminal.ts'
import { copyWords } from './copy-words.ts'

/**
 * Copies a log with a bar for what is being done; Ctrl-C ends it between two appends.
 * @throws Fault when it was stopped, or the target is no place for it
 */
export const copyWithProgress = async (context: CliContext, from: LogAndKeys, to: LogAndKeys): Promise<Copied> => {
  const total = placeOf(await from.events.head())
  let shown: { readonly part: string; readonly bar: Progress } | undefined
  return context.stop.during(async signal => {
    try {
      return await copyLog(from, to, {
        signal,
        onProgress: ({ part, upTo }) => {
          if (shown?.part !== part) {
            shown?.bar.end()
            const what = inEach(language => copyWords[language][part])
            shown = { part, bar: showProgress(context, what, total) }
          }
          shown.bar.update(placeOf(upTo))
        },
      })
    } catch (error) {
      if (signal.aborted)
        throw new Fault(
          exitCodes.interrupted,
          inEach(language => copyWords[language].stopped),
          [inEach(language => copyWords[language].goOn)],
        )
      if (!(error instanceof CopyRefused)) throw error
      const exitCode = error.refusal === 'NotEqual' ? exitCodes.unavailable : exitCodes.usage
      throw new Fault(exitCode, error.words, [], { cause: error })
    } finally {
      shown?.bar.end()
    }
  })
}
