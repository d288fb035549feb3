// What commander says of a mistake on the command line, in Vietnamese.
import { languages, type Language } from '@eventcrm/domain'

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
    this.#text += text
  }

  get isNone(): boolean {
    return this.#text === ''
  }

  in(language: Language): string {
    return mistakeIn(language, this.#text)
  }
}

/** The database that a command line names. */
export const databaseIn = (args: readonly string[]): string | undefined =>
  args
    .flatMap((arg, i) =>
      arg === '-d' || arg === '--database'
        ? (args[i + 1] ?? [])
        : arg.startsWith('--database=')
          ? arg.slice('--database='.length)
          : [],
    )
    .at(-1)

/** The language that a command line asks for, wherever in it: mistakes are told in it too. */
export const languageIn = (args: readonly string[]): Language | undefined => {
  const asked = args.flatMap((arg, i) =>
    arg === '--language' ? (args[i + 1] ?? []) : arg.startsWith('--language=') ? arg.slice('--language='.length) : [],
  )
  return languages.find(language => language === asked.at(-1))
}
