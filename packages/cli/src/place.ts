// Where a company is kept, as the user named it: a file, servers, or one of each.
import { checkNamespace, defaultNamespace } from '@eventcrm/event-store'
import type { Words } from '@eventcrm/domain'
import { usageFault } from './fault.ts'
import { theWritten as theFile } from './given-file.ts'
import { quotedFile, withoutCredentials } from './quoted.ts'
import type { CliContext } from './terminal.ts'
import { visible } from './visible.ts'

export interface Place {
  /** SQLite file; all that no server holds is in it. Undefined where servers hold everything. */
  readonly file: string | undefined
  /** EventStoreDB that holds the log. */
  readonly events: string | undefined
  /** MongoDB that holds the documents, and the secret where there is no file. */
  readonly documents: string | undefined
  /** The company's, among those that are kept there; `crm` when left out. */
  readonly namespace: string | undefined
  /** What names it again on a command line, without a password; what the environment names need not be typed. */
  readonly typed: string
  /** By what each part was given: an option, or a variable of the environment. */
  readonly givenBy: Readonly<Record<'database' | 'events' | 'documents', string>>
}

/** What commander makes of the options that name a place. */
export interface PlaceOptions {
  readonly database?: string | undefined
  readonly events?: string | undefined
  readonly documents?: string | undefined
  readonly namespace?: string | undefined
}

/** The names of those options, and of the environment variables that stand for them, so that no password need be on a command line. */
export interface PlaceNames {
  readonly database: string
  readonly events: string
  readonly documents: string
  readonly eventsVariable: string
  readonly documentsVariable: string
}

/** What a command works on. */
const ownNames: PlaceNames = {
  database: '--database',
  events: '--events',
  documents: '--documents',
  eventsVariable: 'EVENTCRM_EVENTS',
  documentsVariable: 'EVENTCRM_DOCUMENTS',
}

const eventSchemes = /^(esdb|kurrentdb|kurrent|kdb)(\+discover)?:\/\//
const documentSchemes = /^mongodb(\+srv)?:\/\//

/** What holds the log, and what the documents: how its URL begins, and one of them. */
const kinds = {
  events: { schemes: eventSchemes, example: 'esdb://localhost:2113' },
  documents: { schemes: documentSchemes, example: 'mongodb://localhost:27017' },
}

/**
 * The server that the options name, or the environment: where a file is given, the environment's are not meant.
 * @throws Fault when it is no URL of its kind
 */
const serverGiven = (
  kind: keyof typeof kinds,
  environment: CliContext['environment'],
  options: PlaceOptions,
  names: PlaceNames,
): string | undefined => {
  const { schemes, example } = kinds[kind]
  const variable = names[`${kind}Variable`]
  const set = options.database === undefined ? environment[variable] || undefined : undefined
  const url = options[kind] ?? set
  const name = options[kind] === undefined ? variable : names[kind]
  if (url !== undefined && !schemes.test(url))
    throw usageFault(
      {
        en: `${name}: expected the URL of a server, like ${example}`,
        vi: `${name}: cần địa chỉ của một máy chủ, như ${example}`,
      },
      { en: `a file is given by ${names.database}`, vi: `nếu là tệp, hãy dùng ${names.database}` },
    )
  return url
}

const nowhere = { file: undefined, events: undefined, documents: undefined, givenBy: ownNames }

const inNamespace = (namespace: string | undefined): string | undefined => {
  try {
    return namespace === undefined ? undefined : checkNamespace(namespace)
  } catch {
    throw usageFault({
      en: '--namespace: expected 2 to 16 of a-z and 0-9, like crm',
      vi: '--namespace: cần 2 đến 16 ký tự a-z và 0-9, như crm',
    })
  }
}

/** A word as a shell takes it for one. */
export const forShell = (text: string): string =>
  /^[\w./:+-]+$/.test(text) ? text : `'${visible(text).replaceAll("'", String.raw`'\''`)}'`

const typedAgain = ({ database, events, documents, namespace }: PlaceOptions): string =>
  [
    ['--database', database],
    ['--events', events && withoutCredentials(events)],
    ['--documents', documents && withoutCredentials(documents)],
    ['--namespace', namespace],
  ]
    .flatMap(([option, value]) => (value === undefined || option === undefined ? [] : [`${option} ${forShell(value)}`]))
    .join(' ')

/** The event store that the options or the environment name. @throws Fault when it is no URL of one */
export const eventsUrl = (
  { environment }: Pick<CliContext, 'environment'>,
  options: PlaceOptions,
): string | undefined => {
  inNamespace(options.namespace)
  return serverGiven('events', environment, options, ownNames)
}

/**
 * Where the log is that the options or the environment name, whatever else is wrong with them.
 * @returns undefined where they name none
 */
export const logPlace = (
  { environment }: Pick<CliContext, 'environment'>,
  options: PlaceOptions,
): Place | undefined => {
  try {
    const events = eventsUrl({ environment }, options)
    if (events === undefined && options.database === undefined) return undefined
    return { ...nowhere, file: options.database, events, namespace: options.namespace, typed: typedAgain(options) }
  } catch {
    return undefined
  }
}

/** @throws Fault where something has no place, or two */
const checkWhole = (
  file: string | undefined,
  { events, documents }: Pick<Place, 'events' | 'documents'>,
  names: PlaceNames,
): void => {
  const missing = (name: string) => ({ en: `${name} is missing`, vi: `thiếu ${name}` })
  if (file === undefined && events === undefined && documents === undefined)
    throw usageFault(missing(`${names.database} FILE`), {
      en: `or the servers: ${names.events} esdb://… ${names.documents} mongodb://…`,
      vi: `hoặc các máy chủ: ${names.events} esdb://… ${names.documents} mongodb://…`,
    })
  if (file === undefined && events === undefined)
    throw usageFault(missing(names.events), {
      en: `the log is in EventStoreDB, ${names.events} esdb://…, or in a file: ${names.database} FILE`,
      vi: `nhật ký nằm trong EventStoreDB, ${names.events} esdb://…, hoặc trong tệp: ${names.database} FILE`,
    })
  if (file === undefined && documents === undefined)
    throw usageFault(missing(names.documents), {
      en: `documents are in MongoDB, ${names.documents} mongodb://…, or in a file: ${names.database} FILE`,
      vi: `tài liệu nằm trong MongoDB, ${names.documents} mongodb://…, hoặc trong tệp: ${names.database} FILE`,
    })
  if (file !== undefined && events !== undefined && documents !== undefined)
    throw usageFault(
      {
        en: `${names.database}, ${names.events} and ${names.documents}: two of them hold everything`,
        vi: `${names.database}, ${names.events} và ${names.documents}: hai trong số đó đã chứa tất cả`,
      },
      { en: 'leave one out', vi: 'hãy bỏ bớt một' },
    )
}

/**
 * The place that the options name. Where a file is given, the environment's servers are not meant.
 * @param otherwise the file that is meant where nothing is given
 * @throws Fault when something is missing, is no URL of its kind, or is given twice
 */
export const placeGiven = (
  { environment, speech }: Pick<CliContext, 'environment' | 'speech'>,
  { database, events, documents, namespace }: PlaceOptions,
  { names = ownNames, otherwise }: { readonly names?: PlaceNames; readonly otherwise?: string } = {},
): Place => {
  const options = { database, events, documents }
  const servers = {
    events: serverGiven('events', environment, options, names),
    documents: serverGiven('documents', environment, options, names),
  }
  const file = database ?? (servers.events === undefined && servers.documents === undefined ? otherwise : undefined)
  checkWhole(file, servers, names)
  const typed = typedAgain({ database: file, events, documents, namespace })
  const by = (kind: keyof typeof kinds) => (options[kind] === undefined ? names[`${kind}Variable`] : names[kind])
  const givenBy = { database: names.database, events: by('events'), documents: by('documents') }
  const place = { file, ...servers, namespace: inNamespace(namespace), typed, givenBy }
  if (names === ownNames) speech.place = place
  return place
}

/** A file of this machine's, and nothing else. */
export const isFileAlone = ({ events, documents }: Place): boolean => events === undefined && documents === undefined

export const placeOfFile = (file: string, namespace?: string): Place & { readonly file: string } => ({
  ...nowhere,
  file,
  namespace,
  typed: typedAgain({ database: file, namespace }),
})

/** What to give for another company's place. */
export const anotherPlace = (place: Place): string =>
  isFileAlone(place) ? '--database other.sqlite' : '--namespace other'

export const namespaceOf = ({ namespace = defaultNamespace }: Place): string => namespace

/** A server's address without who asks it, and how. */
export const shownUrl = (url: string): string => withoutCredentials(url).replace(/\?.*$/s, '').replace(/\/$/, '')

/** A place where it stands in a sentence as what it is. */
export const shownPlace = ({ file, events, documents }: Place): string =>
  [events && shownUrl(events), documents && shownUrl(documents), file]
    .flatMap(part => (part === undefined ? [] : [part]))
    .join(' + ')

/** A place in a message: `'crm.sqlite'`, `'esdb://db.example.com:2113'`. */
export const quotedPlace = ({ file, events, documents, namespace }: Place): string => {
  const parts = [
    ...[events, documents].flatMap(url => (url === undefined ? [] : [`'${visible(shownUrl(url))}'`])),
    ...(file === undefined ? [] : [quotedFile(file)]),
  ]
  const what = parts.join(' and ')
  return namespace === undefined ? what : `${what} (namespace ${namespace})`
}

/** What to give where it is not the right place. */
export const theWritten = (place: Place): Words =>
  isFileAlone(place)
    ? theFile
    : {
        en: 'give the servers that `eventcrm import`, `eventcrm demo` or `eventcrm copy` wrote to, and the company’s --namespace if it is not crm',
        vi: 'hãy chỉ ra các máy chủ mà `eventcrm import`, `eventcrm demo` hoặc `eventcrm copy` đã ghi, và --namespace của công ty nếu khác crm',
      }
