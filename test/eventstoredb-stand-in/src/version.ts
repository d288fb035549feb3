/** Which server is played: EventStoreDB 24.6, or KurrentDB 26.1. */
export type Version = '24.6' | '26.1'
export const versions: readonly Version[] = ['24.6', '26.1']
export const isVersion = (text: string): text is Version => versions.some(version => version === text)
