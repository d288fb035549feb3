import { defineAggregate, type Aggregate } from '../kernel/aggregate.ts'
import { addressCommands } from './address-commands.ts'
import { assignmentCommands } from './assignment-commands.ts'
import { customerCommands } from './customer-commands.ts'
import { detailCommands } from './detail-commands.ts'
import { emailCommands } from './email-commands.ts'
import type { ContactEvents } from './events.ts'
import type { ContactInputs } from './inputs.ts'
import { mergeCommands } from './merge-commands.ts'
import { noteCommands } from './note-commands.ts'
import { phoneCommands } from './phone-commands.ts'
import { positionCommands } from './position-commands.ts'
import { register } from './register-command.ts'
import { reject } from './rules.ts'
import { contactState, type ContactState } from './state.ts'

export type ContactRejection = keyof typeof reject.wordings
type Inferred = Aggregate<'contact', 'contactId', ContactEvents, ContactState, ContactRejection, ContactInputs>
export interface ContactAggregate extends Inferred {} // a name for hovers and declarations

export const contact: ContactAggregate = defineAggregate({
  state: contactState,
  rejections: reject,
  unknown: 'CONTACT_UNKNOWN',
  commands: {
    register,
    ...detailCommands,
    ...phoneCommands,
    ...emailCommands,
    ...addressCommands,
    ...positionCommands,
    ...noteCommands,
    ...customerCommands,
    ...assignmentCommands,
    ...mergeCommands,
  },
})
