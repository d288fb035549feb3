// Which opportunities are asked for, as they were given on the command line.
import type { Crm } from '@eventcrm/crm'
import { AmountInvalid, currencyCode, moneyOf, searchKeyOf, theCompany } from '@eventcrm/domain'
import { pipelines } from '@eventcrm/read-model-pipeline'
import { usageFault } from '../fault.ts'
import { quoted } from '../quoted.ts'
import { inEach } from '../speech.ts'
import { closest, didYouMean, resolveName, severalFault } from '../resolve-name.ts'

/** A name, false for none. */
type Named = string | boolean | undefined

export interface OpportunitiesAsked {
  readonly title?: string | undefined
  readonly owner?: Named
  readonly team?: Named
  readonly customer?: Named
  readonly pipeline?: string | undefined
  readonly stage?: string | undefined
  readonly status?: string | undefined
  readonly tag?: string | undefined
  readonly currency?: string | undefined
  readonly openedFrom?: string | undefined
  readonly openedTo?: string | undefined
  readonly closedFrom?: string | undefined
  readonly closedTo?: string | undefined
  readonly expectedFrom?: string | undefined
  readonly expectedTo?: string | undefined
  readonly minAmount?: string | undefined
  readonly maxAmount?: string | undefined
}

/** As `crm.lists.opportunities` takes it. */
type Asked = NonNullable<NonNullable<Parameters<Crm['lists']['opportunities']>[0]>['filter']>

const kinds = { owner: 'staffMember', team: 'salesTeam', customer: 'contact' } as const

const heldBy = async (crm: Crm, given: Named, option: keyof typeof kinds): Promise<Asked> => {
  if (given === false) return { [option]: { is: null } }
  if (typeof given !== 'string') return {}
  return { [option]: { is: await resolveName(crm, kinds[option], given, `--${option}`) } }
}

/**
 * Stages of that name: of several pipelines where none is given.
 * @throws Fault naming those that may be meant
 */
export const stagesNamed = async (crm: Crm, name: string, pipelineId?: string): Promise<readonly string[]> => {
  const { documents } = await crm.find(pipelines)
  const stages = documents.flatMap(({ key, document }) =>
    (pipelineId === undefined || key === pipelineId ? document.stages : []).map(stage => ({
      ...stage,
      key: searchKeyOf(stage.name),
      pipeline: document.name,
    })),
  )
  const key = searchKeyOf(name)
  const exact = stages.filter(stage => stage.key === key)
  const found = exact.length > 0 ? exact : stages.filter(stage => stage.key.startsWith(key))
  if (new Set(found.map(stage => stage.key)).size > 1) {
    const lines = found.map(({ name, pipeline, stageId }) => inEach(() => `${name}  ${pipeline}  ${stageId}`))
    throw severalFault('--stage', name, lines, lines.length)
  }
  if (found.length > 0) return found.map(({ stageId }) => stageId)
  const byId = stages.find(({ stageId }) => stageId === name.toLowerCase())
  if (byId) return [byId.stageId]
  const near = closest(
    key,
    stages.map(stage => stage.name),
    searchKeyOf,
  )
  throw usageFault(
    { en: `--stage: no stage is called ${quoted(name)}`, vi: `--stage: không có giai đoạn nào tên ${quoted(name)}` },
    ...didYouMean(near),
  )
}

interface Range {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

const within = (field: 'openedOn' | 'closedOn' | 'expectedCloseOn', option: string, { from, to }: Range): Asked => {
  if (from === undefined && to === undefined) return {}
  if (from !== undefined && to !== undefined && from > to)
    throw usageFault({
      en: `--${option}-to: expected a day that is not before --${option}-from`,
      vi: `--${option}-to: cần ngày không trước --${option}-from`,
    })
  return { [field]: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) } }
}

const minorUnits = (option: string, amount: string, currency: string): number => {
  try {
    return moneyOf(amount, currency).minorUnits
  } catch (error) {
    if (error instanceof AmountInvalid) {
      const { words } = error
      throw usageFault(inEach(language => `--${option}: ${words[language]}`))
    }
    throw error
  }
}

/** Amounts are of one currency: the company's when none is given. */
const ofAmount = async (crm: Crm, { currency: given, minAmount, maxAmount }: OpportunitiesAsked): Promise<Asked> => {
  const checked = given === undefined ? undefined : currencyCode.safeParse(given.toUpperCase())
  if (checked && !checked.success)
    throw usageFault({
      en: '--currency: expected an ISO 4217 code like VND',
      vi: '--currency: cần mã ISO 4217 như VND',
    })
  if (!checked && minAmount === undefined && maxAmount === undefined) return {}
  const currency = checked?.data ?? (await crm.state('company', theCompany)).currency
  const from = minAmount === undefined ? undefined : minorUnits('min-amount', minAmount, currency)
  const to = maxAmount === undefined ? undefined : minorUnits('max-amount', maxAmount, currency)
  if (from !== undefined && to !== undefined && from > to)
    throw usageFault({
      en: '--max-amount: expected an amount that is not below --min-amount',
      vi: '--max-amount: cần số tiền không nhỏ hơn --min-amount',
    })
  return {
    value: {
      currency,
      ...(minAmount === undefined ? {} : { from: minAmount }),
      ...(maxAmount === undefined ? {} : { to: maxAmount }),
    },
  }
}

/** @throws Fault naming the option at fault, and what may be meant by a name */
export const opportunitiesFilter = async (crm: Crm, asked: OpportunitiesAsked): Promise<Asked> => {
  const { title, owner, team, customer, pipeline, stage, status, tag } = asked
  return {
    ...(title === undefined ? {} : { title: { contains: title } }),
    ...(await heldBy(crm, owner, 'owner')),
    ...(await heldBy(crm, team, 'team')),
    ...(await heldBy(crm, customer, 'customer')),
    ...(pipeline === undefined ? {} : { pipeline: { is: await resolveName(crm, 'pipeline', pipeline, '--pipeline') } }),
    ...(stage === undefined ? {} : { stageId: { in: [...(await stagesNamed(crm, stage))] } }),
    ...(status === undefined ? {} : { status: { is: status } }),
    ...(tag === undefined ? {} : { tags: { contains: tag.toWellFormed() } }),
    ...within('openedOn', 'opened', { from: asked.openedFrom, to: asked.openedTo }),
    ...within('closedOn', 'closed', { from: asked.closedFrom, to: asked.closedTo }),
    ...within('expectedCloseOn', 'expected', { from: asked.expectedFrom, to: asked.expectedTo }),
    ...(await ofAmount(crm, asked)),
  }
}
