// A certificate authority of a test's own, and the certificates of its nodes.
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { generate } from 'selfsigned'

interface KeyPair {
  readonly certificate: string
  readonly key: string
}

export interface Authority extends KeyPair {
  /** Where its certificate is, for those who are to trust it. */
  readonly file: string
}
export type ServerCertificate = KeyPair

const day = 24 * 3_600_000

type Options = NonNullable<Parameters<typeof generate>[1]>
const make = async (name: string, options: Options): Promise<KeyPair> => {
  // A clock that is a little behind still takes them.
  const valid = { notBeforeDate: new Date(Date.now() - day), notAfterDate: new Date(Date.now() + day) }
  const attributes = [{ name: 'commonName', value: name }]
  const made = await generate(attributes, { keyType: 'ec', algorithm: 'sha256', ...valid, ...options })
  return { certificate: made.cert, key: made.private }
}

/** Writes `ca.crt` into the folder. */
export const createAuthority = async (folder: string): Promise<Authority> => {
  const made = await make('Authority of a test', {
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  })
  const file = resolve(folder, 'ca.crt')
  await writeFile(file, made.certificate)
  return { ...made, file }
}

/** For nodes of this machine. */
export const certificateFor = ({ certificate, key }: Authority): Promise<ServerCertificate> =>
  make('eventstoredb-node', {
    ca: { cert: certificate, key },
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  })
