import type { CommandMessage, Crm, CrmOptions, Language, Stores } from '@eventcrm/crm'
import { foundingOf } from './company.ts'
import { Conductor } from './conductor.ts'
import { contentOf, stepsIn, type Content } from './content.ts'
import { secretNameIn, secretOf } from './ids.ts'
import { foundedAt, planOf } from './plan.ts'
import { play, type PlayOptions } from './play.ts'
import type { Step } from './step.ts'

export type { PlayOptions } from './play.ts'

export interface DemoOptions {
  /** Which company: the same seed and number of opportunities make the same events. A whole number; 1 when left out. */
  readonly seed?: number
  /** How many opportunities the company works on in its two years, besides more leads than that; 700 when left out. */
  readonly opportunities?: number
  /** Of the company's pipeline, stages and lost reasons, and of what it is shown in; 'vi' when left out. */
  readonly language?: Language
  /** That of the stores it is played into; 'crm' when left out. */
  readonly namespace?: string
}

/** A made-up company's years 2024 and 2025, from its first leads on. It is played into stores that its own `crmOptions` wrap. */
export interface Demo {
  /** What happens, in the order in which it is written down. */
  readonly steps: readonly Step[]
  /** How many leads were written down. */
  readonly leads: number
  /** Secrets that the key store must have, or be given first, so that ids come out the same each time. */
  readonly secrets: Readonly<Record<string, Uint8Array>>
  /**
   * What `createCrm` is given to set the company up: its clock and its order of appends are the demo's own. What processes do is
   * carried out by the play, each in its place, so that invoices get the same numbers each time and nothing else carries it out meanwhile.
   * @param stores where the demo goes; who opened them closes them
   */
  readonly crmOptions: (stores: Stores) => Pick<CrmOptions, 'clock' | 'company' | 'runProcesses' | 'stores'>
  /** Whether stores are empty, or hold this demo in whole or in part, another demo, or something else. */
  readonly contentOf: (stores: Stores) => Promise<Content>
  /** How many of the steps, from the first on, are in stores for certain: where a play goes on. */
  readonly stepsIn: (stores: Pick<Stores, 'events'>) => Promise<number>
  /**
   * Sends every step that is not there yet, so that a play that was stopped is started again.
   * @param crm made with this demo's `crmOptions`
   * @returns false when the signal stopped it
   */
  play(crm: Crm, options?: PlayOptions): Promise<boolean>
}

const isLead = ({ aggregate, name }: CommandMessage): boolean => aggregate === 'lead' && name === 'create'

/**
 * A company drawn from its seed, on every machine alike.
 * @example
 * const demo = createDemo({ opportunities: 40 })
 * const stores = createMemoryStores(createMemoryKeyStore(demo.secrets))
 * const crm = await createCrm(demo.crmOptions(stores))
 * await demo.play(crm)
 * console.log(await crm.reports.pipeline({ asOf: '2025-06-30' }))
 */
export const createDemo = ({
  seed = 1,
  opportunities = 700,
  language = 'vi',
  namespace = 'crm',
}: DemoOptions = {}): Demo => {
  const steps = planOf(seed, opportunities, language)
  const conductor = new Conductor(foundedAt)
  return {
    steps,
    leads: steps.filter(({ messages }) => messages.some(isLead)).length,
    secrets: { [secretNameIn(namespace)]: secretOf(seed) },
    crmOptions: stores => ({
      stores: { ...stores, events: conductor.inOrder(stores.events) },
      clock: conductor.now,
      company: foundingOf(language),
      runProcesses: false,
    }),
    contentOf: stores => contentOf(stores, seed, opportunities),
    stepsIn: stores => stepsIn(stores, steps),
    play: (crm, options) => play(crm, steps, conductor, options),
  }
}
