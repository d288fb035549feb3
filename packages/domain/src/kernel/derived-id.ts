/** A number of 48 bits that differs from key to key in its high and its low digits. */
const spread = (key: string): bigint =>
  [...key].reduce((sum, char) => ((sum * 31n + BigInt(char.charCodeAt(0))) * 0x9e3779b97f4bn) % 0x1000000000000n, 7n)

/**
 * The id of something that comes with another thing: that one's id, with its last twelve digits changed by the key. So it is known
 * beforehand, and no two things share one. Frozen: streams are named by it.
 * @param id a UUID
 * @param key 'stage/new', 'opportunity' …
 */
export const derivedId = (id: string, key: string): string =>
  `${id.slice(0, 24)}${(BigInt(`0x${id.slice(24)}`) ^ spread(key)).toString(16).padStart(12, '0')}`
