const functions = new Set(['ArrowFunctionExpression', 'FunctionExpression', 'FunctionDeclaration'])
const stateNames = new Set(['s', 'state'])

const parameterOf = ({ params: [first] }) => (first?.type === 'Identifier' ? first.name : undefined)

const isCaseOfEvolve = ({ parent }) =>
  parent?.type === 'Property' &&
  parent.parent.type === 'ObjectExpression' &&
  parent.parent.parent.type === 'Property' &&
  parent.parent.parent.key.name === 'evolve'

const takesState = node => {
  const name = parameterOf(node)
  return name !== undefined && (stateNames.has(name) || isCaseOfEvolve(node)) ? name : undefined
}

/** A state is built by the kernel's `set`, `addPart`, …, which keep the day of every field; spreading one escapes that. */
export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      spread: 'Build the state with the kernel’s set, addPart or setPart: a spread keeps no day for the fields it sets',
    },
  },
  create: context => {
    const enclosing = []
    const enter = node => enclosing.push(takesState(node))
    const leave = () => enclosing.pop()
    const check = (node, argument) => {
      if (argument?.type === 'Identifier' && enclosing.includes(argument.name))
        context.report({ node, messageId: 'spread' })
    }
    return {
      ...Object.fromEntries(
        [...functions].flatMap(type => [
          [type, enter],
          [`${type}:exit`, leave],
        ]),
      ),
      'ObjectExpression > SpreadElement': node => check(node, node.argument),
      'CallExpression[callee.object.name="Object"][callee.property.name="assign"]': node =>
        node.arguments.forEach(argument => check(node, argument)),
    }
  },
}
