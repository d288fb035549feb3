import { Presets, SingleBar } from 'cli-progress'
import cliTruncate from 'cli-truncate'
import type { Words } from '@eventcrm/domain'
import type { CliContext } from './terminal.ts'
import { visible } from './visible.ts'

export interface Progress {
  /** @param said what stands behind the bar */
  update(done: number, said?: string): void
  /** Takes the bar away. */
  end(): void
}

const quiet: Progress = { update: () => undefined, end: () => undefined }

/** Redrawn so many times a second: often enough to look alive, seldom enough to cost nothing over a slow line. */
const fps = 8

/** Columns for what stands around a bar and its title. */
const besideBar = 16

/**
 * A bar on stderr, while something long is done; nothing where stderr is no terminal.
 * @param what is done, before the bar
 * @param total what there is to do; the bar is full there
 */
export const showProgress = ({ stderr, speech }: CliContext, what: Words, total: number): Progress => {
  if (stderr.isTTY !== true) return quiet
  const columns = stderr.columns ?? 80
  const barsize = columns < 70 ? 16 : 30
  const shown = cliTruncate(visible(what[speech.language]), Math.max(8, columns - barsize - besideBar), {
    position: 'middle',
  })
  const bar = new SingleBar(
    {
      stream: stderr,
      format: '{what} {bar} {percentage}% {said}',
      barsize,
      hideCursor: true,
      clearOnComplete: true,
      fps,
      // Ctrl-C is answered by the command, which stops the bar as well.
      gracefulExit: false,
    },
    Presets.shades_classic,
  )
  bar.start(Math.max(total, 1), 0, { what: shown, said: '' })
  return {
    update: (done, said = '') => bar.update(Math.min(done, total), { said: visible(said) }),
    end: () => bar.stop(),
  }
}
