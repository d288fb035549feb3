'use strict'
// Prints 'passed failed skipped' of a test report of vitest, for .ci/run.
//   node scripts/count-tests.cjs REPORT.json EXIT-CODE-OF-VITEST
// Beside the tests that failed, each of these counts as one failure: a file that could not be loaded, a skipped test of
// a store (its contract is what everything rests on), a run of no test, and a run that ended badly with nothing else to
// show for it.

const fs = require('fs')

const file = process.argv[2]
const ended = Number(process.argv[3])
const say = text => process.stderr.write(text + '\n')

/** A store's tests are in a package of one, or say so in their titles. */
const isOfStore = (path, test) =>
  /[\\/]packages[\\/](event-store|projection|sqlite|eventstoredb|mongodb|testkit)[\\/]/.test(path) ||
  /\bstores?\b/i.test(path + ' ' + test.fullName)

const count = report => {
  let passed = 0
  let failed = 0
  let skipped = 0
  for (const suite of report.testResults) {
    for (const test of suite.assertionResults) {
      if (test.status === 'passed') passed++
      else if (test.status === 'failed') failed++
      else if (isOfStore(suite.name, test)) {
        failed++
        say('a test of a store was skipped: ' + test.fullName)
      } else skipped++
    }
    if (suite.status === 'failed' && !suite.assertionResults.some(test => test.status === 'failed')) {
      failed++
      say('not run to its end: ' + suite.name)
    }
  }
  if (passed + failed === 0) {
    failed++
    say('no test was run')
  } else if (ended !== 0 && failed === 0) {
    failed++
    say('the test run ended with ' + ended)
  }
  return [passed, failed, skipped]
}

let report
try {
  report = JSON.parse(fs.readFileSync(file, 'utf8'))
} catch (error) {
  say('the test run left no report: ' + error.message)
  report = { testResults: [] }
}
process.stdout.write(count(report).join(' ') + '\n')
