// What a log is copied to. A file is made no sooner than it is written to: a copy that is refused leaves none behind.
import type { LogAndKeys } from '@eventcrm/crm'
import { existsSync } from 'node:fs'
import { openEvents, type Given } from '../open-servers.ts'
import { openStores, pathOf, withStores, type OpenedStores } from '../open-stores.ts'
import { namespaceOf, type Place } from '../place.ts'
import type { CliContext } from '../terminal.ts'

/** Runs with a log on a server, and with keys whose file is made when they are first asked for: by then what is on the server has been looked at. */
const withNewFile = async <T>(
  context: CliContext,
  place: Place,
  given: Given,
  run: (target: LogAndKeys) => Promise<T>,
): Promise<T> => {
  const events = await openEvents(given)
  let opening: Promise<OpenedStores> | undefined
  try {
    return await run({
      events,
      keys: {
        async secret(...asked) {
          opening ??= openStores(context, place, { make: true })
          return (await opening).keys.secret(...asked)
        },
      },
    })
  } finally {
    await events.close()
    await opening?.then(
      stores => stores.close(),
      () => undefined,
    )
  }
}

/** Runs with what a log is copied to, and closes it whatever happens. */
export const withTarget = <T>(
  context: CliContext,
  place: Place,
  run: (target: LogAndKeys) => Promise<T>,
): Promise<T> => {
  const { file, events } = place
  const isNewFile = file !== undefined && !existsSync(pathOf(context, file))
  return isNewFile && events !== undefined
    ? withNewFile(context, place, { url: events, by: place.givenBy.events, namespace: namespaceOf(place) }, run)
    : withStores(context, place, { make: true }, run)
}
