import { execFileSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { documentCatalogue, importCatalogue } from '../scripts/catalogue.ts'
import { reportCatalogue } from '../scripts/report-catalogue.ts'

const root = new URL('../', import.meta.url)
const read = (file: string) => readFile(new URL(file, root), 'utf8')

describe('the docs', () => {
  it('list every document as its schema has it (run `npm run docs` after a change)', async () => {
    expect(await read('docs/documents.md')).toBe(documentCatalogue())
  })

  it('list every report, its question and its sections (run `npm run docs` after a change)', async () => {
    expect(await read('docs/reports.md')).toBe(await reportCatalogue())
  })

  it('list every field of an import as its form has it (run `npm run docs` after a change)', async () => {
    expect(await read('docs/import-fields.md')).toBe(importCatalogue())
  })

  it('show the quick start that CI runs', async () => {
    const quickstart = await read('examples/quickstart/quickstart.ts')
    expect(await read('README.md')).toContain(`\`\`\`ts\n${quickstart.trim()}\n\`\`\``)
  })

  it('have first lines that can be run twice, and print what their comments say', () => {
    const folder = mkdtempSync(join(tmpdir(), 'quickstart-'))
    const quickstart = fileURLToPath(new URL('examples/quickstart/quickstart.ts', root))
    const run = () => execFileSync(process.execPath, [quickstart], { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
    try {
      const said = run()
      expect(said).toMatch(/count: 1[^]*'250000000'[^]*count: 1[^]*weighted: { amount: '150000000'/)
      expect(run()).toBe(said)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('name only paths and scripts that are there', async () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await read('package.json')))
    const pages = globSync(['README.md', 'CONTRIBUTING.md', 'docs/*.md', 'examples/*/README.md'], { cwd: root })
    const roots = readdirSync(root)
      .join('|')
      .replaceAll('.', String.raw`\.`)
    const path = new RegExp(String.raw`(?<![\w./@-])(?:${roots})/[\w./-]*[\w/]`, 'g')
    let found = 0
    for (const page of pages) {
      const text = (await read(page)).replaceAll(/\]\([^)]*\)|https?:\S+/g, '')
      for (const [named] of text.matchAll(path)) {
        found++
        expect(existsSync(new URL(named, root)), `${page} names ${named}`).toBe(true)
      }
      for (const [, script = ''] of text.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g))
        expect(scripts, `${page} names the script ${script}`).toHaveProperty([script])
    }
    expect(found).toBeGreaterThan(20)
  })

  it('link only to files that are there', async () => {
    const pages = globSync(['*.md', 'docs/**/*.md', 'examples/*/*.md', 'packages/*/*.md'], { cwd: root })
    expect(pages.length).toBeGreaterThan(20)
    for (const page of pages) {
      for (const [, target = ''] of (await read(page)).matchAll(/\]\((?!#)([^)#]+)/g)) {
        // What is published is read far from this repository: its links into it are whole addresses.
        const ofRepository = /^https:\/\/github\.com\/eventcrm\/eventcrm\/(?:tree|blob)\/main\/(.*)$/.exec(target)?.[1]
        const file = ofRepository === undefined ? new URL(target, new URL(page, root)) : new URL(ofRepository, root)
        if (file.protocol !== 'file:') continue
        const allowed = ofRepository === undefined && page.startsWith('packages/') ? dirname(page) : ''
        expect(existsSync(file), `${page} links to ${target}`).toBe(true)
        expect(file.pathname, `${page} links to ${target}`).toContain(new URL(allowed, root).pathname)
      }
    }
  })
})
