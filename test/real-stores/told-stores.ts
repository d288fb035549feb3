// The stores that a process to be killed is told of by its arguments: sqlite FILE | servers EVENTS DOCUMENTS
import type { Stores } from '@eventcrm/crm'
import { openEventStoreDB } from '@eventcrm/eventstoredb'
import { openMongoDB } from '@eventcrm/mongodb'
import { openSqlite } from '@eventcrm/sqlite'

export const openTold = async ([kind, place = '', documentsUrl = '']: readonly string[]): Promise<Stores> => {
  if (kind === 'sqlite') return openSqlite(place)
  const { documents, keys, close } = await openMongoDB(documentsUrl)
  return { events: openEventStoreDB(place), documents, keys, close }
}
