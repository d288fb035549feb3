// What a user gave, in a message about it: enough to know it again. Messages end in logs and tickets, so none repeats what is long or
// reaches a person.
import { visible } from './visible.ts'

const longest = 40
const longestFile = 100

/** Like a telephone number or an e-mail address. */
const reaches = /\d(?:[\s().+/-]*\d){6}|@/
const day = /^(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2})$/
const reachesSomebody = (text: string): boolean => reaches.test(text) && !day.test(text)

export const shortened = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text)

/** @example quoted('Miền Nam') // "'Miền Nam'" */
export const quoted = (text: string): string =>
  reachesSomebody(text.slice(0, longest)) ? "'…'" : `'${visible(shortened(text, longest))}'`

/** A file is known by the end of its path. */
export const quotedFile = (file: string): string =>
  `'${file.length > longestFile ? '…' : ''}${visible(file.slice(-longestFile))}'`

/** What a mistake on the command line says, with each word that was given as `quoted` has it. */
export const withQuoted = (message: string, args: readonly string[]): string => {
  const words = args.flatMap(arg => [arg, ...(arg.startsWith('-') ? [arg.slice(2), arg.replace(/^[^=]*=/, '')] : [])])
  return words
    .filter(word => word.length > longest || reachesSomebody(word) || visible(word) !== word)
    .sort((a, b) => b.length - a.length)
    .reduce((said, word) => said.replaceAll(`'${word}'`, () => quoted(word)), message)
}

/** Whoever wrote a message, a URL in it tells nobody's password. */
export const withoutCredentials = (text: string): string => text.replaceAll(/:\/\/[^\s/?#'"]*@/g, '://')
