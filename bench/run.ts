import { cpus } from 'node:os'
import { b1 } from './b1-routes.ts'
import { b2 } from './b2-question.ts'
import { b3 } from './b3-rls.ts'
import { b4 } from './b4-load.ts'
import { b6 } from './b6-socket.ts'
import { bookings } from './bookings.ts'
import { openBench, type Part } from './harness/bench.ts'
import { type MachineState, machineSentence, machineState } from './harness/machine.ts'
import { notRunLine, table } from './harness/report.ts'
import { idle } from './idle.ts'
import { plan } from './plan.ts'
import { retail } from './retail.ts'
import { search } from './search.ts'
import { signIn } from './sign-in.ts'
import { sync } from './sync.ts'
import { web } from './web.ts'

const PARTS: readonly Part[] = [b1, b2, b3, b4, b6, search, bookings, signIn, plan, idle, sync, retail, web]

const asked = process.argv.slice(2)
const isQuick = asked.includes('--quick')
const names = asked.filter((word) => !word.startsWith('--')).map((word) => word.toLowerCase())
const unknown = names.filter((name) => !PARTS.some((part) => part.name.toLowerCase() === name))
if (unknown.length > 0) {
  const known = PARTS.map((part) => part.name).join(', ')
  console.error(`There is no part ${unknown.join(', ')}; parts are ${known}.`)
  process.exit(2)
}

const bench = openBench(isQuick)
const startedAt = performance.now()
const machine = new Map<string, MachineState[]>()
process.once('SIGINT', () => void bench.close().then(() => process.exit(130)))
try {
  for (const part of PARTS) {
    if (names.length > 0 && !names.includes(part.name.toLowerCase())) continue
    process.stderr.write(`${part.name}: ${part.title}\n`)
    const before = machineState()
    try {
      await part.run(bench)
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
      bench.failures.push(`${part.name}: ${reason}`)
      bench.add(notRunLine(part.name, part.title, 'it failed, see below'))
    }
    machine.set(part.name, [before, machineState()])
  }
} finally {
  await bench.close()
}

const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
console.log(`${table(bench.lines)}\n`)
console.log(`${cpus().length} cores, ${seconds} s, Node ${process.version}${isQuick ? ', quick' : ''}.`)
console.log(
  'Medians of rounds taken in turn, ratios within rounds; "floor moved" is how far apart the rounds of the floor were.',
)
console.log(machineSentence(machine))
for (const failure of bench.failures) console.error(`FAILED ${failure}`)
process.exit(bench.failures.length > 0 ? 1 : 0)
