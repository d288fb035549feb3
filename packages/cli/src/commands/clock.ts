import { CommandInvalid, type ClockRun, type Crm } from '@eventcrm/crm'
import type { Language, Words } from '@eventcrm/domain'
import { withDatabase } from '../database.ts'
import { exitCodes } from '../exit-codes.ts'
import { faultsOfOptions } from '../explain.ts'
import { Fault, unavailable } from '../fault.ts'
import { formatsOf } from '../formats.ts'
import { placeGiven, quotedPlace, theWritten } from '../place.ts'
import { showProgress } from '../progress.ts'
import { print, printJson } from '../terminal.ts'
import { companyCommand, type Invocation } from './command.ts'
import { formatOption, languageOption } from './options.ts'

const said = ({ asOf, overdue }: ClockRun, language: Language): readonly string[] => {
  const { raised, invoices, refused } = overdue
  const formats = formatsOf(language)
  const [by, count] = [formats.day(asOf), (number: number) => formats.count(number)]
  const en =
    raised === 0
      ? `Nothing has become overdue by ${by} that was not raised before.`
      : `Overdue by ${by}: ${count(raised)} ${raised === 1 ? 'instalment' : 'instalments'} of ${count(invoices)} ${invoices === 1 ? 'invoice' : 'invoices'} raised.`
  const vi =
    raised === 0
      ? `Đến ngày ${by} không có khoản quá hạn nào chưa được ghi nhận.`
      : `Quá hạn đến ngày ${by}: đã ghi nhận ${count(raised)} kỳ thanh toán của ${count(invoices)} hóa đơn.`
  const unraised = refused.map(({ invoiceId, code }): Words => ({
    en: `Not raised: ${invoiceId} (${code})`,
    vi: `Chưa ghi nhận được: ${invoiceId} (${code})`,
  }))
  return [{ en, vi }, ...unraised].map(words => `  ${words[language]}`)
}

/** @throws Fault that names the option for a time that can't be meant */
const ran = async (crm: Crm, options: Parameters<Crm['clock']['run']>[0]): Promise<ClockRun> => {
  try {
    return await crm.clock.run(options)
  } catch (error) {
    if (!(error instanceof CommandInvalid)) throw error
    throw new Fault(exitCodes.usage, faultsOfOptions(error.faults), [], { cause: error })
  }
}

export const clockCommand = (invocation: Invocation) =>
  companyCommand(
    invocation,
    'clock',
    'Raises what has become due since it ran last: instalments that are overdue, once each. Run it on a schedule, once a day or more often; exit code 1 when something could not be raised',
    [
      ['clock -d crm.sqlite', 'what is overdue by now'],
      ['clock -d crm.sqlite --now 2026-03-31', 'what was overdue by the end of that day'],
      ['clock -d crm.sqlite -f json', 'for a script'],
    ],
  )
    .option('--now <time>', 'the time that it is: a day, or an instant with its offset; now when left out')
    .option('--actor <id>', 'who does it', 'clock')
    .addOption(formatOption(['table', 'json']))
    .addOption(languageOption())
    .action(async ({ now, actor, format, ...options }) => {
      const place = placeGiven(invocation, options)
      await withDatabase(invocation, place, { actor }, async ({ crm, catchUp }) => {
        if ((await crm.status()).head === null) {
          const name = quotedPlace(place)
          throw unavailable({ en: `${name} holds no company`, vi: `${name} không có công ty nào` }, theWritten(place))
        }
        await catchUp()
        const progress = showProgress(invocation, { en: 'Raising what is due', vi: 'Đang ghi nhận khoản đến hạn' }, 1)
        const run = await ran(crm, {
          ...(now === undefined ? {} : { now }),
          onProgress: ({ raised }) => progress.update(0, String(raised)),
        }).finally(() => progress.end())
        await catchUp()
        if (format === 'json') printJson(invocation, run)
        else print(invocation, language => said(run, language).join('\n'))
        if (run.overdue.refused.length > 0) invocation.finish(exitCodes.no)
      })
    })
