// Steps of a life, in the order in which things happened: by day, and on one day as their events stand in the log.
import { day } from '@eventcrm/domain'
import { z } from 'zod'

/** Fields that every step has. */
export const dated = {
  day: day.describe('Day on which it happened'),
  position: z.string().describe('Place of its event in the log; orders the steps of a day'),
}

interface Dated {
  readonly day: string
  readonly position: string
}

const isBefore = (a: Dated, b: Dated) => a.day < b.day || (a.day === b.day && a.position < b.position)

/**
 * Puts a step at its place, in place. Nearly always that is the end.
 * @returns whether it is
 */
export const insertStep = <Step extends Dated>(steps: Step[], added: Step): boolean => {
  const place = steps.findLastIndex(known => isBefore(known, added)) + 1
  steps.splice(place, 0, added)
  return place === steps.length - 1
}
