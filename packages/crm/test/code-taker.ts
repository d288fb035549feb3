// One of several processes that make contacts of one company customers at once, under codes that nobody chose. Says on stdout which.
import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { createCrm } from '../src/index.ts'

const [file = '', count = ''] = process.argv.slice(2)
const crm = await createCrm({ file, actor: 'lan', project: false })
for (let i = 0; i < Number(count); i++) {
  const contactId = randomUUID()
  await crm.contacts.register({ contactId, kind: 'individual', name: 'An' })
  const { events } = await crm.contacts.becomeCustomer({ contactId })
  for (const { data } of events) if ('code' in data && typeof data.code === 'string') writeSync(1, `${data.code}\n`)
}
await crm.close()
