import { connect, createServer, type AddressInfo } from 'node:net'
import { closeAfter } from './opened.ts'

/** A way to a node that counts what comes back on it. */
export const relayTo = async (address: string) => {
  const [host, port] = address.split(':')
  let received = 0
  const server = createServer(near => {
    const far = connect(Number(port), host)
    far.on('data', data => (received += data.length))
    near.pipe(far).pipe(near)
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const)
      end.on('error', () => undefined).on('close', () => other.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closeAfter({ close: () => new Promise<void>(resolve => server.close(() => resolve())) })
  const own = server.address() as AddressInfo
  return { url: `esdb://127.0.0.1:${String(own.port)}?tls=false`, received: () => received }
}
