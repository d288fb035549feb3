// Runs a mongod for as long as the process that wants it lives, however that ends: its stdin then closes. It is started in a group of its
// own, which Ctrl-C does not reach.
//   node keeper.ts FOLDER BINARY ARG…
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'

const [folder = '', binary = '', ...args] = process.argv.slice(2)
const server = spawn(binary, args, { stdio: 'ignore' })
process.send?.(server.pid ?? null)
let ending = false
const end = () => {
  if (ending) return
  ending = true
  server.kill('SIGKILL')
}
process.stdin.on('close', end).on('error', end).resume()
process.on('SIGTERM', end)
server.on('error', end)
server.on('exit', () => {
  if (ending) rmSync(folder, { recursive: true, force: true })
  process.exit(0)
})
