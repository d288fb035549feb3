// Maximum likelihood over parameters that are greater than zero.
import { nelderMead } from './nelder-mead.ts'

/** Where a likelihood is greatest. */
export interface Maximum {
  readonly parameters: readonly number[]
  readonly logLikelihood: number
  /** False where none was found: the parameters are the best of those tried, and say little. */
  readonly converged: boolean
}

/** Beyond e^±12, some 160,000, a parameter has run off: the likelihood only ever nears its greatest value. */
const farthest = 12
/** A simplex may shrink too early: it begins anew from where it ended, so often at most, */
const mostRounds = 10
/** until that gains no more than this for each observation. */
const worthARound = 1e-10
const search = { edge: 0.5, width: 1e-6, difference: 1e-12, mostSteps: 2000 }

/** So many observations, evenly chosen, tell the starts apart. */
const enoughForStarts = 2000

type LogLikelihood = (parameters: readonly number[]) => number

/**
 * The simplex goes over the parameters' logarithms, from the best of several starts. The likelihood is judged for each observation, so
 * that their number changes no answer.
 */
export const maximise = <T>(
  logLikelihoodOf: (observations: readonly T[]) => LogLikelihood,
  observations: readonly T[],
  starts: readonly (readonly number[])[],
): Maximum => {
  const lossOf = (some: readonly T[]) => {
    const logLikelihood = logLikelihoodOf(some)
    return (logs: readonly number[]) =>
      logs.some(log => Math.abs(log) > farthest) ? Infinity : -logLikelihood(logs.map(Math.exp)) / some.length
  }
  const step = Math.max(1, Math.floor(observations.length / enoughForStarts))
  const coarse = lossOf(observations.filter((_, i) => i % step === 0))
  const loss = lossOf(observations)
  const found = starts.map(start => nelderMead(coarse, start.map(Math.log), search))
  const start = found.reduce((best, one) => (one.loss < best.loss ? one : best))
  let best = nelderMead(loss, start.at, search)
  let settled = false
  for (let round = 0; round < mostRounds && !settled; round++) {
    const next = nelderMead(loss, best.at, search)
    settled = next.settled && best.loss - next.loss <= worthARound
    if (next.loss < best.loss) best = next
  }
  return {
    parameters: best.at.map(Math.exp),
    logLikelihood: -best.loss * observations.length,
    converged: settled && best.at.every(log => Math.abs(log) < farthest - 1),
  }
}
