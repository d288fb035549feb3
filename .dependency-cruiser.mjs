export { configuration as default } from './scripts/rooms.ts'
