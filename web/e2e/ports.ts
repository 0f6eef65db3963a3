import { createServer } from 'node:net'

/** From here on Linux gives ports to outgoing connections (ip_local_port_range), so nobody can count on one. */
const FIRST_PORT = 20_000
const FIRST_OUTGOING_PORT = 32_768
/** What `npm start` listens on beside its own port: stand-ins for Xero, exchange rates, Google, a company's provider and a calendar server. */
const PORTS_ABOVE = [1000, 1001, 1002, 1003, 1004]
const DRAWS_MAX = 50

/**
 * A port on which a stack of its own can start: it and those of the stand-ins above it are free now, and not for the stack at `taken`.
 *
 * @throws when none was found in {@link DRAWS_MAX} draws
 */
export async function drawPort(chance: () => number, taken?: number): Promise<number> {
  const span = FIRST_OUTGOING_PORT - FIRST_PORT - Math.max(...PORTS_ABOVE)
  for (let draw = 0; draw < DRAWS_MAX; draw += 1) {
    const port = FIRST_PORT + Math.floor(chance() * span)
    if (taken !== undefined && Math.abs(port - taken) <= Math.max(...PORTS_ABOVE)) continue
    const free = await Promise.all([0, ...PORTS_ABOVE].map((above) => isFree(port + above)))
    if (free.every(Boolean)) return port
  }
  throw new Error(`No free port was found in ${DRAWS_MAX} draws; something listens on most of them.`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
