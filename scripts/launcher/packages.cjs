'use strict'
// Installs the workspace from its lock file, when that or a manifest has changed.

const crypto = require('crypto')
const fs = require('fs')
const path = require('path')
const { readJson, remove, root, tools } = require('./files.cjs')
const { PNPM, ownPlatform, theNode, thePnpm } = require('./node-and-pnpm.cjs')
const { environmentOfSetUp, explain, patience, quietly, say, seconds } = require('./processes.cjs')

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
  const hash = crypto.createHash('sha256').update(ownPlatform + ' pnpm ' + PNPM.version)
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
    await quietly(theNode(), [thePnpm()].concat(flags, patience), { cwd: root, env: environment(environmentOfSetUp()) })
  } catch (error) {
    throw explain('Installing the packages', error)
  }
  fs.writeFileSync(stamp, is)
  say('installed the packages in ' + seconds(since))
}

/** The fit Node and the pinned pnpm first on PATH, whatever runs below. */
const environment = base => {
  const env = Object.assign({}, base)
  const key = Object.keys(env).filter(name => name.toUpperCase() === 'PATH')[0] || 'PATH'
  env[key] = [path.dirname(theNode()), path.join(tools, 'node_modules', '.bin'), env[key] || ''].join(path.delimiter)
  env.NODE = theNode()
  delete env.INIT_CWD
  return env
}

module.exports = { environment, installPackages, isInstalled }
