// npm run bench [name …] [--full]: every figure as a ratio measured in the same run. Exits with 1 when one misses its aim.
import { readdir } from 'node:fs/promises'
import type { Row } from './ratio.ts'

const percent = (ratio: number) => `${(ratio * 100).toFixed(0)} %`
const met = ({ ratio, aim }: Row) => !aim || ('atLeast' in aim ? ratio >= aim.atLeast : ratio <= aim.atMost)
const aimOf = ({ aim }: Row) =>
  !aim ? '' : 'atLeast' in aim ? `≥ ${percent(aim.atLeast)}` : `≤ ${percent(aim.atMost)}`

const full = process.argv.includes('--full')
const wanted = process.argv.slice(2).filter(argument => argument !== '--full')
const parts = ['run.ts', 'ratio.ts', 'plain-projection.ts', 'new-event.ts', 'generated-log.ts', 'clv-alone.ts']
const files = (await readdir(import.meta.dirname)).filter(name => name.endsWith('.ts') && !parts.includes(name)).sort()
const unknown = wanted.filter(name => !files.includes(`${name}.ts`))
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(', ')}; there are: ${files.map(name => name.slice(0, -3)).join(', ')}`)
  process.exit(2)
}
const missed: string[] = []
for (const file of files) {
  if (wanted.length > 0 && !wanted.includes(file.slice(0, -3))) continue
  const { run } = (await import(`./${file}`)) as { readonly run: (full: boolean) => Promise<readonly Row[]> }
  console.log(`\n${file.slice(0, -3)}`)
  for (const row of await run(full)) {
    if (!met(row)) missed.push(`${row.name}: ${percent(row.ratio)}, aim ${aimOf(row)}`)
    const spread = `${percent(row.spread[0])} to ${percent(row.spread[1])}`
    console.log(
      `  ${row.name.padEnd(58)} ${percent(row.ratio).padStart(7)}  (${spread})  ${aimOf(row).padEnd(8)} ${met(row) ? '  ' : '✗ '} ${row.detail}`,
    )
  }
}
if (missed.length > 0) {
  console.error(`\nMissed their aims:\n${missed.map(line => `  ${line}`).join('\n')}`)
  process.exitCode = 1
}
