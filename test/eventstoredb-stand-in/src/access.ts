// Who may do what on a secure node: users by name and password, a stream's own list of rights, and the default one.
import type { Metadata } from '@grpc/grpc-js'
import { isMetadataStream, parseAcl, parseJson, isRecord, streamMetadata } from './log/stream-metadata.ts'
import type { EventLog } from './log/event-log.ts'

export interface User {
  readonly password: string
  readonly groups?: readonly string[]
}
export type Users = Readonly<Record<string, User>>

/** Of a stream: read, write, delete; of its metadata: read, write. */
export type Right = '$r' | '$w' | '$d'
export type Permission = 'granted' | 'denied' | 'unauthenticated'

const admins = '$admins'
const everybody = '$all'
const defaultUsers: Users = {
  admin: { password: 'changeit', groups: [admins] },
  ops: { password: 'changeit', groups: ['$ops'] },
}

type Acl = Readonly<Record<string, readonly string[]>>
const forAll: Acl = { $r: [everybody], $w: [everybody], $d: [everybody], $mr: [everybody], $mw: [everybody] }
const forAdmins: Acl = { $r: [admins], $w: [admins], $d: [admins], $mr: [admins], $mw: [admins] }

export class Access {
  readonly #log: EventLog
  readonly #users: Users

  constructor(log: EventLog, users: Users = {}) {
    this.#log = log
    this.#users = { ...defaultUsers, ...users }
  }

  /** Asked before anything else, so that it tells nothing of the stream. */
  ask(metadata: Metadata, right: Right, stream: string): Permission {
    const roles = this.#rolesOf(metadata)
    if (roles === undefined) return 'unauthenticated'
    if (roles.includes(admins)) return 'granted'
    const needed = this.#rolesFor(right, stream)
    return needed.some(role => roles.includes(role)) ? 'granted' : 'denied'
  }

  /** Whoever gives no name has no role, not even the one that everybody has; a wrong password is no call at all. */
  #rolesOf(metadata: Metadata): readonly string[] | undefined {
    const [header] = metadata.get('authorization')
    if (header === undefined) return []
    const [, encoded = ''] = /^Basic (.*)$/u.exec(String(header)) ?? []
    const [, name = '', password = ''] = /^([^:]*):(.*)$/su.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? []
    const user = Object.hasOwn(this.#users, name) ? this.#users[name] : undefined
    if (user?.password !== password) return undefined
    return [name, everybody, ...(user.groups ?? [])]
  }

  #rolesFor(right: Right, stream: string): readonly string[] {
    const isOfMetadata = isMetadataStream(stream)
    const subject = isOfMetadata ? stream.slice(2) : stream
    const name = isOfMetadata ? (right === '$r' ? '$mr' : '$mw') : right
    return streamMetadata(this.#log, subject).acl[name] ?? this.#defaultFor(subject)[name] ?? [admins]
  }

  #defaultFor(stream: string): Acl {
    const isSystem = stream.startsWith('$')
    const settings = this.#log.stream('$settings').events.findLast(event => event.type === 'update-default-acl')
    const written = settings === undefined ? {} : parseJson(settings.data)
    const acl = written[isSystem ? '$systemStreamAcl' : '$userStreamAcl']
    return { ...(isSystem ? forAdmins : forAll), ...(isRecord(acl) ? parseAcl(acl) : {}) }
  }
}
