// The catalogues of events and commands, from the schemas. `npm run docs` writes them; a test keeps them true.
import {
  aggregates,
  codesOf,
  everyAggregate,
  kernelRejections,
  wordsOf,
  type AnyAggregate,
  type Wording,
} from '@eventcrm/domain'
import { fieldTable } from './field-table.ts'

const facades: readonly (readonly [string, AnyAggregate])[] = Object.entries(aggregates)

const rejectionTable = (rejections: Readonly<Record<string, Wording>>): readonly string[] => [
  '| code | |',
  '| --- | --- |',
  ...Object.entries(rejections).map(([code, wording]) => `| \`${code}\` | ${wordsOf(wording).en} |`),
  '',
]

const eventsOf = ({ category, events, commands }: AnyAggregate): readonly string[] => [
  `## ${category}`,
  '',
  `Stream: \`<namespace>.${category}-<uuid>\`. Commands: ${Object.keys(commands)
    .map(name => `\`${name}\``)
    .join(', ')}.`,
  '',
  ...Object.values(events).flatMap(event => [
    `### ${event.type}`,
    '',
    `${event.schema.description ?? ''}. Version ${String(event.version)}.`,
    '',
    ...fieldTable(event.type, event.schema),
  ]),
]

/** docs/events.md */
export const eventCatalogue = (): string =>
  [
    '# Event catalogue',
    '',
    'Written by `npm run docs` from the schemas in `packages/domain`; a test keeps it true. A schema, once released, is frozen: a change is a new version.',
    '',
    'Every event also has the envelope: `id`, `type`, `schemaVersion`, `occurredAt`, `occurredOn` (the day in the company’s time zone), `recordedAt`, `commandId`,',
    '`$correlationId`, `$causationId`, `actor`, `source`, and `reason` (**personal**). A **personal** value is stored apart from `data`, under the person it is about:',
    '`data` has `{ "personal": "<personId>" }` in its place, and the value stands at `personal[personId][<JSON pointer>]`. Without the value there, the person was erased.',
    '',
    'Money is `{ minorUnits, currency }`: 1 is one đồng, or one cent.',
    '',
    ...everyAggregate.flatMap(eventsOf),
  ].join('\n')

const boundsOf = ({ state: { bounds, mostFacts } }: AnyAggregate): readonly string[] => {
  const most = [
    ...Object.entries(bounds).map(([parts, number]) => `${number.toLocaleString('en')} in \`${parts}\``),
    ...(Number.isFinite(mostFacts) ? [`${mostFacts.toLocaleString('en')} events in all`] : []),
  ]
  return most.length === 0 ? [] : [`At most ${most.join(', ')}, counted with those removed.`, '']
}

const rejectedWith = (codes: readonly string[]) =>
  codes.length === 0 ? [] : [`Rejected with ${codes.map(code => `\`${code}\``).join(', ')}.`, '']

const commandsOf = ([facade, aggregate]: readonly [string, AnyAggregate]): readonly string[] => [
  `## crm.${facade}`,
  '',
  `Messages: \`{ aggregate: '${aggregate.category}', name, input, at? }\`.`,
  '',
  ...boundsOf(aggregate),
  ...Object.entries(aggregate.commands).flatMap(([name, command]) => [
    `### ${facade}.${name}`,
    '',
    `${command.describe}.`,
    '',
    ...fieldTable(name, command.schema, 'input'),
    ...rejectedWith(codesOf(aggregate, command)),
  ]),
  '### Rejections',
  '',
  ...rejectionTable(aggregate.rejections),
]

/** docs/commands.md */
export const commandCatalogue = (): string =>
  [
    '# Command catalogue',
    '',
    'Written by `npm run docs` from the schemas in `packages/domain`; a test keeps it true. Names are stable: processes keep messages.',
    '',
    'Money is given in major units, `{ amount: "1054.00", currency: "USD" }`, as text or as a number of at most 15 significant digits, with no more decimals',
    'than the currency has. A phone number is text, read by the company’s country, or `{ number, country }`.',
    '',
    ...facades.flatMap(commandsOf),
    '## Rejections that any command may get',
    '',
    ...rejectionTable(kernelRejections),
  ].join('\n')
