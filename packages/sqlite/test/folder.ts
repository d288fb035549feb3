import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for one test. */
export const newFolder = () => {
  const path = mkdtempSync(join(tmpdir(), 'eventcrm-sqlite-'))
  return {
    path,
    file: (name: string) => join(path, name),
    list: () => readdirSync(path).toSorted(),
    remove: async () => {
      rmSync(path, { recursive: true, force: true })
    },
  }
}
