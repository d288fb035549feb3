#!/usr/bin/env node
'use strict'
// Read by any Node, so that one that is too old is told so in a line, and not by a stack trace.

var version = process.versions.node
var parts = version.split('.').map(Number)

if (parts[0] < 22 || (parts[0] === 22 && parts[1] < 18)) {
  process.stderr.write('EventCRM needs Node 22.18 or newer; this is ' + version + '\n')
  process.exitCode = 1
} else {
  // what is built is not there where rooms are looked at
  import(['..', 'dist', 'bin.js'].join('/'))
}
