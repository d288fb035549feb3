import { existsSync, globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
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
