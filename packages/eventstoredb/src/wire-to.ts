// From a connection string to the protocol.
import { Wire } from './wire.ts'

export interface EventStoreDBOptions {
  /** That of the streams that it reads and writes; 'crm' when left out. Others in the cluster neither see it nor are seen. */
  readonly namespace?: string
  /** Milliseconds after which a call that got no answer is made again. 5,000 by default. */
  readonly timeout?: number
  /** Milliseconds for which a call is made again before it is an error; a new leader takes some 1,500. 30,000 by default. */
  readonly retryFor?: number
}

/** KurrentDB's newer names of the same protocol. */
const schemes = /^\s*(?:kurrentdb|kurrent|kdb|esdb)(\+discover)?:/

/** A connection, or what is wrong with the connection string: in words that don't quote it, as the client's do, since it may hold a password. */
const connect = (url: string): Wire | string => {
  const given = schemes.exec(url)
  try {
    if (given) return Wire.open(url.replace(schemes, `esdb${given[1] ?? ''}:`))
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
