import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Vectors are what this repository keeps, as they were recorded. */
export const vectors = <T>(name: string): T =>
  JSON.parse(gunzipSync(readFileSync(join(import.meta.dirname, '../vectors', `${name}.json.gz`))).toString('utf8')) as T
