// What a server says that it can do, before the first append: as it was heard from real ones, with what the stand-in leaves
// unanswered.
import features from '@eventstore/db-client/generated/serverfeatures_pb.js'
import type { Version } from '../version.ts'

const serverVersions: Readonly<Record<Version, string>> = { '24.6': '24.6.0', '26.1': '26.1.0-prerelease' }

interface Service {
  readonly name: string
  readonly methods: readonly string[]
  readonly features?: Readonly<Record<string, readonly string[]>>
}

const persistentSubscriptions = 'create update delete read getinfo replayparked list restartsubsystem'.split(' ')

const ofBoth = (redaction: string): readonly Service[] => [
  {
    name: 'event_store.client.persistent_subscriptions.persistentsubscriptions',
    methods: persistentSubscriptions,
    features: Object.fromEntries(persistentSubscriptions.map(method => [method, ['stream', 'all']])),
  },
  {
    name: 'event_store.client.users.users',
    methods: ['create', 'update', 'delete', 'disable', 'enable', 'details', 'changepassword', 'resetpassword'],
  },
  {
    name: 'event_store.client.streams.streams',
    methods: ['read', 'append', 'delete', 'tombstone', 'batchappend'],
    features: { read: ['position', 'events'], batchappend: ['deadline_duration'] },
  },
  {
    name: 'event_store.client.operations.operations',
    methods: [
      'startscavenge',
      'stopscavenge',
      'shutdown',
      'mergeindexes',
      'resignnode',
      'setnodepriority',
      'restartpersistentsubscriptions',
    ],
  },
  { name: 'event_store.client.gossip.gossip', methods: ['read'] },
  { name: 'event_store.client.monitoring.monitoring', methods: ['stats'] },
  { name: 'event_store.client.server_features.serverfeatures', methods: ['getsupportedmethods'] },
  { name: redaction, methods: ['geteventpositions', 'switchchunks'] },
]

const services: Readonly<Record<Version, readonly Service[]>> = {
  '24.6': ofBoth('event_store.client.redaction.redaction'),
  '26.1': [
    { name: 'kurrentdb.protocol.v2.streams.streamsservice', methods: ['appendsession', 'appendrecords'] },
    ...ofBoth('kurrent.client.redaction.redaction'),
  ],
}

export const supportedMethods = (version: Version): features.SupportedMethods => {
  const message = new features.SupportedMethods()
  message.setEventStoreServerVersion(serverVersions[version])
  for (const { name, methods, features: special = {} } of services[version]) {
    for (const method of methods) {
      const supported = new features.SupportedMethod()
      supported.setServiceName(name)
      supported.setMethodName(method)
      supported.setFeaturesList([...(special[method] ?? [])])
      message.addMethods(supported)
    }
  }
  return message
}
