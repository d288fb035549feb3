/**
 * Makes a value once for each text, for ever: for as many texts as there are salespeople, stages and months, not opportunities. Rows
 * are then found by the same few objects, whose text is made once.
 */
export const memoizeByText = <Value>(): ((text: string, make: () => Value) => Value) => {
  const known = new Map<string, Value>()
  return (text, make) => {
    let value = known.get(text)
    if (value === undefined) known.set(text, (value = make()))
    return value
  }
}
