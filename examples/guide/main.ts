import { openCrm } from './open-crm.ts'
import { createApplication } from './server.ts'

const crm = await openCrm({ file: 'guide.sqlite' })
const server = createApplication(crm).listen(8080, '127.0.0.1')
process.once('SIGINT', () => {
  server.close(() => void crm.close())
  server.closeAllConnections()
})
console.log('http://127.0.0.1:8080/opportunities')
