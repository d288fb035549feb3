'use strict'
// Loaded into the command line by run.cjs, to which it has a channel. When run.cjs is killed outright the channel closes,
// and the command ends as if it had been asked to.

if (process.channel) {
  process.channel.unref()
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
}
