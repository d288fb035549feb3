import { createHash } from 'node:crypto'
import { v5 } from 'uuid'

const namespace = 'c0f4d1b2-7a56-5c1e-9a83-2d5b8e6f4a10'

/** Ids of one seed's things: the same for the same seed, different for another. */
export type Ids = (kind: string, ...key: readonly (string | number)[]) => string

export const idsOf =
  (seed: number): Ids =>
  (kind, ...key) =>
    v5(JSON.stringify([seed, kind, ...key]), namespace)

/** Where the facade keeps a company's. */
export const secretNameIn = (namespace: string): string => `${namespace}/outsideKeys`

/** The company's secret, from which the ids of outside keys derive: the seed's, where a real company has one drawn at random. */
export const secretOf = (seed: number): Uint8Array =>
  new Uint8Array(
    createHash('sha256')
      .update(`the secret of demo ${String(seed)}`)
      .digest(),
  )
