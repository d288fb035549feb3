export * from './arbitrary.ts'
export * from './histories.ts'
export * from './scenario.ts'
export * from './contract.ts'
