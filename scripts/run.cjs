#!/usr/bin/env node
'use strict'
// Runs a command of this repository with a fit Node and the packages of the lock file, and brings what is missing first.
//
//   node scripts/run.cjs                   only brings what is missing
//   node scripts/run.cjs eventcrm ARGS     the command line, in the folder it was called from
//   node scripts/run.cjs vitest ARGS       a tool of the root package.json
//   node scripts/run.cjs scripts/x.ts ARGS a file of this repository; an example, in the folder it was called from
//
// Old-fashioned JavaScript with no package behind it, so that whatever Node is on the machine can read it.
// Set-up messages go to stderr; stdout belongs to the command.

const fs = require('fs')
const path = require('path')
const tty = require('tty')
const { spawn } = require('child_process')
const { alone } = require('./launcher/alone.cjs')
const { readJson, root } = require('./launcher/files.cjs')
const { bringTools, missingTools, neededTools, theNode } = require('./launcher/node-and-pnpm.cjs')
const { environment, installPackages, isInstalled } = require('./launcher/packages.cjs')
const { SetupFailed, explain, onWindows, running, say, whenNpmIsGone } = require('./launcher/processes.cjs')

const setUp = async () => {
  if (missingTools().length === 0 && isInstalled()) return
  await alone(async () => {
    // All at once, since they come into place by one rename.
    if (missingTools().length > 0) await bringTools(neededTools())
    if (!isInstalled()) await installPackages()
  })
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

/** npm runs a script at the root, or in an example's folder, and keeps the folder it was called from in INIT_CWD. */
const calledFrom = () => {
  const from = process.env.INIT_CWD
  const ours = /^(examples[\\/][^\\/]+)?$/.test(path.relative(root, process.cwd()))
  return from && process.env.npm_lifecycle_event && ours && fs.existsSync(from) ? from : process.cwd()
}

const whatToRun = (name, args) => {
  if (name === 'eventcrm') {
    const cli = path.join(root, 'packages', 'cli', 'src', 'bin.ts')
    const lifeline = path.join(__dirname, 'launcher', 'lifeline.cjs')
    return { args: [hush, '--require', lifeline, cli].concat(args), cwd: calledFrom(), lifeline: true }
  }
  const file = path.join(root, name)
  const found = /[\\/.]/.test(name) && fs.existsSync(file) ? file : findTool(name)
  return { args: [hush, found].concat(args), cwd: name.startsWith('examples/') ? calledFrom() : root, lifeline: false }
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
