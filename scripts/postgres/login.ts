import { ScramExchange, type ScramVerifier } from './scram.ts'
import { FROM_CLIENT, int32, message, readyForQuery } from './wire.ts'

export interface StartupRequest {
  user: string
  database: string
  /** Settings the client asks for, e.g. application_name; applied like `SET` at the start of its turns. */
  settings: (readonly [string, string])[]
  /** Protocol extensions the client would like; none is known here. */
  extensions: string[]
}

const NOT_SETTINGS = new Set(['user', 'database', 'replication', 'options'])

/** Reads the body of a StartupMessage (after length and version). */
export function parseStartup(body: Buffer): StartupRequest {
  const parts = body.toString('utf8').split('\0')
  const request: StartupRequest = { user: '', database: '', settings: [], extensions: [] }
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const name = parts[index] ?? ''
    const value = parts[index + 1] ?? ''
    if (name === '') break
    if (name === 'user') request.user = value
    else if (name === 'database') request.database = value
    else if (name === 'options') request.settings.push(...optionSettings(value))
    else if (name.startsWith('_pq_.')) request.extensions.push(name)
    else if (!NOT_SETTINGS.has(name)) request.settings.push([name, value])
  }
  if (request.database === '') request.database = request.user
  return request
}

/** Settings in a `-c name=value -c ...` string. */
function optionSettings(options: string): (readonly [string, string])[] {
  return [...options.matchAll(/(?:-c\s*|--)([\w.]+)=((?:\\.|\S)*)/g)].map(
    ([, name = '', value = '']) => [name, value.replaceAll(/\\(.)/g, '$1')] as const,
  )
}

export type LoginStep =
  | { step: 'reply'; bytes: Buffer }
  | { step: 'accepted'; bytes: Buffer }
  | { step: 'refused'; sqlState: string; text: string }

/** The password conversation of one client: SCRAM-SHA-256 and nothing else. */
export class Login {
  readonly #user: string
  readonly #exchange: ScramExchange
  readonly #isKnown: boolean
  #begun = false

  /** An unknown role goes through the same steps with `decoy`, so it looks like a wrong password. */
  constructor(user: string, verifier: ScramVerifier | undefined, decoy: ScramVerifier) {
    this.#user = user
    this.#isKnown = verifier !== undefined
    this.#exchange = new ScramExchange(verifier ?? decoy)
  }

  challenge(): Buffer {
    return message('R', int32(10), 'SCRAM-SHA-256', Buffer.from([0]))
  }

  answer(frame: Buffer): LoginStep {
    if (frame[0] !== FROM_CLIENT.password)
      return { step: 'refused', sqlState: '08P01', text: 'expected a password message' }
    return this.#begun ? this.#finish(frame) : this.#begin(frame)
  }

  #begin(frame: Buffer): LoginStep {
    this.#begun = true
    const nameEnd = frame.indexOf(0, 5)
    const mechanism = frame.toString('utf8', 5, nameEnd)
    if (nameEnd < 0 || mechanism !== 'SCRAM-SHA-256') {
      return { step: 'refused', sqlState: '28000', text: 'this server only takes SCRAM-SHA-256' }
    }
    const step = this.#exchange.first(frame.toString('utf8', nameEnd + 5))
    if (!step.ok) return { step: 'refused', sqlState: '08P01', text: 'malformed SCRAM message' }
    return { step: 'reply', bytes: message('R', int32(11), Buffer.from(step.reply)) }
  }

  #finish(frame: Buffer): LoginStep {
    const step = this.#exchange.final(frame.toString('utf8', 5))
    if (!step.ok && step.reason === 'malformed') {
      return { step: 'refused', sqlState: '08P01', text: 'malformed SCRAM message' }
    }
    if (!step.ok || !this.#isKnown) {
      return {
        step: 'refused',
        sqlState: '28P01',
        text: `password authentication failed for user "${this.#user}"`,
      }
    }
    return {
      step: 'accepted',
      bytes: Buffer.concat([message('R', int32(12), Buffer.from(step.reply)), message('R', int32(0))]),
    }
  }
}

/** What a server tells every client after login: its settings, the cancel key, and that it is ready. */
export function greeting(
  serverVersion: string,
  request: StartupRequest,
  processId: number,
  secret: number,
): Buffer {
  const asked = new Map(request.settings.map(([name, value]) => [name.toLowerCase(), value]))
  const reported: [string, string][] = [
    ['server_version', serverVersion],
    ['server_encoding', 'UTF8'],
    ['client_encoding', 'UTF8'],
    ['DateStyle', 'ISO, MDY'],
    ['IntervalStyle', 'postgres'],
    ['TimeZone', asked.get('timezone') ?? 'UTC'],
    ['integer_datetimes', 'on'],
    ['standard_conforming_strings', 'on'],
    ['application_name', asked.get('application_name') ?? ''],
    ['session_authorization', request.user],
  ]
  return Buffer.concat([
    ...reported.map(([name, value]) => message('S', name, value)),
    message('K', int32(processId), int32(secret)),
    readyForQuery('I'),
  ])
}
