/** Something wrong with the file, in each language. */
export interface FileFault {
  readonly where: string
  readonly words: { readonly en: string; readonly vi: string }
}

/** Told of each kind, at most. */
export const most = 100
