/**
 * Makes a value once for each text, for ever: only for what stays few however many opportunities and customers there are, as salespeople, stages, months
 * and lengths of sale cycles in days do. Rows are then found by the same few objects, whose text is made once.
 */
export const memoizeByText = <Value>(): ((text: string, make: () => Value) => Value) => {
  const known = new Map<string, Value>()
  return (text, make) => {
    let value = known.get(text)
    if (value === undefined) known.set(text, (value = make()))
    return value
  }
}
