/** What the language itself brings and what gives the same answer everywhere and every time. */
const pureGlobals = new Set(
  `Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Error AggregateError EvalError RangeError
  ReferenceError SyntaxError TypeError URIError Float32Array Float64Array Infinity Int16Array Int32Array Int8Array Intl
  Iterator JSON Map NaN Number Object Proxy Reflect RegExp Set String Symbol Uint16Array Uint32Array Uint8Array
  Uint8ClampedArray WeakMap WeakSet decodeURI decodeURIComponent encodeURI encodeURIComponent isFinite isNaN
  parseFloat parseInt undefined`.split(/\s+/),
)

const dateFunctions = new Set(['UTC', 'parse'])
/** These read the time zone or the locale of the machine. */
const localDate =
  /^(get|set)(Date|Day|FullYear|Hours|Milliseconds|Minutes|Month|Seconds|Year)$|^(getTimezoneOffset|to(Date|Time)String)$/
const localText = /^toLocale[A-Z]\w*$|^localeCompare$/

const nameOf = member =>
  !member.computed ? member.property.name : member.property.type === 'Literal' ? member.property.value : undefined

const refusedUse = ({ name, parent }, node) => {
  const read = parent.type === 'MemberExpression' && parent.object === node ? nameOf(parent) : undefined
  if (name === 'Date') {
    const dated = parent.type === 'NewExpression' && parent.callee === node && parent.arguments.length > 0
    const tested = parent.type === 'BinaryExpression' && parent.operator === 'instanceof'
    return dated || tested || dateFunctions.has(read) ? undefined : 'the time comes in with the command'
  }
  if (name === 'Math') return read === undefined || read === 'random' ? 'chance comes in with the command' : undefined
  return pureGlobals.has(name) ? undefined : 'the domain computes and does nothing else'
}

/** The domain reads no clock, no chance and no machine, and has nothing to wait for. */
export default {
  meta: { type: 'problem', schema: [], messages: { refused: '{{name}} is not for the domain: {{why}}' } },
  create: context => {
    const refuse = (node, name, why) => context.report({ node, messageId: 'refused', data: { name, why } })
    const waits = node => {
      if (node.async) refuse(node, 'async', 'a function that has to wait belongs in another package')
    }
    return {
      FunctionDeclaration: waits,
      FunctionExpression: waits,
      ArrowFunctionExpression: waits,
      AwaitExpression: node => refuse(node, 'await', 'a function that has to wait belongs in another package'),
      ForOfStatement: node => {
        if (node.await) refuse(node, 'for await', 'a function that has to wait belongs in another package')
      },
      ImportExpression: node => refuse(node, 'import()', 'it has to wait'),
      MetaProperty: node => {
        if (node.meta.name === 'import') refuse(node, 'import.meta', 'it reads the machine')
      },
      MemberExpression: node => {
        const name = nameOf(node)
        if (typeof name !== 'string') return
        if (localDate.test(name)) refuse(node, name, 'it reads the time zone of the machine; take the UTC one')
        if (localText.test(name)) {
          const { parent } = node
          const given = parent.type === 'CallExpression' && parent.callee === node ? parent.arguments.length : 0
          if (given < (name === 'localeCompare' ? 2 : 1))
            refuse(node, name, 'without a locale it reads the one of the machine')
        }
      },
      'NewExpression[callee.object.name="Intl"][arguments.length=0]': node =>
        refuse(node, 'Intl', 'without a locale it reads the one of the machine'),
      'Program:exit': node => {
        const scope = context.sourceCode.getScope(node)
        const known = scope.set.values().filter(variable => variable.defs.length === 0)
        const references = [...scope.through, ...[...known].flatMap(variable => variable.references)]
        for (const { identifier, isTypeReference } of new Set(references)) {
          if (isTypeReference) continue
          const { name, parent } = identifier
          const why = refusedUse({ name, parent }, identifier)
          if (why !== undefined) refuse(identifier, name, why)
        }
      },
    }
  },
}
