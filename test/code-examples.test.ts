// Every ```ts block of a page and every @example of a docstring is code that type-checks. A block marked ```ts run is run, too;
// one marked ```ts file=… is a whole file, which the workspace's own checks read.
import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { given } from './code-examples/given.ts'

const root = join(import.meta.dirname, '..')

interface Example {
  /** Where it stands: 'README.md:41'. */
  readonly at: string
  readonly code: string
  /** The source file that it documents; '' for what stands in a page. */
  readonly file: string
  readonly runs: boolean
}

const lineOf = (text: string, index: number) => String(text.slice(0, index).split('\n').length)

const blocksOf = (page: string): readonly Example[] => {
  const text = readFileSync(join(root, page), 'utf8')
  return [...text.matchAll(/^```ts(?<marks>.*)\n(?<code>[^]*?)^```$/gm)].flatMap(({ groups, index }) => {
    const { marks = '', code = '' } = groups ?? {}
    if (marks.includes('file=')) return []
    return [{ at: `${page}:${lineOf(text, index)}`, code, file: '', runs: marks.trim() === 'run' }]
  })
}

const docstringsOf = (file: string): readonly Example[] => {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/^[ /*]*@example(?<code>[^]*?)(?=\*\/|^ *\* @)/gm)].map(({ groups, index }) => ({
    at: `${file}:${lineOf(text, index)}`,
    code: (groups?.['code'] ?? '').replaceAll(/^ *\* ?/gm, '').trim(),
    file,
    runs: false,
  }))
}

const catalogues = /^docs\/(events|documents|commands|import-fields|reports)\.md$/
const pages = globSync(['*.md', 'docs/*.md', 'packages/*/*.md'], { cwd: root }).filter(page => !catalogues.test(page))
const examples = [
  ...pages.sort().flatMap(blocksOf),
  ...globSync('packages/*/src/**/*.ts', { cwd: root }).sort().flatMap(docstringsOf),
]

/** Whose exports a docstring may use without an import, beside its own package's. */
const mostUsed = ['crm', 'event-store', 'projection'].map(room => `packages/${room}/src/index.ts`)

/** Whatever a docstring names that its package, its own file or the most used packages export. */
const importsOf = ({ code, file }: Example, program: ts.Program): string => {
  if (file === '') return ''
  const checker = program.getTypeChecker()
  const own = `${file.split('/').slice(0, 2).join('/')}/src/index.ts`
  const found = new Set<string>()
  return [own, ...mostUsed, file]
    .flatMap(path => {
      const source = program.getSourceFile(join(root, path))
      const module = source && checker.getSymbolAtLocation(source)
      const names = (module ? checker.getExportsOfModule(module) : [])
        .map(({ name }) => name)
        .filter(name => !found.has(name) && new RegExp(`(?<![\\w']|(?<!\\.\\.)\\.)${name}\\b`).test(code))
        .filter(name => !new RegExp(`(const |^import .*)\\b${name}\\b`, 'm').test(code))
      names.forEach(name => found.add(name))
      return names.length === 0 ? [] : [`import { ${names.join(', ')} } from '${join(root, path)}'\n`]
    })
    .join('')
}

const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), path => readFileSync(path, 'utf8'))
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
const compile = (files: ReadonlyMap<string, string>, before?: ts.Program): ts.Program => {
  const compilerOptions: ts.CompilerOptions = {
    ...options,
    noUnusedLocals: false,
    noUnusedParameters: false,
    declaration: false,
    paths: {
      '@eventcrm/*': [join(root, 'packages/*/src/index.ts')],
      rxjs: [join(root, 'packages/crm/node_modules/rxjs')],
    },
  }
  const host = ts.createCompilerHost(compilerOptions)
  const { getSourceFile, fileExists, readFile } = host
  host.fileExists = name => files.has(name) || fileExists(name)
  host.readFile = name => files.get(name) ?? readFile(name)
  host.getSourceFile = (name, as, ...rest) => {
    const text = files.get(name)
    return text === undefined
      ? (before?.getSourceFile(name) ?? getSourceFile(name, as, ...rest))
      : ts.createSourceFile(name, text, as)
  }
  return ts.createProgram([...files.keys()], compilerOptions, host, before)
}

describe('the code in pages and docstrings', () => {
  const folder = join(root, 'test/code-examples')
  const nameOf = (i: number) => join(folder, `example-${String(i)}.ts`)
  const givenFile = [join(folder, 'given-globals.ts'), given] as const
  const documented = [...new Set(examples.flatMap(({ file }) => (file === '' ? [] : [file])))]
  const imports = [
    'packages/crm/src/index.ts',
    ...documented.flatMap(file => [`${file.split('/').slice(0, 2).join('/')}/src/index.ts`, file]),
  ]
  const packages = compile(
    new Map([givenFile, [join(folder, 'packages.ts'), imports.map(file => `import '${join(root, file)}'\n`).join('')]]),
  )
  const files = examples.map((each, i) => [nameOf(i), `${importsOf(each, packages)}${each.code}\nexport {}\n`] as const)
  const program = compile(new Map([givenFile, ...files]), packages)

  it('finds it', () => {
    expect(examples.length).toBeGreaterThan(30)
  })

  it.each(examples.map((each, i) => [each.at, i] as const))('%s type-checks', (_, i) => {
    const file = program.getSourceFile(nameOf(i))
    const faults = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
    expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([])
  })

  it.each(examples.filter(({ runs }) => runs).map(each => [each.at, each] as const))('%s runs', (_, { code }) => {
    // Inside the repository, where packages are found by name; its files go elsewhere.
    const script = join(folder, `.run-${String(process.pid)}.ts`)
    const cwd = mkdtempSync(join(tmpdir(), 'example-'))
    mkdirSync(dirname(script), { recursive: true })
    writeFileSync(script, code)
    try {
      const { status, stderr } = spawnSync(process.execPath, [script], { cwd, encoding: 'utf8' })
      expect(stderr).toBe('')
      expect(status).toBe(0)
    } finally {
      rmSync(script)
      rmSync(cwd, { recursive: true })
    }
  })

  it('is told apart from code that does not', () => {
    const wrong = join(folder, 'wrong.ts')
    const planted = compile(new Map([givenFile, [wrong, 'crm.opportunities.fly()\nexport {}\n']]), program)
    expect(planted.getSemanticDiagnostics(planted.getSourceFile(wrong))).toHaveLength(1)
  })
})
