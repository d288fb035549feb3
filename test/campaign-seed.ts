// Every property and every sample draws from the seed that `npm run test:thorough` prints, or was given.
import fc from 'fast-check'

const { EVENTCRM_SEED: seed } = process.env
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed) })
