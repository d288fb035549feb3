import type { Process } from '@eventcrm/domain'
import { requireOnce } from '@eventcrm/projection'
import type { AggregateRegistry } from '../facade/aggregate-registry.ts'

/** @throws TypeError for two of one name, and for one that takes events of an aggregate that is not there */
export const checkProcesses = (processes: readonly Process[], { codec }: Pick<AggregateRegistry, 'codec'>): void => {
  requireOnce(
    'processes',
    processes.map(({ name }) => name),
  )
  for (const { name, requests, outcomes } of processes)
    for (const type of [...requests.keys(), ...outcomes.keys()])
      if (!codec.knows(type)) throw new TypeError(`${name}: no aggregate here has the event ${type}`)
}
