/**
 * Begins one thing after the other, with at most `atOnce` of them under way, and hands out what they come to in that order.
 * When the asking breaks off, everything begun is handed out first. Whoever stops listening finds nothing going on behind.
 * @throws what `asked` throws, after all that was begun; what a thing begun throws, in its turn
 */
export async function* inOrder<Item, Result>(
  asked: AsyncGenerator<Item, undefined>,
  atOnce: number,
  begin: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, undefined> {
  const begun: Promise<Result>[] = []
  let end: { readonly error?: unknown } | undefined
  const more = async () => {
    try {
      const { value, done } = await asked.next()
      if (done) end = {}
      else {
        const result = begin(value)
        result.catch(() => undefined) // heard when its turn comes
        begun.push(result)
      }
    } catch (error) {
      end = { error }
    }
  }
  try {
    while (!end || begun.length > 0) {
      while (!end && begun.length < atOnce) await more()
      const first = begun.shift()
      if (first) yield await first
    }
    if ('error' in end) throw end.error
    return undefined
  } finally {
    await Promise.allSettled(begun)
    await asked.return(undefined)
  }
}
