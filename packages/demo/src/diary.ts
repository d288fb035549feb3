import type { Day } from '@eventcrm/crm'
import type { Chance } from './chance.ts'
import { addDays, atMinute, firstDay, lastDay, workingDay, workingMinutes } from './working-days.ts'

/** Moments of working time, each later than the one before it. */
export class Diary {
  readonly #chance: Chance
  #day: Day = firstDay
  #minute = -1

  constructor(chance: Chance) {
    this.#chance = chance
  }

  /** The day of the last moment. */
  get today(): Day {
    return this.#day
  }

  /** A moment on that day, or as soon after it as there is working time; undefined when the years are over by then. */
  on(day: Day): string | undefined {
    let on = workingDay(day > this.#day ? day : this.#day)
    let minute = on === this.#day ? this.#minute + this.#chance.int(5, 90) : this.#chance.int(0, workingMinutes - 60)
    if (minute > workingMinutes) {
      on = workingDay(addDays(on, 1))
      minute = this.#chance.int(0, 60)
    }
    if (on > lastDay) return undefined
    this.#day = on
    this.#minute = minute
    return atMinute(on, minute)
  }
}
