// Questions as people ask them on the command line, and what is kept of the answers.
import type { newFolder } from '../../packages/cli/test/run.ts'

/** Where command lines are run. */
type Folder = Pick<ReturnType<typeof newFolder>, 'run'>

/** A command line without its database and format, and what it answers. */
export interface Answer {
  readonly asked: readonly string[]
  readonly answer: unknown
}

/** How far the log goes, how a page is gone on from, what an answer cost: not the same in another release. */
const passing: ReadonlySet<string> = new Set(['position', 'next', 'read'])
const lasting = (key: string, value: unknown) => (passing.has(key) ? undefined : value)

const json = async (folder: Folder, args: readonly string[], file: string): Promise<unknown> => {
  const { exitCode, stdout, stderr } = await folder.run([...args, '-d', file, '-f', 'json'])
  if (exitCode !== 0) throw new Error(`${args.join(' ')}: ${stderr}${stdout}`)
  return JSON.parse(stdout, lasting)
}

export const answersTo = async (
  folder: Folder,
  file: string,
  questions: readonly (readonly string[])[],
): Promise<readonly Answer[]> => {
  const answers: Answer[] = []
  for (const asked of questions) answers.push({ asked, answer: await json(folder, asked, file) })
  return answers
}

/** What verifying counts and finds, the documents aside: another release has others. */
export const verified = async (folder: Folder, file: string): Promise<object> => {
  const { documents: _, ...verification } = {
    ...((await json(folder, ['verify'], file)) as { readonly documents: number }),
  }
  return verification
}

/** What the sales of a company are asked. */
export const questions: readonly (readonly string[])[] = [
  ['report', 'pipeline', '--as-of', '2026-03-31'],
  ['report', 'pipeline', '--as-of', '2026-05-31'],
  ['report', 'pipeline', '--as-of', '2026-06-30', '--source', 'documents'],
  ['report', 'pipeline', '--as-of', '2026-06-30', '--from', '2026-04-01', '--team', 'Miền Nam'],
  ['report', 'pipeline', '--as-of', '2026-06-30', '--tag', 'trường học'],
  ['list', 'opportunities', '--status', 'open', '--sort', 'opened', '--limit', '8'],
  ['list', 'opportunities', '--status', 'won', '--sort', 'amount', '--descending'],
  ['list', 'opportunities', '--status', 'lost', '--sort', 'closed'],
  ['list', 'opportunities', '--status', 'won', '--customer', 'Công ty Cổ phần Đại Phát'],
  ['list', 'opportunities', '--status', 'open', '--owner', 'Đặng Thu Hà', '--sort', 'expected'],
  ['list', 'opportunities', '--status', 'open', '--tag', 'ưu tiên', '--min-amount', '50000000', '--limit', '5'],
]
