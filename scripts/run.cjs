#!/usr/bin/env node
'use strict'
// Runs a command of this repository with a fit Node and the packages of the lock file, and brings what is missing first.
//
//   node scripts/run.cjs                   only brings what is missing
//   node scripts/run.cjs eventcrm ARGS     the command line, in the folder it was called from
//   node scripts/run.cjs vitest ARGS       a tool of the root package.json
//   node scripts/run.cjs scripts/x.ts ARGS a file of this repository; an example or a command line, in the folder it was called from
//
// JavaScript of Node 14 with no package behind it, so that whatever Node is on the machine can read it.
// Set-up messages go to stderr; stdout belongs to the command.

const fs = require('fs')
const path = require('path')
const { spawn } = require('child_process')
const { environment, fitNode, root, say, setUp } = require('./set-up.cjs')

/** The file behind a tool's name, from the root's development dependencies. */
const findTool = name => {
  const { devDependencies } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'))
  for (const dependency of Object.keys(devDependencies)) {
    const folder = path.join(root, 'node_modules', dependency)
    const { bin } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'))
    if (typeof bin === 'string' && dependency === name) return path.join(folder, bin)
    if (bin && bin[name]) return path.join(folder, bin[name])
  }
  say(`there is neither a file nor a tool named ${name}`)
  return process.exit(1)
}

/** npm runs a script in the folder of its package.json, and keeps the folder it was called from in INIT_CWD. */
const calledFrom = () => (process.env.npm_lifecycle_event && process.env.INIT_CWD) || process.cwd()

const run = ([name, ...args]) => {
  const script = name === 'eventcrm' ? 'packages/cli/src/bin.ts' : name
  const isCommandLine = script.endsWith('/src/bin.ts')
  const named = path.join(root, script)
  const file = fs.existsSync(named) ? named : findTool(name)
  // A command line ends with this process also where that is killed outright; Node 22 warns of stripping types.
  const lifeline = isCommandLine ? ['--require', `${__dirname}/lifeline.cjs`] : []
  const flags = ['--disable-warning=ExperimentalWarning', ...lifeline]
  const child = spawn(fitNode(), [...flags, file, ...args], {
    cwd: isCommandLine || name.startsWith('examples/') ? calledFrom() : root,
    env: environment(),
    stdio: isCommandLine ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
  })

  // A terminal sends Ctrl-C to the child as well, and npm sends here what it gets: the child must have it once.
  const inTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  let passedOnAt = 0
  const passOn = signal => {
    if ((signal === 'SIGINT' && inTerminal) || Date.now() - passedOnAt < 500) return
    passedOnAt = Date.now()
    child.kill(signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn)

  // npm, killed outright, tells nobody.
  const startedBy = process.ppid
  const watching = setInterval(() => {
    if (process.ppid === startedBy) return
    clearInterval(watching)
    passOn('SIGTERM')
  }, 250)
  watching.unref()

  child.on('error', error => {
    say(`cannot start ${fitNode()}: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

setUp()
if (process.argv.length > 2) run(process.argv.slice(2))
