// Entries are made of the same few groups over and over, and several totals look at the same lives: what was made once is kept.

/** Makes it once for each object, which must not change; forgotten with the object. */
export const remembered = <Key extends object, Value>(make: (key: Key) => Value): ((key: Key) => Value) => {
  const known = new WeakMap<Key, Value>()
  return key => {
    let value = known.get(key)
    if (value === undefined) known.set(key, (value = make(key)))
    return value
  }
}

/** Makes it once for each text, for ever: for as many texts as there are salespeople, stages and months, not opportunities. */
export const interned = <Value>(): ((key: string, make: () => Value) => Value) => {
  const known = new Map<string, Value>()
  return (key, make) => {
    let value = known.get(key)
    if (value === undefined) known.set(key, (value = make()))
    return value
  }
}
