import type { Form, Step } from './form.ts'

/** The form's field that a command's field came from. */
export const fieldOf = (step: Step | undefined, field: unknown, { fields }: Form): string | null => {
  if (!step || typeof field !== 'string') return null
  const [first = '', ...rest] = field.split('.')
  const last = rest.at(-1) ?? first
  for (const name of [field, first, last]) {
    const from = step.from[name] ?? name
    if (Object.hasOwn(fields, from)) return from
  }
  return null
}
