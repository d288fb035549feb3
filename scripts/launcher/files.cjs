'use strict'
// Where things are, and file helpers that Node 12 lacks.

const fs = require('fs')
const path = require('path')

const root = path.resolve(__dirname, '../..')
const tools = path.join(root, '.tools')

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

module.exports = { root, tools, readText, readJson, parsed, remove, tryToRemove }
