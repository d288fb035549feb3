/**
 * Rows that name the same, where the first that goes in makes it if it is not there. The others wait for that one only, and then go side by side: a
 * file has thousands of purchases of one customer on end.
 */
export class Makers {
  /** By what rows under way name: whether one up to the last of them went in. */
  readonly #underWay = new Map<string, Promise<boolean>>()

  /**
   * To be called in the order of the file.
   * @param wentIn whether the row did; resolved when it is over
   * @returns when one before it went in, or none can any more
   */
  async before(key: string, wentIn: Promise<boolean>): Promise<void> {
    const before = this.#underWay.get(key)
    const isThere = Promise.resolve(before).then(isMade => isMade === true || wentIn)
    this.#underWay.set(key, isThere)
    const forget = () => {
      if (this.#underWay.get(key) === isThere) this.#underWay.delete(key)
    }
    isThere.then(forget, forget)
    await before
  }
}
