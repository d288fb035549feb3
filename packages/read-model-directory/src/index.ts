export * from './catalogues.ts'
export * from './directory.ts'
export * from './import-runs.ts'
export * from './lookup.ts'
