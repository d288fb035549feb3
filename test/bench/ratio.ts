// A benchmark here is a ratio measured in one run: on a shared machine a figure alone says little.

/** A measured figure. */
export interface Row {
  readonly name: string
  /** Median over the rounds of ours ÷ the yardstick's. */
  readonly ratio: number
  /** Lowest and highest round. */
  readonly spread: readonly [low: number, high: number]
  /** What the ratio should be at least (or at most, for costs), where the project has set itself one. */
  readonly aim?: { readonly atLeast: number } | { readonly atMost: number }
  /** The absolute rates of the median round, and whatever else is worth saying. */
  readonly detail: string
}

/** Does its work once and returns the rate in units a second (or a cost, for both sides alike), without the time of its set-up. */
export type Side = () => number | Promise<number>

/** Runs `work`, which does `units` of something, and returns its rate in units a second. */
export const rateOf = async (units: number, work: () => unknown): Promise<number> => {
  const from = performance.now()
  await work()
  return (units / (performance.now() - from)) * 1000
}

const shown = (value: number) => Math.round(value).toLocaleString('en')

/** Both sides in turn, A B A B …, after one round of each to warm up. */
export const compare = async (
  name: string,
  ours: Side,
  yardstick: Side,
  {
    rounds = 5,
    aim,
    unit = '/s',
    note,
  }: { readonly rounds?: number; readonly aim?: Row['aim']; readonly unit?: string; readonly note?: () => string } = {},
): Promise<Row> => {
  const measured: { readonly ratio: number; readonly a: number; readonly b: number }[] = []
  for (let round = 0; round <= rounds; round++) {
    const a = await ours()
    const b = await yardstick()
    if (round > 0) measured.push({ ratio: a / b, a, b })
  }
  measured.sort((x, y) => x.ratio - y.ratio)
  const [low, middle, high] = [measured[0], measured[measured.length >> 1], measured.at(-1)]
  if (!low || !middle || !high) throw new RangeError('a comparison needs at least one round')
  const detail = `${shown(middle.a)} against ${shown(middle.b)} ${unit}${note ? `; ${note()}` : ''}`
  return { name, ratio: middle.ratio, spread: [low.ratio, high.ratio], detail, ...(aim ? { aim } : {}) }
}
