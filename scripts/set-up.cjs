'use strict'
// Brings pnpm, and Node where the machine's is too old, from npm into .tools; then the packages of pnpm-lock.yaml.
// What is there already is not brought again, and two starts at once set up once.

const crypto = require('crypto')
const fs = require('fs')
const path = require('path')
const { spawnSync } = require('child_process')
const { dependencies, optionalDependencies } = require('./tools/package.json')

const root = path.resolve(__dirname, '..')
const tools = path.join(root, '.tools')
const platform = `${process.platform}-${process.arch}`

const say = text => process.stderr.write(`eventcrm: ${text}\n`)
const fail = (...lines) => {
  say(lines.join('\n  '))
  process.exit(1)
}
const remove = target => fs.rmSync(target, { recursive: true, force: true })
const readText = file => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '')

/** Runs .ts by stripping types and has node:sqlite, both without a flag. Line 23 had them late and is out of support. */
const [major, minor] = process.versions.node.split('.').map(Number)
const ownNodeIsFit = major >= 24 || (major === 22 && minor >= 18)

/** The manifest of a tool of that version in .tools. Tools come there by one rename, so what is there is complete. */
const brought = (name, version) => {
  const manifest = JSON.parse(readText(path.join(tools, 'node_modules', name, 'package.json')) || '{}')
  return manifest.version === version ? manifest : undefined
}

/** The path of a Node that runs this repository; undefined before it was brought. */
const fitNode = () => {
  if (ownNodeIsFit) return process.execPath
  const there = Object.keys(optionalDependencies).map(name => brought(name, optionalDependencies[name]))
  const found = there.find(manifest => manifest)
  return found && path.join(tools, 'node_modules', found.name, found.bin.node)
}

/** The fit Node and the pinned pnpm first on PATH, whatever runs below. */
const environment = () => {
  const { INIT_CWD: _, ...env } = process.env
  const key = Object.keys(env).find(name => name.toUpperCase() === 'PATH') || 'PATH'
  const first = [path.dirname(fitNode()), path.join(tools, 'node_modules', '.bin')]
  return { ...env, NODE: fitNode(), [key]: [...first, env[key]].join(path.delimiter) }
}

const advice = [
  [
    /ERR_PNPM_OUTDATED_LOCKFILE/,
    'A package.json was changed without the lock file: run `node .tools/node_modules/pnpm/bin/pnpm.cjs install`.',
  ],
  [
    /EINTEGRITY|TARBALL_INTEGRITY/,
    'The registry gave other bytes than the pinned ones: see `npm config get registry`.',
  ],
  [/ENOSPC/, 'The disk is full: about 600 MB are needed.'],
  [/EACCES|EPERM|EROFS/, `This folder, or npm’s cache, cannot be written: ${root}`],
  [
    /ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|UNREACH|META_FETCH_FAIL|network/i,
    'Is the npm registry reached from here (network, proxy, registry in .npmrc)? `npm ping` tells.',
  ],
]

/** Runs it silently; ends with what it printed, and what to do, when it fails. */
const quietly = (doing, program, args, { env, ...options }) => {
  say(doing)
  // `npm run -s` would silence errors as well.
  const ofNpmRun =
    /^npm_(config_(loglevel|silent|global|omit|include|only|production|local_prefix)|package_.*|lifecycle_.*)$/i
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !ofNpmRun.test(name)))
  const retries = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=8000']
  const started = spawnSync(program, [...args, ...retries], {
    ...options,
    env: kept,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (started.status === 0) return
  const printed = started.error ? started.error.message : (started.stdout + started.stderr).trim()
  const next = (advice.find(([sign]) => sign.test(printed)) || [])[1]
  const last = printed
    .split('\n')
    .slice(-12)
    .map(line => `| ${line}`)
  fail(
    `${doing} failed`,
    ...last,
    ...(next ? [next] : []),
    'Then run the same command again: it starts where it stopped.',
  )
}

/** npm's own script where it can be found, since on Windows `npm` needs a shell. */
const npm = () => {
  const script = process.env.npm_execpath
  return script && script.endsWith('npm-cli.js')
    ? [process.execPath, [script], false]
    : ['npm', [], process.platform === 'win32']
}

const bringTools = () => {
  const needed = ownNodeIsFit ? '' : ` and Node (22.18 or newer is needed, here is ${process.versions.node})`
  const staging = path.join(tools, 'staging')
  remove(staging)
  fs.mkdirSync(staging)
  for (const file of ['package.json', 'package-lock.json'])
    fs.copyFileSync(path.join(__dirname, 'tools', file), path.join(staging, file))
  const [program, before, shell] = npm()
  const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error']
  // npm takes the one Node that fits the platform.
  const args = [...before, ...flags, ...(ownNodeIsFit ? ['--omit=optional'] : [])]
  quietly(`bringing pnpm${needed} from npm into .tools, once`, program, args, { cwd: staging, env: process.env, shell })
  remove(path.join(tools, 'node_modules'))
  fs.renameSync(path.join(staging, 'node_modules'), path.join(tools, 'node_modules'))
  remove(staging)
  const node = fitNode()
  if (node && spawnSync(node, ['--version']).status === 0) return
  fail(
    `npm has no Node that runs here (${platform}; its Linux ones need glibc, which Alpine has not).`,
    'Install Node 22.18 or newer yourself, then run the same command again.',
  )
}

const stamp = path.join(root, 'node_modules', '.installed-from')
/** What the installed packages follow from. */
const wanted = () => {
  const folders = ['packages', 'examples', 'test'].flatMap(parent => {
    const folder = path.join(root, parent)
    return fs.existsSync(folder)
      ? fs
          .readdirSync(folder)
          .sort()
          .map(name => path.join(folder, name))
      : []
  })
  const hash = crypto.createHash('sha256').update(platform + dependencies.pnpm)
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml'].map(name => path.join(root, name)))
    hash.update(readText(file))
  for (const folder of [root, ...folders])
    hash.update(path.relative(root, folder)).update(readText(path.join(folder, 'package.json')))
  return hash.digest('hex')
}
const isInstalled = () => readText(stamp) === wanted()

const installPackages = () => {
  remove(stamp)
  const from = wanted()
  const pnpm = path.join(tools, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs')
  const flags = ['install', '--frozen-lockfile', '--prod=false', '--config.confirm-modules-purge=false']
  quietly('installing the packages of pnpm-lock.yaml', fitNode(), [pnpm, ...flags], { cwd: root, env: environment() })
  fs.writeFileSync(stamp, from)
}

const isAbandoned = (lock, owner) => {
  try {
    process.kill(Number(owner), 0)
    return Date.now() - fs.statSync(lock).mtimeMs > 600000
  } catch (error) {
    return error.code === 'ESRCH' && owner !== ''
  }
}

/** Does its work while no other start does. */
const alone = work => {
  fs.mkdirSync(tools, { recursive: true })
  const lock = path.join(tools, 'set-up-by')
  for (let waiting = false; ; waiting = true) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const owner = readText(lock)
    if (isAbandoned(lock, owner)) {
      // Of several that see it, one succeeds in renaming it; a lock that was new by then is put back.
      const aside = `${lock}-${process.pid}`
      try {
        fs.renameSync(lock, aside)
        if (readText(aside) === owner) remove(aside)
        else fs.renameSync(aside, lock)
      } catch (_) {
        // another one was faster
      }
      continue
    }
    if (!waiting) say('another start is setting up, waiting for it')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
  }
  const release = () => remove(lock)
  process.on('exit', release)
  work()
  process.removeListener('exit', release)
  release()
}

/** Brings what is missing; ends the process, saying what to do, when that fails. */
const setUp = () => {
  const hasTools = () => brought('pnpm', dependencies.pnpm) && fitNode()
  if (hasTools() && isInstalled()) return
  alone(() => {
    if (!hasTools()) bringTools()
    if (!isInstalled()) installPackages()
  })
}

module.exports = { environment, fitNode, root, say, setUp }
