// Each import of a file is kept: which file, how it was read, and what became of its rows.
import { importRun, line, type CommandOptions } from '@eventcrm/crm'
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { FileUnreadable } from './errors.ts'
import type { ImportTarget } from './form.ts'
import type { Mapping } from './mapping.ts'
import { openFile } from './open-file.ts'

/** What became of the rows of an import. */
export interface RowCounts {
  readonly created: number
  readonly changed: number
  readonly unchanged: number
  readonly rejected: number
}

/** SHA-256 in hex. */
export const sha256Of = async (file: string, signal: AbortSignal | undefined): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of (await openFile(file)).bytes) {
    signal?.throwIfAborted()
    hash.update(chunk)
  }
  return hash.digest('hex')
}

const nameOf = (file: string): string | null => {
  const name = line(255).safeParse(
    basename(file)
      .toWellFormed()
      .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?'),
  )
  return name.success ? name.data : null
}

/** Longer ones are not kept: their hash would say nothing that the file's does not. */
const longest = 100_000

const textOf = (mapping: Mapping): string | null => {
  const text = JSON.stringify(mapping).replaceAll(
    /\p{Cc}/gu,
    control => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return text.length > longest ? null : text
}

interface Begun {
  /** Null for bytes that come from nowhere. */
  readonly file: string | null
  /** Null where it is not known: of a pipe, say. */
  readonly sha256: string | null
  readonly mapping: Mapping
  /** The rows asked for. */
  readonly rows: Mapping['rows']
}

/** An import that is under way. */
export class ImportRun {
  readonly #crm: ImportTarget
  readonly #id: string
  readonly #options: CommandOptions

  private constructor(crm: ImportTarget, id: string, options: CommandOptions) {
    this.#crm = crm
    this.#id = id
    this.#options = options
  }

  /** @param id of the run, and the correlation id of all that it does */
  static async begin(
    crm: ImportTarget,
    id: string,
    { file, sha256, mapping, rows = {} }: Begun,
    options: CommandOptions,
  ): Promise<ImportRun> {
    const command = importRun.begin({
      importRunId: id,
      fileName: file === null ? null : nameOf(file),
      sha256,
      becomes: mapping.becomes,
      mapping: textOf(mapping),
      fromRow: rows.from ?? null,
      toRow: rows.to ?? null,
    })
    await crm.send([command], options)
    return new ImportRun(crm, id, options)
  }

  async finish(counts: RowCounts): Promise<void> {
    await this.#crm.send([importRun.finish({ importRunId: this.#id, ...counts })], this.#options)
  }

  /**
   * Where that cannot be written either, it stays begun.
   * @param fault what was thrown; undefined where whoever asked for the rows wants no more
   */
  async breakOff(counts: RowCounts, fault: unknown): Promise<void> {
    const cause = fault === undefined ? 'stopped' : fault instanceof FileUnreadable ? fault.code : 'fault'
    const command = importRun.breakOff({ importRunId: this.#id, ...counts, cause })
    await this.#crm.send([command], this.#options).catch(() => undefined)
  }
}
