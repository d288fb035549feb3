export { startStandIn, type StandIn, type StandInOptions } from './stand-in.ts'
export { createAuthority, type Authority } from './certificates.ts'
export { type Fault, type FaultyCall, type Faults } from './faults.ts'
