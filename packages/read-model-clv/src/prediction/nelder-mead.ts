// Nelder and Mead's downhill simplex, with the steps of Lagarias, Reeds, Wright & Wright (1998), SIAM Journal on Optimization 9(1) 112–147.
// Our own, since the one that npm has (fmin 0.0.4) can't be imported as a module and breaks off where the simplex shrinks.

interface Vertex {
  readonly at: readonly number[]
  readonly loss: number
}

export interface Least extends Vertex {
  /** False when it ended by the number of steps. */
  readonly settled: boolean
}

export interface NelderMeadOptions {
  /** Edge of the first simplex. */
  readonly edge: number
  /** It ends once the simplex is no wider than this … */
  readonly width: number
  /** … and its losses differ by no more than this. */
  readonly difference: number
  readonly mostSteps: number
}

const between = (from: readonly number[], to: readonly number[], share: number): readonly number[] =>
  from.map((value, i) => value + share * ((to[i] ?? 0) - value))

/** Where a loss is least, near where it starts. A loss that is no number counts as infinite. */
export const nelderMead = (
  lossAt: (at: readonly number[]) => number,
  from: readonly number[],
  { edge, width, difference, mostSteps }: NelderMeadOptions,
): Least => {
  const vertex = (at: readonly number[]): Vertex => {
    const loss = lossAt(at)
    return { at, loss: Number.isNaN(loss) ? Infinity : loss }
  }
  let simplex = [from, ...from.map((_, i) => from.map((value, j) => value + (i === j ? edge : 0)))].map(vertex)
  for (let step = 0; ; step++) {
    simplex.sort((a, b) => a.loss - b.loss)
    const [best, worst, second] = [simplex[0], simplex.at(-1), simplex.at(-2)]
    if (!best || !worst || !second) throw new RangeError('there is no parameter to look for')
    const isNarrow = simplex.every(({ at }) => at.every((value, i) => Math.abs(value - (best.at[i] ?? 0)) <= width))
    const isLevel = worst.loss - best.loss <= difference
    if ((isNarrow && isLevel) || step === mostSteps) return { ...best, settled: isNarrow && isLevel }

    const others = simplex.slice(0, -1)
    const centre = from.map((_, i) => others.reduce((sum, { at }) => sum + (at[i] ?? 0), 0) / others.length)
    const along = (share: number) => vertex(between(centre, worst.at, share))
    const reflected = along(-1)
    if (reflected.loss < best.loss) {
      const expanded = along(-2)
      simplex = [...others, expanded.loss < reflected.loss ? expanded : reflected]
    } else if (reflected.loss < second.loss) {
      simplex = [...others, reflected]
    } else {
      const contracted = along(reflected.loss < worst.loss ? -0.5 : 0.5)
      simplex =
        contracted.loss < Math.min(reflected.loss, worst.loss)
          ? [...others, contracted]
          : [best, ...simplex.slice(1).map(({ at }) => vertex(between(best.at, at, 0.5)))]
    }
  }
}
