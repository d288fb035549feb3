import type { Day } from './dated.ts'
import type { Language } from './words.ts'

/**
 * A day as people read it.
 * @example showDay('2026-03-31', 'vi') // '31/03/2026'
 */
export const showDay = (day: Day, language: Language): string =>
  language === 'vi' ? day.split('-').reverse().join('/') : day
