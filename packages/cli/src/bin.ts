#!/usr/bin/env node
import { main } from './main.ts'
import { watchOutputs } from './outputs.ts'
import { Speech } from './speech.ts'
import { Stop } from './stop.ts'
import { visible } from './visible.ts'

// Whoever runs a command line can do nothing about these. Node 22 warns of its own SQLite at every start; and of a server that is given by its
// address, whose certificate gRPC asks for by that.
process.removeAllListeners('warning')
process.on('warning', warning => {
  const { name, message } = warning
  const isOfAddress = 'code' in warning && warning.code === 'DEP0123'
  if (name !== 'ExperimentalWarning' && !isOfAddress) process.stderr.write(`${visible(`${name}: ${message}`)}\n`)
})

const stop = new Stop()
const speech = new Speech()

for (const [signal, number] of [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const) {
  process.on(signal, () => {
    if (stop.ask()) return
    if (process.stderr.isTTY) process.stderr.write('\x1b[?25h\n') // a progress bar may have hidden the cursor
    process.exit(128 + number)
  })
}

watchOutputs(process, speech)

process.exitCode = await main(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  folder: process.cwd(),
  stop,
  speech,
})
// a server that does not answer would keep the process
if (speech.isAwaited) process.stderr.write('', () => process.exit())
