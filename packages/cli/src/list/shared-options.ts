// What every list can be asked on the command line: whose, what stands apart, and counts by a field.
import { Option } from '@commander-js/extra-typings'
import type { Crm } from '@eventcrm/crm'
import { usageFault } from '../fault.ts'
import { resolveName } from '../resolve-name.ts'

const scopes = ['mine', 'team', 'department'] as const
const aparts = ['without', 'only', 'with'] as const

export const scopeOption = () =>
  new Option('--scope <scope>', 'only what --me has, or the team or department of --me').choices(scopes)
export const meDescription = 'staff member who asks, for --scope: name, words of a name, or id'
export const apartOption = () =>
  new Option(
    '--apart <which>',
    'what stands apart, as what is archived or lost: without it (as when left out, unless a filter is about that), only it, or with the others',
  ).choices(aparts)
export const groupOption = (fields: readonly string[]) =>
  new Option('--group-by <field>', 'counts by a field, beside the page; in CSV instead of it').choices(fields)

interface Shared {
  readonly scope?: string | undefined
  readonly me?: string | undefined
  readonly apart?: string | undefined
  readonly groupBy?: string | undefined
  readonly after?: string | undefined
}

/** @throws Fault for a scope of nobody */
export const checkScope = ({ scope, me }: Pick<Shared, 'scope' | 'me'>): void => {
  if (scope !== undefined && me === undefined)
    throw usageFault({ en: '--scope: whose? give --me <name>', vi: '--scope: của ai? hãy ghi --me <tên>' })
}

export const sharedQuestion = async (crm: Crm, { scope, me, apart, groupBy, after }: Shared) => ({
  ...(scope === undefined ? {} : { scope }),
  ...(me === undefined ? {} : { me: await resolveName(crm, 'staffMember', me, '--me') }),
  ...(apart === undefined ? {} : { apart }),
  ...(groupBy === undefined ? {} : { group: groupBy }),
  ...(after === undefined ? {} : { after }),
})
