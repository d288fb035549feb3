import { oneLine, phoneExpected, phonesIn, type PhoneGiven, type Words } from '@eventcrm/crm'
import { z } from 'zod'
import type { Field } from '../field.ts'
import { companyAsOf, type ImportTarget } from '../form.ts'
import type { PlanBuilder } from '../plan-builder.ts'

/** What a cell says of a phone number. */
export interface WrittenPhone {
  /** Its lines, between which numbers end. */
  readonly text: string
  /** Whose number it is unless it has a country code; null none, undefined the company's. */
  readonly country?: string | null | undefined
}

export const phoneField: Field<WrittenPhone> = {
  describe: 'Phone number; of the company’s country, or the one that the mapping names, unless it has a country code',
  takes: 'phone number',
  reads: { as: 'phone' },
  schema: z.object({ text: z.string().max(500), country: z.string().nullish() }),
  required: null,
}

const prefixAdded: Words = {
  en: 'taken with the 0 that numbers of the country begin with: a spreadsheet has probably lost it',
  vi: 'đã thêm số 0 ở đầu như các số trong nước: có lẽ bảng tính đã làm mất',
}
const othersLeftOut: Words = {
  en: 'the first number was taken, the others were left out',
  vi: 'đã lấy số đầu tiên, các số còn lại bị bỏ qua',
}
const extensionLeftOut: Words = {
  en: 'the number was taken, its extension was left out',
  vi: 'đã lấy số điện thoại, số máy lẻ bị bỏ qua',
}
const restLeftOut: Words = {
  en: 'the number was taken, what stands beside it was left out',
  vi: 'đã lấy số điện thoại, phần bên cạnh bị bỏ qua',
}

type Found = ReturnType<typeof phonesIn>

/** Of numbers with nothing but a hyphen between them: each is a number by itself. */
const joined = (text: string, country: string | null): Found => {
  for (const { index } of text.matchAll(/\p{Pd}/gu)) {
    const [first] = phonesIn(text.slice(0, index), country)
    if (first?.isWhole !== true) continue
    const others = foundIn(text.slice(index + 1), country)
    if (others.length > 0) return [first, ...others].map(found => ({ ...found, isWhole: false }))
  }
  return []
}

const foundIn = (text: string, country: string | null): Found => {
  const whole = phonesIn(oneLine(text), country)
  if (whole[0]?.isWhole === true) return whole
  const parts = text.split('\n')
  if (parts.length > 1)
    return parts.flatMap(part => foundIn(part, country)).map(found => ({ ...found, isWhole: false }))
  const apart = joined(text, country)
  return apart.length > 0 ? apart : whole
}

/** The numbers in a cell, the one that is taken first; none where that can't be told. */
const numbersIn = ({ text, country: own }: WrittenPhone, country: string | null): Found => {
  const found = foundIn(text, own === undefined ? country : own)
  const [first] = found
  // Without the 0 in front, half of all numbers could be one of some fixed line.
  return first?.lacksPrefix && !first.isMobile ? [] : found
}

/** The number in a cell that is taken; undefined for none. */
export const takenFrom = (written: WrittenPhone, country: string | null) => numbersIn(written, country)[0]

/** What a row says of a phone number, as commands take it, and in E.164; null where it takes the number away. */
interface PhoneOfRow {
  readonly phone: PhoneGiven | null | undefined
  readonly number: string | null | undefined
}

/**
 * The phone number of a row; what is wrong with it is a fault of the field, what was made of it a notice.
 * @param day of the command that gets it; today when left out
 */
export const phoneFrom = async <Name extends string>(
  field: NoInfer<Name>,
  written: WrittenPhone | null | undefined,
  crm: ImportTarget,
  day: string | undefined,
  plan: PlanBuilder<Name>,
): Promise<PhoneOfRow> => {
  if (written === undefined || written === null) return { phone: written, number: written }
  const { text, country: own } = written
  const country = own === undefined ? (await companyAsOf(crm, day)).country : own
  const [first, ...others] = numbersIn(written, country)
  if (!first) {
    plan.fault(field, 'PHONE_INVALID', phoneExpected(country))
    return { phone: undefined, number: undefined }
  }
  const { number } = first
  const line = oneLine(text)
  if (first.lacksPrefix) plan.notice(field, 'PREFIX_ADDED', prefixAdded)
  if (others.length > 0) plan.notice(field, 'OTHER_NUMBERS', othersLeftOut)
  else if (first.hasExtension) plan.notice(field, 'EXTENSION_LEFT_OUT', extensionLeftOut)
  else if (/[\p{L}\p{N}]/u.test(line.replace(first.written, ''))) plan.notice(field, 'REST_LEFT_OUT', restLeftOut)
  if (first.lacksPrefix || !first.isWhole) return { phone: number, number }
  // as it is written: the decision knows by it that the number which is there is meant, also after the company has moved
  return { phone: own === undefined ? line : { number: line, country: own }, number }
}
