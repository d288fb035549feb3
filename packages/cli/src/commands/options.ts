// Options that several commands share, and how their values are read.
import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { languages } from '@eventcrm/domain'
import { z } from 'zod'
import { usageFault } from '../fault.ts'

/** What follows stands under a title of its own in the help. */
export const onServers = 'On servers, in place of the file or of a part of it (docs/real-stores.md):'

export const databaseOption = (describe: string) => new Option('-d, --database <file>', describe)
export const eventsOption = () =>
  new Option('--events <url>', 'EventStoreDB that holds the log: esdb://…, or EVENTCRM_EVENTS').helpGroup(onServers)
export const documentsOption = () =>
  new Option('--documents <url>', 'MongoDB that holds the documents: mongodb://…, or EVENTCRM_DOCUMENTS').helpGroup(
    onServers,
  )
export const namespaceOption = () =>
  new Option('--namespace <name>', 'which company, where several are kept: crm when left out').helpGroup(onServers)

/** @throws Fault when a required option was left out */
export const given = (value: string | undefined, option: string): string => {
  if (value === undefined) throw usageFault({ en: `${option} is missing`, vi: `thiếu ${option}` })
  return value
}

export const formatOption = <const Format extends string>(formats: readonly [Format, ...Format[]]) =>
  new Option('-f, --format <format>', 'how to print').choices(formats).default(formats[0])

export const languageOption = (describe = 'wording: the company’s when left out') =>
  new Option('--lang, --language <language>', describe).choices(languages)

export const day = (text: string): string => {
  if (z.iso.date().safeParse(text).success) return text
  const isWritten = /^\d{4}-\d{2}-\d{2}$/.test(text)
  throw new InvalidArgumentError(`${isWritten ? 'There is no such day. ' : ''}Expected a day like 2017-03-31.`)
}

/** A whole number from one up. */
export const count =
  (most: number) =>
  (text: string): number => {
    const number = /^\d+$/.test(text) ? Number(text) : 0
    if (number >= 1 && number <= most) return number
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${String(most)}.`)
  }
