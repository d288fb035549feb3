export * from './prediction/bg-nbd.ts'
export * from './prediction/discounted.ts'
export * from './prediction/gamma-gamma.ts'
