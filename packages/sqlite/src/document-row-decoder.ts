import type { Row } from './row-decoder.ts'

/** A column that holds text. */
export const textIn = (row: Row, column: string): string => {
  const value = row[column]
  if (typeof value !== 'string') throw new TypeError(`The column ${column} holds no text`)
  return value
}
