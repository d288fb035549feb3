import type { CurrencyReport } from '@eventcrm/read-model-pipeline'

/** The parts that the report's groups have in common. */
export type OpenFigures = CurrencyReport['open']
export type CountAndValue = CurrencyReport['won']
export type ClosedFigures = Pick<CurrencyReport, 'won' | 'lost' | 'winRate' | 'cycle'>
