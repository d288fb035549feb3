import {
  catalogueId,
  contact,
  firstOpportunityIdOf,
  opportunity,
  readyMadeId,
  type CommandMessage,
} from '@eventcrm/crm'
import { standardStages, type Day, type Words } from '@eventcrm/crm'
import { Chance } from './chance.ts'
import { dong, negotiationOf, type Company } from './company.ts'
import type { Customer } from './customers.ts'
import { Diary } from './diary.ts'
import { Goods, roundedTo, type Delivered } from './goods.ts'
import { LeadLife } from './lead-life.ts'
import { positions, roles } from './names/leads.ts'
import { losses, oldCustomer, reasons, tags } from './names/wording.ts'
import { atWork, leaderOf, mailbox, person, type Employee } from './staff.ts'
import { stepOf, type Step } from './step.ts'
import { addDays, daysBetween, lastDay, workingDay } from './working-days.ts'

/** The stages that lie before winning, in order. */
const stagesOf = (company: Company): readonly string[] => [
  standardStages.new,
  standardStages.qualified,
  standardStages.proposition,
  negotiationOf(company),
]

/** How long selling takes: days from and to, with how often. */
const cycles: readonly (readonly [days: readonly [from: number, to: number], weight: number])[] = [
  [[4, 18], 3],
  [[19, 45], 6],
  [[46, 85], 4],
  [[86, 150], 1],
]

/** What was sold when an opportunity was won: it is to be invoiced. */
export interface Sale {
  readonly key: string
  /** Place of the step that won it, among those of its opportunity. */
  readonly step: number
  readonly opportunityId: string
  readonly customer: Customer
  readonly wonOn: Day
  readonly lines: readonly Delivered[]
  /** On the whole, in đồng. */
  readonly discount: number
  /** When the customer cancels it after all; null otherwise. */
  readonly cancelledOn: Day | null
}

/** Something done on a day or soon after it; false when the year is over by then. */
type Act = (on: Day) => boolean

/** The life of one opportunity, from its opening to wherever it stands at the end of the year. */
export class OpportunityLife {
  readonly steps: Step[] = []
  /** Each time that it was won. */
  readonly sales: Sale[] = []
  readonly #company: Company
  readonly #customer: Customer
  readonly #chance: Chance
  readonly #diary: Diary
  readonly #key: string
  readonly #opportunityId: string
  readonly #goods: Goods
  #owner: Employee
  #stage = 0
  #expectedCloseOn: Day
  #isOpen = true
  #reopenings = 0

  /**
   * @param founds whether the customer is to be a contact by it
   * @param notBefore the first day on which anybody works
   */
  constructor(
    company: Company,
    number: number,
    { on: opensOn, customer, founds, notBefore }: { on: Day; customer: Customer; founds: boolean; notBefore: Day },
  ) {
    this.#company = company
    this.#customer = customer
    this.#key = `opportunity/${String(number)}`
    const chance = new Chance(company.seed, this.#key)
    this.#chance = chance
    this.#diary = new Diary(chance)
    const sellers = atWork(company.staff, customer.office, opensOn)
    this.#owner = chance.weighted(...sellers.map(seller => [seller, seller.leads ? 1 : 3] as const))
    this.#goods = new Goods(company, chance, this.#key, customer, opensOn)
    const [from, to] = chance.weighted(...cycles)
    const days = chance.int(from, to)
    this.#expectedCloseOn = addDays(opensOn, Math.round((days * chance.int(60, 115)) / 100) + 3)
    const leadId = founds ? customer.leadId : company.id('lead', this.#key)
    const begins = this.#leadBegins(opensOn, founds || (customer.isOld && chance.percent(35)), notBefore)
    this.#opportunityId = begins === null ? company.id('opportunity', number) : firstOpportunityIdOf(leadId)
    if (begins === null) this.#open(opensOn)
    else if (!this.#openFromLead(begins, opensOn, leadId, founds)) return
    this.#meet()
    this.#takeAnother()
    this.#live(addDays(opensOn, days))
    if (this.#isOpen) this.#handOver(lastDay)
  }

  #write(
    on: Day,
    messages: readonly CommandMessage[],
    by: { reason?: string; actor?: Employee; wins?: boolean; appends?: number | null } = {},
  ): boolean {
    const at = this.#diary.on(on)
    if (at === undefined) return false
    const { reason = null, actor = this.#owner, wins = false, appends = 1 } = by
    this.steps.push(
      stepOf(`${this.#key}/${String(this.steps.length)}`, at, actor.id, messages, {
        ...{ reason, wins, appends, ...this.#mine },
      }),
    )
    return true
  }

  get #mine() {
    return { about: this.#customer.id, customer: this.#customer, opportunityId: this.#opportunityId }
  }

  /** The day on which the lead is written down that becomes it; null where it is opened without one. */
  #leadBegins(opensOn: Day, fromLead: boolean, notBefore: Day): Day | null {
    if (!fromLead) return null
    const earliest = this.#owner.joins > notBefore ? this.#owner.joins : notBefore
    const drawn = addDays(opensOn, -this.#chance.int(3, 30))
    const begins = workingDay(drawn > earliest ? drawn : earliest)
    return begins < opensOn ? begins : null
  }

  #leadOf(leadId: string, key = this.#key): LeadLife {
    return new LeadLife(
      this.#company,
      { key, leadId, chance: this.#chance, diary: this.#diary },
      this.#customer,
      this.#owner,
    )
  }

  /** A lead is written down, found worth it, and converted; then it is said what the opportunity is about. */
  #openFromLead(begins: Day, on: Day, leadId: string, founds: boolean): boolean {
    const chance = this.#chance
    const life = this.#leadOf(leadId)
    const tags = this.#tags().map(tag => tag[this.#company.language])
    const opportunityId = this.#opportunityId
    const converted =
      life.begin(begins, tags) &&
      life.qualify(on) &&
      life.convert(
        on,
        {
          into: { mode: 'newOpportunity', title: this.#goods.title(), ownerId: this.#owner.id },
          customer: founds ? { choice: 'create' } : { choice: 'link', contactId: this.#customer.id },
        },
        this.#mine,
      )
    this.steps.push(...life.steps)
    if (!converted) return false
    const { expectedRevenue } = this.#goods.estimated
    const priority = chance.weighted([0, 5], [1, 4], [2, 2], [3, 1])
    return this.#write(this.#diary.today, [
      opportunity.setExpectedClose({ opportunityId, expectedCloseOn: this.#expectedCloseOn }),
      ...(expectedRevenue ? [opportunity.setRevenue({ opportunityId, revenue: expectedRevenue })] : []),
      ...(priority === 0 ? [] : [opportunity.setPriority({ opportunityId, priority })]),
      ...this.#goods.adding(opportunityId),
    ])
  }

  /** Somebody of the organisation is known by name from now on. */
  #meet(): void {
    const { kind, id: organisationId, office } = this.#customer
    if (kind === 'individual' || !this.#chance.percent(30)) return
    const { id, seed, language } = this.#company
    const chance = new Chance(seed, `person/${organisationId}`)
    const { name } = person(chance, office.region)
    const contactId = id('contact', 'person', organisationId)
    const email = `${mailbox(name)}.${contactId.slice(0, 4)}@thu.example`
    const position = { entryId: readyMadeId(catalogueId('position'), chance.pick(positions)) }
    this.#write(
      this.#diary.today,
      [
        contact.register({ contactId, kind: 'individual', name, email }),
        contact.takePosition({ contactId, employmentId: id('employment', organisationId), organisationId, position }),
        opportunity.addPerson({
          opportunityId: this.#opportunityId,
          contactId,
          role: this.#chance.pick(roles)[language],
        }),
      ],
      { appends: null },
    )
  }

  /** The same customer asks again over another way: that lead goes into the opportunity. */
  #takeAnother(): void {
    if (!this.#chance.percent(10)) return
    const life = this.#leadOf(this.#company.id('lead', this.#key, 'again'), `${this.#key}/again`)
    const { today } = this.#diary
    if (life.begin(today) && life.qualify(this.#diary.today))
      life.convert(
        this.#diary.today,
        {
          into: { mode: 'intoOpportunity', opportunityId: this.#opportunityId },
          customer: this.#chance.percent(50) ? { choice: 'link', contactId: this.#customer.id } : { choice: 'none' },
        },
        { opportunityId: this.#opportunityId },
      )
    this.steps.push(...life.steps)
  }

  /** One of these, in the company's language. */
  #say(texts: readonly Words[]): string {
    return this.#chance.pick(texts)[this.#company.language]
  }

  #tags(): readonly Words[] {
    if (this.#chance.percent(35)) return [this.#chance.weighted(...tags)]
    return this.#customer.isOld ? [oldCustomer] : []
  }

  #open(on: Day): void {
    const chance = this.#chance
    const opportunityId = this.#opportunityId
    const opening = opportunity.open({
      opportunityId,
      title: this.#goods.title(),
      ownerId: this.#owner.id,
      customerId: this.#customer.id,
      expectedCloseOn: this.#expectedCloseOn,
      priority: chance.weighted([0, 5], [1, 4], [2, 2], [3, 1]),
      tags: this.#tags().map(tag => tag[this.#company.language]),
      ...this.#goods.estimated,
    })
    this.#write(on, [opening, ...this.#goods.adding(opportunityId)])
  }

  /** What comes between opening and closing, spread over the time there is, and then the closing. */
  #live(closesOn: Day): void {
    const chance = this.#chance
    if (chance.percent(4)) return // nobody ever gets round to it
    const wins = chance.percent(this.#chanceToWin())
    const last = wins ? chance.weighted([2, 4], [3, 6]) : chance.weighted([0, 2], [1, 3], [2, 4], [3, 2])
    const opensOn = this.#diary.today
    const days = Math.max(1, daysBetween(opensOn, closesOn))
    const acts = this.#actsUpTo(last)
    for (const [i, act] of acts.entries()) {
      const on = addDays(opensOn, Math.ceil((days * (i + 1)) / (acts.length + 1)) + chance.int(-1, 1))
      if (!this.#keepDate(on) || !act(on)) return
    }
    this.#close(closesOn, wins)
  }

  #chanceToWin(): number {
    const { value } = this.#goods
    const size = value > 400_000_000 ? -14 : value < 40_000_000 ? 8 : 0
    return 54 + this.#owner.skill + size + (this.#customer.isOld ? 8 : 0)
  }

  /** What leads to that stage, with a detour now and then. */
  #actsUpTo(last: number): readonly Act[] {
    const chance = this.#chance
    const acts: Act[] = []
    for (let stage = 1; stage <= last; stage++) {
      if (stage < last && chance.percent(15)) continue // a stage left out
      acts.push(on => this.#move(on, stage))
      if (stage === 1 || !chance.percent(12)) continue
      acts.push(on => this.#move(on, stage - 1))
      acts.push(on => this.#move(on, stage))
    }
    const sometimes = (often: number, act: Act) => {
      if (chance.percent(often)) acts.splice(chance.int(0, acts.length), 0, act)
    }
    sometimes(25, on => this.#haggle(on))
    sometimes(15, on => this.#set(on, opportunity.setPriority({ opportunityId: this.#opportunityId, priority: 3 })))
    sometimes(6, on => this.#help(on))
    const sure = opportunity.setProbability({ opportunityId: this.#opportunityId, probability: 90 })
    if (chance.percent(8)) acts.push(on => this.#set(on, sure))
    return acts
  }

  #set(on: Day, command: CommandMessage): boolean {
    return this.#write(on, [command])
  }

  #move(on: Day, stage: number): boolean {
    const stageId = stagesOf(this.#company)[stage]
    if (stageId === undefined || stage === this.#stage) return true
    const by = stage < this.#stage ? { reason: this.#say(reasons.back) } : {}
    this.#stage = stage
    return this.#write(on, [opportunity.changeStage({ opportunityId: this.#opportunityId, stageId })], by)
  }

  #haggle(on: Day): boolean {
    const command = this.#goods.haggling(this.#opportunityId)
    return command === undefined || this.#set(on, command)
  }

  /** Somebody else takes over: of the same office mostly. */
  #help(on: Day): boolean {
    const { staff } = this.#company
    const office = this.#chance.percent(75) ? this.#owner.office : this.#chance.pick(staff.sellers).office
    const others = office ? atWork(staff, office, on).filter(({ id }) => id !== this.#owner.id) : []
    return others.length === 0 || this.#give(on, this.#chance.pick(others), this.#say(reasons.helped))
  }

  #give(on: Day, to: Employee, reason: string): boolean {
    const actor = leaderOf(this.#company.staff, this.#owner)
    this.#owner = to
    const command = opportunity.reassign({ opportunityId: this.#opportunityId, ownerId: to.id })
    return this.#write(on, [command], { actor, reason })
  }

  /** What somebody who leaves has in hand goes to a colleague the day before; what is closed, when it is opened again. */
  #handOver(before: Day): boolean {
    const { leaves, office } = this.#owner
    if (leaves === null || office === null || before < leaves) return true
    const colleagues = atWork(this.#company.staff, office, addDays(leaves, 1))
    const on = this.#isOpen ? addDays(leaves, -1) : before
    return this.#give(on, this.#chance.pick(colleagues), this.#say(reasons.handedOver))
  }

  /** Before something happens on that day: work is handed over, and a date that has passed is moved, or forgotten. */
  #keepDate(on: Day): boolean {
    const chance = this.#chance
    while (this.#expectedCloseOn < on && chance.percent(70)) {
      const slipsOn = addDays(this.#expectedCloseOn, chance.int(-2, 2))
      const later = addDays(this.#expectedCloseOn, chance.int(7, 35))
      const expectedCloseOn = later > this.#diary.today ? later : addDays(this.#diary.today, 14)
      if (!this.#handOver(slipsOn) || !this.#expect(slipsOn, expectedCloseOn, this.#say(reasons.slipped))) return false
    }
    return this.#handOver(on)
  }

  #expect(on: Day, expectedCloseOn: Day, reason: string): boolean {
    this.#expectedCloseOn = expectedCloseOn
    const command = opportunity.setExpectedClose({ opportunityId: this.#opportunityId, expectedCloseOn })
    return this.#write(on, [command], { reason })
  }

  #close(on: Day, wins: boolean): void {
    if (!this.#keepDate(on)) return
    if (wins) this.#win(on)
    else this.#lose(on)
  }

  #win(on: Day): void {
    const chance = this.#chance
    const opportunityId = this.#opportunityId
    const discount = chance.weighted([0, 5], [2, 2], [4, 2], [7, 1])
    const amount = roundedTo(100_000, (this.#goods.value * (100 - discount)) / 100)
    const command = opportunity.markWon({ opportunityId, ...(discount === 0 ? {} : { revenue: dong(amount) }) })
    if (!this.#write(on, [command], { wins: true })) return
    this.#isOpen = false
    const wonOn = this.#diary.today
    const cancels = chance.percent(3)
    const cancelledOn = cancels ? addDays(wonOn, chance.int(3, 12)) : null
    const key = `${this.#key}/${String(this.sales.length)}`
    const lines = this.#goods.delivered
    const given = discount === 0 ? 0 : Math.max(0, this.#goods.value - amount)
    this.sales.push({
      ...{ key, step: this.steps.length - 1, opportunityId, customer: this.#customer, wonOn },
      ...{ lines, discount: given, cancelledOn },
    })
    if (cancelledOn === null) return
    if (this.#reopen(cancelledOn, this.#say(reasons.cancelled))) this.#lose(addDays(cancelledOn, chance.int(1, 6)))
  }

  #lose(on: Day): void {
    const chance = this.#chance
    const { reasonId, notes } = chance.weighted(...losses.map(loss => [loss, loss.weight] as const))
    const note = chance.percent(75) ? { note: this.#say(notes) } : {}
    if (!this.#write(on, [opportunity.markLost({ opportunityId: this.#opportunityId, reasonId, ...note })])) return
    this.#isOpen = false
    if (this.#reopenings === 0 && chance.percent(14)) this.#comeBack(addDays(this.#diary.today, chance.int(12, 60)))
  }

  /** A lost one is open again, and comes to another end. */
  #comeBack(on: Day): void {
    const chance = this.#chance
    const reason = this.#say(reasons.reopened)
    if (!this.#reopen(on, reason)) return
    const { today } = this.#diary
    if (!this.#expect(today, addDays(today, chance.int(10, 30)), reason) || chance.percent(20)) return
    this.#close(addDays(this.#expectedCloseOn, chance.int(-6, 12)), chance.percent(60))
  }

  #reopen(on: Day, reason: string): boolean {
    const command = opportunity.reopen({ opportunityId: this.#opportunityId })
    if (!this.#handOver(on) || !this.#write(on, [command], { reason })) return false
    this.#isOpen = true
    this.#reopenings++
    return true
  }
}
