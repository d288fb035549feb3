import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { mongodb, servers } from './places.ts'

const open = servers()
const script = join(import.meta.dirname, '../../examples/real-stores/real-stores.ts')

describe.skipIf(mongodb === null)('examples/real-stores', () => {
  it('prints what the quickstart prints, and again the same', { timeout: 60_000 }, async () => {
    const { events, documents } = await open()
    const env = { ...process.env, EVENTCRM_EVENTS: events, EVENTCRM_DOCUMENTS: documents.url }
    const run = () => promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', script], { env })
    const { stdout, stderr } = await run()
    expect(stderr).toBe('')
    expect(stdout).toContain("amount: '250000000'")
    expect(stdout).toContain("amount: '150000000'")
    expect((await run()).stdout).toBe(stdout)
  })
})
