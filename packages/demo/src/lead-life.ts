import { catalogueId, lead, readyMadeId, type CommandMessage, type Day, type LeadConvertInput } from '@eventcrm/crm'
import type { Chance } from './chance.ts'
import { campaignId, groupOf, territoryOf, type Company } from './company.ts'
import type { Customer } from './customers.ts'
import type { Diary } from './diary.ts'
import { campaigns, questions, sources, unfit } from './names/leads.ts'
import { leaderOf, person, type Employee } from './staff.ts'
import { stepOf, type Step } from './step.ts'
import { addDays } from './working-days.ts'

/** Somebody who may want something: from being written down to being found worth an opportunity, or not. */
export class LeadLife {
  readonly steps: Step[] = []
  readonly #company: Company
  readonly #chance: Chance
  readonly #diary: Diary
  readonly #key: string
  readonly #leadId: string
  readonly #prospect: Customer
  readonly #owner: Employee

  /** @param owner who has it once it is assigned, and works there on the day */
  constructor(
    company: Company,
    { key, leadId, chance, diary }: { key: string; leadId: string; chance: Chance; diary: Diary },
    prospect: Customer,
    owner: Employee,
  ) {
    this.#company = company
    this.#key = key
    this.#leadId = leadId
    this.#chance = chance
    this.#diary = diary
    this.#prospect = prospect
    this.#owner = owner
  }

  #write(on: Day, messages: readonly CommandMessage[], rest: Partial<Step> = {}): boolean {
    const at = this.#diary.on(on)
    if (at === undefined) return false
    const commandId = `${this.#key}/lead/${String(this.steps.length)}`
    this.steps.push(stepOf(commandId, at, this.#owner.id, messages, { about: this.#prospect.id, appends: 1, ...rest }))
    return true
  }

  /** Written down and given to a salesperson: what came in over the internet by the office's leader, the rest by its finder. */
  begin(on: Day, tags: readonly string[] = []): boolean {
    const chance = this.#chance
    const { language, staff } = this.#company
    const source = chance.weighted(...sources)
    const campaign = chance.percent(source.campaigns) ? chance.pick(campaigns) : undefined
    const complete = chance.percent(60)
    const leadId = this.#leadId
    const { kind, email, industry, size, street, province } = this.#prospect
    const named = this.#names(source.online)
    const profile = {
      group: groupOf(this.#prospect),
      territory: territoryOf(this.#prospect),
      ...(industry === null ? {} : { industry }),
      ...(size === null ? {} : { size }),
    }
    const address = { street, province, country: 'Việt Nam' }
    const said = complete ? { email, address, ...profile } : chance.percent(70) ? { email } : {}
    const creation = lead.create({
      leadId,
      kind,
      ...named,
      source: { entryId: readyMadeId(catalogueId('leadSource'), source.key) },
      ...(campaign === undefined ? {} : { campaign: { entryId: campaignId(this.#company, campaign) } }),
      tags,
      ...said,
      ...(source.online ? {} : { ownerId: this.#owner.id }),
    })
    const by = source.online ? staff.administrator.id : this.#owner.id
    if (!this.#write(on, [creation], { actor: by })) return false
    if (source.online) {
      const given = lead.assign({ leadId, ownerId: this.#owner.id })
      if (!this.#write(this.#diary.today, [given], { actor: leaderOf(staff, this.#owner).id })) return false
    }
    if (complete) return true
    const completed = [lead.setContactDetails({ leadId, email, address }), lead.setProfile({ leadId, ...profile })]
    if (!chance.percent(75)) return true
    const note = chance.pick(questions)
    const asked = lead.answerQuestions({
      leadId,
      answers: [{ question: note.question[language], answer: chance.pick(note.answers)[language] }],
    })
    return this.#write(addDays(this.#diary.today, chance.int(0, 3)), [
      ...completed,
      ...(chance.percent(40) ? [asked] : []),
    ])
  }

  #names(online: boolean) {
    const { kind, name, office } = this.#prospect
    if (kind === 'individual') return { name }
    // a form on the website is filled in by somebody of the organisation
    return online || this.#chance.percent(40)
      ? { organisationName: name, name: person(this.#chance, office.region).name }
      : { organisationName: name }
  }

  qualify(on: Day): boolean {
    const leadId = this.#leadId
    const rating = this.#chance.weighted(['warm', 3] as const, ['hot', 2] as const, ['cold', 1] as const)
    const rated = this.#chance.percent(60) ? [lead.rate({ leadId, rating })] : []
    return this.#write(on, [...rated, lead.qualify({ leadId })])
  }

  /** It comes to nothing, or has not come to anything yet. */
  end(on: Day): void {
    const chance = this.#chance
    const leadId = this.#leadId
    const { language } = this.#company
    const { key, notes } = chance.weighted(...unfit)
    const reason = { entryId: readyMadeId(catalogueId('leadLostReason'), key) }
    const note = chance.pick(notes)[language]
    const fate = chance.weighted(
      ['disqualified', 40] as const,
      ['lost', 30] as const,
      ['customer', 6] as const,
      ['mistake', 3] as const,
      ['open', 21] as const,
    )
    switch (fate) {
      case 'open':
        if (chance.percent(40)) this.qualify(on)
        return
      case 'mistake':
        this.#write(on, [lead.void({ leadId })])
        return
      case 'disqualified':
        this.#write(on, [lead.disqualify({ leadId, reason, note })])
        return
      case 'lost':
        if (!this.#write(on, [lead.markLost({ leadId, reason, note })]) || !chance.percent(20)) return
        this.#write(addDays(this.#diary.today, chance.int(20, 90)), [lead.restore({ leadId })])
        return
      case 'customer':
        if (this.qualify(on))
          this.convert(addDays(this.#diary.today, chance.int(0, 4)), {
            into: { mode: 'customerOnly' },
            customer: { choice: 'create', code: `KHL${this.#key.replace(/\D/g, '').padStart(4, '0')}` },
          })
        return
    }
  }

  /** A step of its own, which ends once the conversion is done. */
  convert(on: Day, conversion: Omit<LeadConvertInput, 'leadId'>, rest: Partial<Step> = {}): boolean {
    const converting = lead.convert({ leadId: this.#leadId, ...conversion })
    return this.#write(on, [converting], { carriesOut: true, appends: null, ...rest })
  }
}
