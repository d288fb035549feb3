import { derivedId } from '../kernel/derived-id.ts'

/** A request to the rules is told from the others of a lead or contact by how many there were before. */
export const assignmentRequestIdOf = (id: string, before: number): string =>
  derivedId(id, `assignment/${String(before)}`)
