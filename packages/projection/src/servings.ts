import type { LastServing, Serving } from './document-store.ts'

/** What was said longer ago is no longer told. */
const rememberedFor = 3600

/**
 * What was said of views whose names begin so, the newest first.
 * @param now in milliseconds, by the clock that `at` is of
 */
export const lastServings = (
  all: Iterable<Serving & { readonly at: number }>,
  prefix: string,
  now: number,
): readonly LastServing[] =>
  Array.from(all, ({ at, process, name, views }) => ({
    process,
    name,
    views: views.filter(view => view.startsWith(prefix)),
    secondsAgo: Math.max(0, (now - at) / 1000),
  }))
    .filter(({ views, secondsAgo }) => views.length > 0 && secondsAgo <= rememberedFor)
    .sort((a, b) => a.secondsAgo - b.secondsAgo)
