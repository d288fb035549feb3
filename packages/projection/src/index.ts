export * from './document-store.ts'
export * from './filter.ts'
