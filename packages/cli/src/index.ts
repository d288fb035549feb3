export { main } from './main.ts'
export { Stop } from './stop.ts'
export { exitCodes, type ExitCode } from './exit-codes.ts'
export { type Output, type CliContext } from './terminal.ts'
