/** The languages that the library speaks. */
export const languages = ['en', 'vi'] as const
export type Language = (typeof languages)[number]

/** Words to show, in each language. */
export type Words = Readonly<Record<Language, string>>

/** Words in each language; or one text for all of them, as an application may have that speaks only one. */
export type Wording = string | Words

export const wordsOf = (wording: Wording): Words =>
  typeof wording === 'string' ? { en: wording, vi: wording } : wording
