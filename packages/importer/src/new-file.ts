import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { removedAtExit } from './removed-at-exit.ts'

const digestOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/**
 * A file that is written under a name of its own, beside where it will stand, and appears when it is whole. It holds personal data:
 * only its owner may read it.
 */
export class NewFile {
  readonly handle: FileHandle
  readonly #path: string
  readonly #stays: () => void
  #isThere = true

  private constructor(handle: FileHandle, path: string) {
    this.handle = handle
    this.#path = path
    this.#stays = removedAtExit(path)
  }

  /** @param folder where it will stand: only there can it appear at once */
  static async begin(folder: string): Promise<NewFile> {
    const path = join(folder, `.${randomUUID()}.tmp`)
    return new NewFile(await open(path, 'wx', 0o600), path)
  }

  /** Closed and synced by then. Takes the place of a file that is there. */
  async replace(file: string): Promise<void> {
    await rename(this.#path, file)
    this.#isThere = false
    this.#stays()
  }

  /** Closed and synced by then. False when there is a file of that name: of two that appear at once, only one does. */
  async appear(file: string): Promise<boolean> {
    try {
      await (await open(file, 'wx', 0o600)).close()
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
      throw error
    }
    await this.replace(file)
    return true
  }

  /** Closed by then. Whether a file that is there has the same bytes. */
  async isSameAs(file: string): Promise<boolean> {
    const [own, other] = await Promise.all([stat(this.#path), stat(file)])
    if (!other.isFile() || own.size !== other.size) return false
    return (await digestOf(this.#path)) === (await digestOf(file))
  }

  /** Leaves nothing behind of a file that did not appear. */
  async discard(): Promise<void> {
    if (!this.#isThere) return
    this.#isThere = false
    await this.handle.close().catch(() => undefined) // closed already, perhaps
    await rm(this.#path, { force: true })
    this.#stays()
  }
}
