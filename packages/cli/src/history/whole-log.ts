// All of a company's log, also what an application of its own has written there.
import { aggregates, claimAggregates } from '@eventcrm/domain'
import { createCodec, decodeUnknown, type Codec } from '@eventcrm/event-store'

const everyOne = [...Object.values(aggregates), ...Object.values(claimAggregates)]
const categories = new Set<string>(everyOne.map(({ category }) => category))
const codec: Codec = createCodec(...everyOne.map(({ events }) => events))

const categoryOf = (stream: string): string => stream.slice(stream.indexOf('.') + 1, stream.indexOf('-'))

/** Decodes the library's events, and takes those of aggregates whose code is not here as they are. */
export const wholeLog: Codec = {
  ...codec,
  decode: recorded => (categories.has(categoryOf(recorded.stream)) ? codec.decode(recorded) : decodeUnknown(recorded)),
}
