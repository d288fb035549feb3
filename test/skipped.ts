// Says at the end which tests were skipped: what was not run should not look like what passed.
import type { Reporter, TestModule } from 'vitest/node'

export class Skipped implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap(module => [...module.children.allTests('skipped')])
    if (skipped.length === 0) return
    console.log(`\nSKIPPED, not passed: ${String(skipped.length)}`)
    for (const { module, fullName } of skipped) console.log(`  ${module.relativeModuleId}  ${fullName}`)
  }
}
