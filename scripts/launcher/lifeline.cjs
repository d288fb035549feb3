'use strict'
// Loaded into the command line by ../run.cjs, which holds the other end of descriptor 3. When that is killed
// outright, the descriptor closes, and the command ends as if it had been asked to.

const { Socket } = require('net')
const { isMainThread } = require('worker_threads')

if (isMainThread && process.env.EVENTCRM_LIFELINE === String(process.ppid)) {
  delete process.env.EVENTCRM_LIFELINE
  const held = new Socket({ fd: 3, readable: true, writable: false })
  held.on('error', () => {})
  held.on('close', () => process.kill(process.pid, 'SIGTERM'))
  held.resume()
  held.unref()
}
