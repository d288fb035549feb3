import type { Language, Words } from '@eventcrm/domain'
import type { Place } from './place.ts'

/** The language in which a command line speaks: the one that was asked for, else the company's, else English. */
export class Speech {
  #asked: Language | undefined
  #companys: Language | undefined
  /** Where the log is of the company that the command is about: it says its language where nothing else has yet. */
  place: Place | undefined
  /** Whether the place has been asked in vain, and what asks it may not have ended. */
  isAwaited = false

  /** By `--language`. */
  ask(language: Language): void {
    this.#asked = language
  }

  /** Once the company is known. */
  hear(companys: Language): void {
    this.#companys = companys
  }

  /** The one that was asked for. */
  get asked(): Language | undefined {
    return this.#asked
  }

  /** The company's, once it is known. */
  get companys(): Language | undefined {
    return this.#companys
  }

  get language(): Language {
    return this.#asked ?? this.#companys ?? 'en'
  }
}

/** What is said in a language. Everything for people is said so; a text of one language does not fit. */
export type Say = (language: Language) => string

/** What is put together in each language. */
export const inEach = (say: Say): Words => ({ en: say('en'), vi: say('vi') })
