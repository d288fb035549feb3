// What is known of a lead and has no field where it goes: one note, so that whoever opens the contact reads it.
import type { Personal } from '../kernel/personal.ts'
import { showDay } from '../kernel/show-day.ts'
import type { Language, Words } from '../kernel/words.ts'
import type { LeadState } from './state.ts'

const words = {
  organisation: { en: 'Organisation', vi: 'Tổ chức' },
  person: { en: 'Contact person', vi: 'Người liên hệ' },
  position: { en: 'Position', vi: 'Chức vụ' },
  website: { en: 'Website', vi: 'Trang web' },
  need: { en: 'Need', vi: 'Nhu cầu' },
  products: { en: 'Products wanted', vi: 'Sản phẩm muốn mua' },
  strength: { en: 'How strongly', vi: 'Mức độ' },
  when: { en: 'When', vi: 'Khi nào' },
  wantedOn: { en: 'Wanted on', vi: 'Ngày cần' },
  canAfford: { en: 'The money is there', vi: 'Có đủ tiền' },
} as const satisfies Readonly<Record<string, Words>>
const strengths = { wish: { en: 'a wish', vi: 'mong muốn' }, need: { en: 'a need', vi: 'thật sự cần' } } as const
const moments = { now: { en: 'now', vi: 'bây giờ' }, later: { en: 'later', vi: 'sau này' } } as const
const answers = { true: { en: 'yes', vi: 'có' }, false: { en: 'no', vi: 'chưa' } } as const

/** As long as a note may be; a need of fifty products with long names ends before the product that no longer fits. */
const longest = 5000

/**
 * @param hasPerson whether a contact of its own is made of the person
 * @param products names of those that are wanted
 * @param language the company's
 * @returns null where there is nothing to say
 */
export const remarkOf = (
  { kind, name, organisationName, position, website, need }: LeadState,
  hasPerson: boolean,
  products: readonly string[],
  language: Language,
): string | null => {
  const said: string[] = []
  const say = (what: keyof typeof words, value: Personal<string> | null | undefined) => {
    if (typeof value === 'string' && value !== '') said.push(`${words[what][language]}: ${value}`)
  }
  if (kind === 'individual') say('organisation', organisationName)
  else if (!hasPerson) say('person', name)
  if (!hasPerson) say('position', position?.label)
  say('website', website)
  if (need) {
    say('need', need.description)
    say('strength', need.strength && strengths[need.strength][language])
    say('when', need.when && moments[need.when][language])
    say('wantedOn', need.wantedOn && showDay(need.wantedOn, language))
    say('canAfford', need.canAfford === null ? null : answers[need.canAfford ? 'true' : 'false'][language])
    const room = longest - said.join('\n').length - 100
    let names = ''
    for (const product of products) {
      const more = names === '' ? product : `${names}, ${product}`
      if (more.length > room) break
      names = more
    }
    say('products', names)
  }
  return said.length === 0 ? null : said.join('\n')
}
