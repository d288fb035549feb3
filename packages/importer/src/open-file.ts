import { open, type FileHandle } from 'node:fs/promises'
import { FileUnreadable } from './errors.ts'

export interface OpenedFile {
  /** To be read once; the file is closed when that ends, however it does. */
  readonly bytes: AsyncIterable<Uint8Array>
  /** Null for a pipe, whose end nobody knows. */
  readonly size: number | null
}

const handleOf = async (file: string): Promise<FileHandle> => {
  try {
    return await open(file)
  } catch (cause) {
    const words = {
      en: `There is no file ${file}, or it may not be read`,
      vi: `Không có tệp ${file}, hoặc không được phép đọc tệp này`,
    }
    throw new FileUnreadable('NoSuchFile', words, { cause })
  }
}

/** @throws FileUnreadable naming what is no file, or may not be read */
export const openFile = async (file: string): Promise<OpenedFile> => {
  const handle = await handleOf(file)
  try {
    const stats = await handle.stat()
    if (stats.isDirectory()) {
      throw new FileUnreadable('NotAFile', {
        en: `${file} is a folder: expected a CSV or Excel file`,
        vi: `${file} là thư mục: cần một tệp CSV hoặc Excel`,
      })
    }
    return { bytes: handle.createReadStream(), size: stats.isFile() ? stats.size : null }
  } catch (error) {
    await handle.close()
    throw error
  }
}
