import type { Dated } from '../kernel/dated.ts'
import { derivedId } from '../kernel/derived-id.ts'

/** A request to the rules is told from the others of a lead or contact by how many there were before. */
export const assignmentRequestIdOf = (id: string, before: number): string =>
  derivedId(id, `assignment/${String(before)}`)

interface Asking extends Dated {
  readonly assignmentRequest: { readonly requestId: string; readonly answered: boolean } | null
  readonly assignmentRequests: number
}

/** What a lead or contact is without a merger: it has still asked the rules what it asked, and they answer it. */
export const stillAsked = <S extends Asking>({ assignmentRequest, assignmentRequests, days }: S, without: S): S => {
  const { assignmentRequest: answeredOn, assignmentRequests: askedOn } = days
  if (answeredOn === undefined || askedOn === undefined) return without
  return {
    ...without,
    ...{ assignmentRequest, assignmentRequests },
    days: { ...without.days, assignmentRequest: answeredOn, assignmentRequests: askedOn },
  }
}
