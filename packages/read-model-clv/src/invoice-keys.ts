// Which documents what happens to an invoice makes.
import type { DataOf, InvoiceEvents } from '@eventcrm/domain'
import type { ViewEvent } from '@eventcrm/projection'

type Happened<Type extends keyof InvoiceEvents> = Pick<ViewEvent<DataOf<InvoiceEvents[Type]>>, 'streamId' | 'data'>

/** The invoice itself. */
export const issuedKey = ({ streamId }: Pick<ViewEvent, 'streamId'>): string => `${streamId}/issued`

export const creditedKey = ({ streamId, data: { creditNoteId } }: Happened<'InvoiceCredited'>): string =>
  `${streamId}/credited/${creditNoteId}`

interface OfPart {
  readonly streamId: string
  readonly data: { readonly allocationId: string }
}
/** A part of a payment that pays it. */
export const paidKey = ({ streamId, data: { allocationId } }: OfPart): string => `${streamId}/paid/${allocationId}`

export const undoneKey = ({ streamId, data: { allocationId } }: OfPart): string => `${streamId}/undone/${allocationId}`

interface Released {
  readonly amount: { readonly minorUnits: number }
  readonly on: string
  /** The part of a payment of which so much is free. */
  readonly paidKey: string
  readonly releasedKey: string
}
/** What a credit note frees. */
export const releasedBy = ({
  streamId,
  data: { creditNoteId, released },
}: Happened<'InvoiceCredited'>): readonly Released[] =>
  released.map(({ allocationId, amount, on }) => ({
    ...{ amount, on, paidKey: paidKey({ streamId, data: { allocationId } }) },
    releasedKey: `${streamId}/released/${creditNoteId}/${allocationId}`,
  }))
