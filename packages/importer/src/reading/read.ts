import type { Wording } from '@eventcrm/crm'

/** What was read from a cell, or what was expected instead; that never repeats what was given. */
export type Read<T> = { readonly value: T } | { readonly expected: Wording }
