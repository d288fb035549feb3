// The stand-in by itself, for trying things out: npm run -s eventstoredb:stand-in -- --port 2113
import { main } from './command-line.ts'

const started = await main(process.argv.slice(2), {
  stdout: text => process.stdout.write(text),
  stderr: text => process.stderr.write(text),
})
if (typeof started === 'number') process.exitCode = started
else for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void started.close())
