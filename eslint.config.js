import comments from '@eslint-community/eslint-plugin-eslint-comments/configs'
import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'
import evolve from './scripts/lint/evolve.js'

const node22 = {
  selector: 'VariableDeclaration[kind=/using/]',
  message: 'Node 22, the oldest that the packages run on, cannot read `using`: close it in `finally`',
}
const exported = ':matches(TSInterfaceDeclaration, TSTypeAliasDeclaration)'
const readonly = [
  {
    selector: `ExportNamedDeclaration > ${exported} TSPropertySignature[readonly=false]`,
    message: 'What a package hands out is read only: mark it `readonly`',
  },
  {
    selector: `ExportNamedDeclaration > ${exported} TSPropertySignature > TSTypeAnnotation > TSArrayType`,
    message: 'What a package hands out is read only: `readonly T[]`',
  },
]
const impure = [
  {
    selector: ':matches(:function[async=true], AwaitExpression, ForOfStatement[await=true], ImportExpression)',
    message: 'The domain waits for nothing: what has to wait belongs in another package',
  },
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.name="Date"]',
    message: 'The time comes in with the command',
  },
  {
    selector: 'VariableDeclarator[init.name=/^(Date|Math)$/]',
    message: 'Under another name their clock and chance would not be seen',
  },
  { selector: 'MetaProperty[meta.name="import"]', message: 'It reads the machine' },
  {
    selector:
      'MemberExpression > Identifier.property[name=/^((get|set)(Date|Day|FullYear|Hours|Milliseconds|Minutes|Month|Seconds|Year)|getTimezoneOffset|to(Date|Time)String)$/]',
    message: 'It reads the time zone of the machine: take the UTC one',
  },
  {
    selector:
      ':matches(CallExpression[callee.property.name=/^toLocale/][arguments.length=0], CallExpression[callee.property.name="localeCompare"][arguments.length<2], NewExpression[callee.object.name="Intl"][arguments.length=0])',
    message: 'Without a locale it reads the one of the machine',
  },
]

export default defineConfig(
  globalIgnores(['**/dist', '**/coverage', '.tools']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  comments.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'object-shorthand': 'error',
      '@eslint-community/eslint-comments/disable-enable-pair': ['error', { allowWholeFile: true }],
      '@eslint-community/eslint-comments/require-description': ['error', { ignore: ['eslint-enable'] }],
    },
  },
  {
    files: ['**/*.{js,cjs}'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly' } },
  },
  {
    // Read by whatever Node is on the machine.
    files: ['scripts/**/*.cjs'],
    languageOptions: {
      ecmaVersion: 2020,
      sourceType: 'commonjs',
      globals: {
        __dirname: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        Atomics: 'readonly',
        SharedArrayBuffer: 'readonly',
      },
    },
    rules: { 'no-unused-vars': ['error', { varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }] },
  },

  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // An interface that only names an inferred type shows its name where it is used.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      // Text is spread into code points, which is what stored keys are ordered by.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      // A port is asynchronous even where one of its stores has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // A type parameter used once can still carry what a caller wrote to where it is inferred.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      'no-restricted-syntax': ['error', node22],
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    rules: { 'no-console': 'error', 'no-restricted-syntax': ['error', node22, ...readonly] },
  },
  { files: ['packages/cli/src/**/*.ts', 'scripts/**/*.ts', 'examples/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    // A decoder is where an unknown value gets its type; a script reads what this repository wrote itself.
    files: [
      'scripts/**/*.ts',
      'packages/*/src/**/{codec,decoder,decode,*-codec,*-decoder}.ts',
      'packages/*/src/**/{codec,decoder}/**/*.ts',
    ],
    rules: { '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }] },
  },
  {
    // Definitions are kept without their types, as any aggregate or any view, and handed out with them again.
    files: [
      'packages/domain/src/kernel/{aggregate,command,dated,events,merging,personal,state}.ts',
      'packages/projection/src/{batch,rollup,view}.ts',
      'packages/crm/src/{create-crm,commands/command-handler,company/company-documents,facade/methods,facade/reports}.ts',
    ],
    rules: { '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }] },
  },
  {
    // The domain reads no clock, no chance and no machine, and has nothing to wait for.
    files: ['packages/domain/src/**/*.ts'],
    rules: {
      // No globals are declared here, so only the language's own are known.
      'no-undef': 'error',
      'no-restricted-globals': ['error', 'Promise', 'Temporal', 'globalThis', 'eval', 'Function', 'WeakRef'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The time comes in with the command' },
        { object: 'Math', property: 'random', message: 'Chance comes in with the command' },
      ],
      'no-restricted-syntax': ['error', node22, ...readonly, ...impure],
    },
  },
  {
    files: ['packages/domain/src/*/state.ts'],
    ignores: ['packages/domain/src/kernel/**'],
    plugins: { eventcrm: { rules: { evolve } } },
    rules: { 'eventcrm/evolve': 'error' },
  },
  {
    // A test may look closer than its types allow; a wrong guess fails it.
    files: ['packages/*/test/**/*.ts', 'test/**/*.ts', 'examples/*/test/**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
)
