'use strict'
// Running others quietly, and saying what went wrong.

const fs = require('fs')
const path = require('path')
const { execFile, spawn } = require('child_process')
const { readText, root } = require('./files.cjs')

const onWindows = process.platform === 'win32'

const say = text => process.stderr.write('eventcrm: ' + text + '\n')

/** What went wrong and what to do next; shown without a stack. */
class SetupFailed extends Error {}

const isGone = pid => {
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

/** npm as [program, first arguments]: its own script where it can be found, since on Windows `npm` needs a shell. */
const findNpm = () => {
  const startedBy = process.env.npm_execpath
  if (startedBy && /npm-cli\.js$/.test(startedBy) && fs.existsSync(startedBy)) {
    return [process.env.npm_node_execpath || process.execPath, [startedBy]]
  }
  const beside = path.dirname(process.execPath)
  for (const folder of [beside, path.join(beside, '..', 'lib')]) {
    const script = path.join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js')
    if (fs.existsSync(script)) return [process.execPath, [script]]
  }
  return ['npm', []]
}

/** Children that a Ctrl-C during set-up has to end with it. */
const running = new Set()

/** Runs it silently; rejects with what it printed. */
const quietly = (program, args, options) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, Object.assign({ stdio: ['ignore', 'pipe', 'pipe'] }, options))
    running.add(child)
    let printed = ''
    const keep = chunk => {
      printed = (printed + chunk).slice(-20000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', error => {
      running.delete(child)
      reject(new Error(error.code === 'ENOENT' ? program + ' was not found on this machine' : error.message))
    })
    child.on('close', code => {
      running.delete(child)
      if (code === 0) resolve(printed)
      else reject(new Error(printed.trim()))
    })
  })

const noNetwork =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ERR_PNPM_META_FETCH_FAIL|network/i

const explain = (what, error) => {
  const lines = error.message.split(/\r?\n/).filter(line => line.trim() !== '')
  const telling = lines.filter(
    line =>
      !/WARN|complete log|^(npm (error|ERR!))?\s*(at .*|(errno|syscall|address|port|type): .*|[{}]|)\s*$/.test(line),
  )
  const shown = (telling.length > 0 ? telling : lines).slice(-8).map(line => '  | ' + line)
  let next = 'Then run the same command again: it starts where it stopped.'
  if (/ERR_PNPM_OUTDATED_LOCKFILE/.test(error.message)) {
    next =
      'A package.json was changed without the lock file: run `pnpm install` (it is in .tools/node_modules/.bin), then the same command again.'
  } else if (/EINTEGRITY|ERR_PNPM_TARBALL_INTEGRITY/.test(error.message)) {
    next =
      'The registry gave other bytes than the pinned ones. Check which registry npm is set to: npm config get registry.\n  ' +
      next
  } else if (/ENOSPC/.test(error.message)) {
    next = 'The disk is full: about 600 MB are needed. ' + next
  } else if (/EACCES|EPERM|EROFS/.test(error.message)) {
    next = 'This folder, or npm’s cache, cannot be written: ' + root + '\n  ' + next
  } else if (noNetwork.test(error.message)) {
    next = 'Is the npm registry reached from here (network, proxy, registry in .npmrc)? `npm ping` tells. ' + next
  }
  return new SetupFailed(what + ' failed.\n' + shown.concat('  ' + next).join('\n'))
}

/** The environment without what `npm run` says about itself: `npm run -s` would silence the errors as well. */
const environmentOfSetUp = () => {
  const env = Object.assign({}, process.env)
  Object.keys(env).forEach(key => {
    if (
      /^npm_(config_(loglevel|silent|json|dry_run|global|omit|include|only|production|local_prefix)|package_.*|lifecycle_.*)$/i.test(
        key,
      )
    )
      delete env[key]
  })
  return env
}

const seconds = since => ((Date.now() - since) / 1000).toFixed(0) + ' s'

const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=8000']

/**
 * Calls back once when npm, or the shell that it started this with, is gone: killed outright it tells nobody, and what
 * it started would go on unseen.
 */
const whenNpmIsGone = callback => {
  const watched = [process.ppid]
  const watchAlso = (parent, name) => {
    // Anything but a shell is npm itself, and who started that may go.
    if (/^(.*\/)?-?[a-z]*sh$/.test(name) && parent > 1) watched.push(parent)
  }
  const stat = readText('/proc/' + process.ppid + '/stat')
  if (stat) {
    const fields = /^\d+ \((.*)\) \S (\d+)/.exec(stat)
    if (fields) watchAlso(Number(fields[2]), fields[1])
  } else {
    execFile('ps', ['-o', 'ppid=,comm=', '-p', String(process.ppid)], (error, printed) => {
      const fields = /^\s*(\d+)\s+(.*?)\s*$/.exec(error ? '' : printed)
      if (fields) watchAlso(Number(fields[1]), fields[2])
    })
  }
  const timer = setInterval(() => {
    if (process.ppid === watched[0] && !watched.some(isGone)) return
    clearInterval(timer)
    callback()
  }, 250)
  timer.unref()
}

module.exports = {
  SetupFailed,
  environmentOfSetUp,
  explain,
  findNpm,
  isGone,
  onWindows,
  patience,
  quietly,
  running,
  say,
  seconds,
  whenNpmIsGone,
}
