'use strict'
// One set-up at a time in a checkout, whoever starts it.

const fs = require('fs')
const os = require('os')
const path = require('path')
const { parsed, readText, remove, tools } = require('./files.cjs')
const { isGone, say } = require('./processes.cjs')

const lock = path.join(tools, 'lock')
const ownerText = () => readText(path.join(lock, 'owner'))

/** Its process is gone, or has not touched the lock for long (it may be on another machine with the same disk). */
const isAbandoned = text => {
  const owner = parsed(text)
  if (owner && owner.host === os.hostname() && isGone(owner.pid)) return true
  try {
    return Date.now() - fs.statSync(lock).mtimeMs > 15000
  } catch (_) {
    return false
  }
}

const pause = ms => new Promise(resolve => setTimeout(resolve, ms))

const alone = async work => {
  fs.mkdirSync(tools, { recursive: true })
  let waiting = false
  for (;;) {
    try {
      fs.mkdirSync(lock)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const seen = ownerText()
    if (isAbandoned(seen)) {
      // Of several that see it, one succeeds in renaming it; a lock that was new by then is put back.
      const aside = path.join(tools, 'abandoned-' + process.pid)
      try {
        fs.renameSync(lock, aside)
        if (readText(path.join(aside, 'owner')) === seen) remove(aside)
        else fs.renameSync(aside, lock)
      } catch (_) {
        await pause(50) // another one was faster
      }
      continue
    }
    if (!waiting) say('another start is setting up, waiting for it')
    waiting = true
    await pause(200)
  }
  const release = () => remove(lock)
  process.on('exit', release)
  fs.writeFileSync(path.join(lock, 'owner'), JSON.stringify({ pid: process.pid, host: os.hostname() }))
  const heartbeat = setInterval(() => {
    try {
      fs.utimesSync(lock, new Date(), new Date())
    } catch (_) {
      // taken away: the work goes on, it is safe to do twice
    }
  }, 3000)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    process.removeListener('exit', release)
    release()
  }
}

module.exports = { alone }
