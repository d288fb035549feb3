// How many rounds a property or a campaign of kills runs, so that one number fits every run of the tests.

/** Whether this is `npm run test:thorough`. */
export const isThorough = (): boolean => process.env['EVENTCRM_CAMPAIGN'] !== undefined

/**
 * Rounds of a property test or a kill campaign.
 * @param base in `npm test`: what takes a second or two
 * @param full in `npm run test:thorough -- --full`; a tenth of it without `--full`, and what `--rounds N` says with that
 * @example const options = { numRuns: rounds(100, 10_000) }
 */
export const rounds = (base: number, full: number): number => {
  const { EVENTCRM_ROUNDS: asked, EVENTCRM_CAMPAIGN: campaign } = process.env
  if (campaign === undefined) return base
  if (asked !== undefined) return Number(asked)
  return campaign === 'full' ? full : Math.max(base, Math.ceil(full / 10))
}
