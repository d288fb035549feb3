export * from './directory.ts'
export * from './lookup.ts'
