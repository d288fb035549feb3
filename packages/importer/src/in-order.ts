interface Begun<Result> {
  readonly result: Promise<Result>
  isDone: boolean
}

/**
 * Carries out one thing after the other, with at most `atOnce` of them under way, and hands out what they come to in that order. As many as there
 * is room for are begun together: things that go the same way side by side take half the time of things at different points of it.
 * When the asking breaks off, everything asked for until then is handed out first. Whoever stops listening finds nothing going on behind.
 * @throws what `asked` throws, after all that was begun; what a thing begun throws, in its turn
 */
export async function* inOrder<Item, Result>(
  asked: AsyncGenerator<Item, undefined>,
  atOnce: number,
  begin: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, undefined> {
  const underWay: Begun<Result>[] = []
  let end: { readonly error?: unknown } | undefined
  const more = async () => {
    const items: Item[] = []
    try {
      while (!end && underWay.length + items.length < atOnce) {
        const { value, done } = await asked.next()
        if (done) end = {}
        else items.push(value)
      }
    } catch (error) {
      end = { error }
    }
    for (const item of items) {
      const begun: Begun<Result> = { result: begin(item), isDone: false }
      const settle = () => void (begun.isDone = true) // a fault is heard when its turn comes
      begun.result.then(settle, settle)
      underWay.push(begun)
    }
  }
  try {
    while (!end || underWay.length > 0) {
      if (!end) await more()
      do {
        const first = underWay.shift()
        if (first) yield await first.result
      } while (underWay[0]?.isDone)
    }
    if ('error' in end) throw end.error
    return undefined
  } finally {
    await Promise.allSettled(underWay.map(({ result }) => result))
    await asked.return(undefined)
  }
}
