// The machine's time zone decides nothing: the same file is read in processes of several zones.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

it.each(['Pacific/Apia', 'America/New_York', 'Asia/Ho_Chi_Minh'])('days stay themselves under TZ=%s', TZ => {
  const run = fileURLToPath(new URL('read-days.ts', import.meta.url))
  const read = execFileSync(process.execPath, [run], { env: { ...process.env, TZ, NODE_NO_WARNINGS: '1' } })
  expect(JSON.parse(read.toString())).toEqual({
    '2011-12-30': '2011-12-30',
    '2026-03-31T20:30:00Z': '2026-04-01',
    '2025-03-01T00:30:00+07:00': '2025-03-01',
    '2025-03-09 02:30': '2025-03-09',
  })
})
