// Whatever imports the library on a Node that is too old is told so, and not by what that Node happens to lack first.

/** The oldest that has all that the library uses. */
const oldest = [22, 18] as const

// a browser has no such thing
const version = typeof process === 'undefined' ? undefined : process.versions.node
if (version !== undefined) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1]))
    throw new Error(`EventCRM needs Node ${oldest.join('.')} or newer; this is ${version}`)
}
