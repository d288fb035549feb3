// From a connection string to the protocol.
import { Wire } from './wire.ts'

/** KurrentDB's newer names of the same protocol. */
const schemes = /^\s*(?:kurrentdb|kurrent|kdb|esdb)(\+discover)?:/

/** The client says on the console which options it does not know, with the whole string; here they are refused instead. */
const openWithoutWarnings = (url: string): Wire | string => {
  const { warn } = console
  const warnings: string[] = []
  // eslint-disable-next-line no-console -- the client knows no other place
  console.warn = (...said: readonly unknown[]) => void warnings.push(said.map(String).join(' '))
  try {
    const wire = Wire.open(url)
    const unknown = warnings
      .map(warning => /Unknown option key "(\w{1,40})"/.exec(warning)?.[1])
      .find(key => key !== undefined)
    if (unknown === undefined) return wire
    void wire.close()
    return `The connection string has an option '${unknown}', which there is not`
  } finally {
    // eslint-disable-next-line no-console -- as it was
    console.warn = warn
  }
}

/** A connection, or what is wrong with the connection string: in words that don't quote it, as the client's do, since it may hold a password. */
const connect = (url: string): Wire | string => {
  const given = schemes.exec(url)
  try {
    if (given) return openWithoutWarnings(url.replace(schemes, `esdb${given[1] ?? ''}:`))
  } catch (error) {
    if (error instanceof Error && error.message.includes('certificate'))
      return 'The file of tlsCAFile, userCertFile or userKeyFile cannot be read: give the path of a certificate'
  }
  return 'EventStoreDB is given as a connection string: esdb://host:2113?tls=false, esdb://user:password@host:2113?tls=true&tlsCAFile=ca.crt, or with several hosts, separated by commas; what was given is none'
}

/** @throws TypeError for a text that is none */
export const wireTo = (url: string): Wire => {
  const wire = connect(url)
  if (typeof wire === 'string') throw new TypeError(wire)
  return wire
}
