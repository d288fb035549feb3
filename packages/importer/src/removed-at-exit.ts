// What is only there for a while goes when the process ends before its time: at Ctrl-C twice, say. A process that is killed leaves it.
import { rmSync } from 'node:fs'

const paths = new Set<string>()

const removeAll = (): void => {
  for (const path of paths) rmSync(path, { recursive: true, force: true })
}

/**
 * Has a file or folder removed when the process ends.
 * @returns takes that back, once it is gone or is to stay
 */
export const removedAtExit = (path: string): (() => void) => {
  if (paths.size === 0) process.on('exit', removeAll)
  paths.add(path)
  return () => {
    paths.delete(path)
    if (paths.size === 0) process.off('exit', removeAll)
  }
}
