/** Terms at most: near z = 1 they fall slowly. */
const mostTerms = 10_000_000

/**
 * Gauss's ₂F₁(a, b; c; z) by its series (Abramowitz & Stegun 15.1.1), for 0 ≤ z < 1. Where c < a + b its terms grow before they fall,
 * which costs digits where they differ in sign.
 * Our own, since the one that npm has (@stdlib/math-base-special-hyp2f1 0.1.1) is no number near z = 1 where c − a − b is whole.
 */
export const hypergeometric = (a: number, b: number, c: number, z: number): number => {
  let [term, sum] = [1, 1]
  for (let n = 0; n < mostTerms; n++) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z
    sum += term
    if (Math.abs(term) <= Number.EPSILON * Math.abs(sum) * (1 - z)) break
  }
  return sum
}
