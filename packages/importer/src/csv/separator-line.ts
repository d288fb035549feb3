/** Longer than any line that only names the separator. */
const longest = 16
const names = /^"?sep=([,;|\t])"?(?:\r\n|\n|\r)/i

/**
 * Takes off the first line where it is Excel's `sep=;`, which Excel itself does not show, or count, as a row.
 * @returns the text below it, and the delimiter that it names; null where there is no such line
 */
export const withoutSeparatorLine = async (
  text: AsyncGenerator<string, undefined>,
): Promise<{ readonly text: AsyncIterable<string>; readonly delimiter: string | null }> => {
  let start = ''
  while (start.length < longest) {
    const read = await text.next()
    if (read.done === true) break
    start += read.value
  }
  const [line = '', delimiter = null] = names.exec(start) ?? []
  async function* all(): AsyncGenerator<string, undefined> {
    try {
      yield start.slice(line.length)
      yield* text
    } finally {
      await text.return(undefined)
    }
  }
  return { text: all(), delimiter }
}
