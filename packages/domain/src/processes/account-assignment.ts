import { contact } from '../contact/commands.ts'
import { defineProcess, leg, type Answer, type Leg } from '../kernel/process.ts'
import { givenByTurn } from './given-by-turn.ts'

/**
 * Gives a customer that nobody manages to whose turn it is by the company's rules, as `leadAssignment` does with leads: by the turns of the
 * same month. A turn counts among the accounts of the person from when it is taken, so that no limit of a portfolio is passed.
 */
export const accountAssignment = defineProcess({
  name: 'accountAssignment',
  version: 1,
  describe: 'Gives a customer that nobody manages to whose turn it is by the company’s assignment rules',
  aggregates: [contact],
  requests: {
    ContactAssignmentRequested: {
      key: ({ streamId }) => streamId,
      *steps({ streamId: contactId, occurredOn, data: { requestId } }): Generator<Leg, void, Answer> {
        const code = yield* givenByTurn({ requestId, contactId }, occurredOn, ({ staffMemberId, rule }) =>
          contact.completeAssignment({ contactId, requestId, accountManagerId: staffMemberId, rule }),
        )
        if (code !== undefined) yield leg('refused', contact.refuseAssignment({ contactId, requestId, code }))
      },
    },
  },
  outcomes: {
    // by hand it has an account manager, and the step still ends by itself, so that a turn taken meanwhile goes back
    ContactAccountManagerSet: ({ streamId, data }) => (data.rule === null ? null : streamId),
    ContactAssignmentRefused: { key: ({ streamId }) => streamId, refusal: ({ data }) => data.code },
  },
})
