/** A spreadsheet's letter for a column: 0 is A, 26 is AA. */
export const letterOf = (index: number): string =>
  (index < 26 ? '' : letterOf(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26))

/** The column of a spreadsheet's letter: A is 0; undefined when it is none. */
export const indexOfLetter = (letter: string): number | undefined =>
  /^[A-Z]{1,3}$/.test(letter) ? [...letter].reduce((sum, char) => sum * 26 + char.charCodeAt(0) - 64, 0) - 1 : undefined
