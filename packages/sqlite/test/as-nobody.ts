import { chmodSync } from 'node:fs'

/** Who is root may write everything, so root becomes nobody for the moment. */
export const asNobody = async (folder: string, job: () => Promise<void>, mode = 0o755): Promise<void> => {
  const root = process.getuid?.() === 0
  chmodSync(folder, mode)
  if (root) process.seteuid?.('nobody')
  try {
    await job()
  } finally {
    if (root) process.seteuid?.(0)
    chmodSync(folder, 0o700)
  }
}
