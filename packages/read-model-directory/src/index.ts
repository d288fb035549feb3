export * from './catalogues.ts'
export * from './directory.ts'
export * from './lookup.ts'
