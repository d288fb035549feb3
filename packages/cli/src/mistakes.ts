// What commander says of a mistake on the command line, in Vietnamese.
import { languages, type Language } from '@eventcrm/domain'
import type { PlaceOptions } from './place.ts'

const vietnamese: readonly (readonly [english: RegExp, vietnamese: string])[] = [
  [/^ {2}see `/gm, '  xem `'],
  [/^error: unknown option '/gm, "error: không có tùy chọn '"],
  [/^error: unknown command '/gm, "error: không có lệnh '"],
  [/^error: missing required argument '/gm, "error: thiếu tham số '"],
  [/^error: (option '.*') argument missing$/gm, 'error: $1 thiếu giá trị'],
  [/^error: option '(.*?)' argument '(.*)' is invalid\./gm, "error: tùy chọn '$1': giá trị '$2' không hợp lệ."],
  [
    /^error: command-argument value '(.*)' is invalid for argument '(.*?)'\./gm,
    "error: tham số '$2': giá trị '$1' không hợp lệ.",
  ],
  [/^error: too many arguments.*$/gm, 'error: thừa tham số'],
  [/^error: option '/gm, "error: tùy chọn '"],
  [/Allowed choices are (.*)\.$/gm, 'Các giá trị được phép: $1.'],
  [/There is no such day\. /g, 'Không có ngày này. '],
  [/Expected a day like (.*)\.$/gm, 'Cần ngày như $1.'],
  [/Expected a whole number from (.*) to (.*)\.$/gm, 'Cần một số nguyên từ $1 đến $2.'],
  [/Expected a number like (.*)\.$/gm, 'Cần một số như $1.'],
  [/Expected a whole number\.$/gm, 'Cần một số nguyên.'],
  [/^\(Did you mean (?:one of )?(.*)\?\)$/gm, '  có phải $1?'],
]

/** Words given beyond those that are taken stand in no quotes, and are not told again. */
const withoutWords = (message: string): string => message.replace(/^(error: too many arguments[^:]*): [\s\S]*/, '$1.\n')

/** A mistake as it is told in a language. */
const mistakeIn = (language: Language, message: string): string =>
  language === 'en'
    ? withoutWords(message)
    : vietnamese.reduce((said, [english, vi]) => said.replaceAll(english, vi), withoutWords(message))

/** What is wrong with a command line, kept until it is known in which language to tell it. */
export class Mistakes {
  #text = ''

  add(text: string): void {
    // commander hints only at what is nearly as long as what was typed
    const isShort = /^error: unknown option '--lang?'$/m.test(text) && !text.includes('(Did you mean')
    this.#text += isShort
      ? text.replace(/^(error: unknown option '--lang?')$/m, '$1\n(Did you mean --language?)')
      : text
  }

  get isNone(): boolean {
    return this.#text === ''
  }

  in(language: Language): string {
    return mistakeIn(language, this.#text)
  }
}

/** The last value that a command line gives an option. */
const valueOf = (args: readonly string[], name: string, short?: string): string | undefined =>
  args
    .flatMap((arg, i) => {
      if (arg === name || arg === short) return args[i + 1] ?? []
      if (short !== undefined && arg.startsWith(short)) return arg.slice(short.length)
      return arg.startsWith(`${name}=`) ? arg.slice(name.length + 1) : []
    })
    .at(-1)

/** What a command line says of where the company is, wherever in it. */
export const placeOptionsIn = (args: readonly string[]): PlaceOptions => ({
  database: valueOf(args, '--database', '-d'),
  events: valueOf(args, '--events'),
  documents: valueOf(args, '--documents'),
  namespace: valueOf(args, '--namespace'),
})

/** The language that a command line asks for, wherever in it: mistakes are told in it too. */
export const languageIn = (args: readonly string[]): Language | undefined => {
  const asked = valueOf(args, '--language') ?? valueOf(args, '--lang')
  return languages.find(language => language === asked)
}
