import type { Language } from '@eventcrm/domain'
import { formatsOf } from './formats.ts'

/**
 * An instant as a clock on the company's wall shows it.
 * @param timeStyle medium with seconds
 */
export const clockOf = (
  timeZone: string,
  language: Language,
  timeStyle: 'short' | 'medium' = 'short',
): ((instant: string) => string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle })
  const formats = formatsOf(language)
  return instant => {
    // of a damaged event, which is shown as it is
    if (Number.isNaN(Date.parse(instant))) return instant
    const [day = '', time = ''] = format.format(new Date(instant)).split(' ')
    return `${formats.day(day)} ${time}`
  }
}
