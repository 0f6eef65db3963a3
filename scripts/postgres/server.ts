import { randomInt } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { LockHeld, takeLock } from '../lock-file.ts'
import { CLIENTS_MAX, LOGIN_MS, STARTUP_BYTES_MAX } from './limits.ts'
import { greeting, Login, parseStartup, type StartupRequest } from './login.ts'
import { Pool } from './pool.ts'
import { makeVerifier, type ScramVerifier } from './scram.ts'
import { Session } from './session.ts'
import {
  CANCEL_REQUEST,
  errorResponse,
  FrameReader,
  GSS_REQUEST,
  int32,
  message,
  PROTOCOL_3,
  SSL_REQUEST,
} from './wire.ts'

export const EMBEDDED_DATABASE = 'postgres'

export interface EmbeddedPostgresOptions {
  /** Folder of the database, made when missing; null for a throw-away database. */
  dataDir: string | null
  /** 0 takes any free port. */
  port?: number
  host?: string
  /** Who may log in, with which password. The role must exist by its first statement (`postgres` always does). */
  passwords: Readonly<Record<string, string>>
  /** Limits for roles and sessions that set none of their own; 0, the default, means none. */
  statementTimeoutMs?: number
  idleInTransactionTimeoutMs?: number
}

export interface EmbeddedPostgres {
  port: number
  /** Connection string of a role in `passwords`; throws for another. */
  url(role: string): string
  /** Ends all clients, closes the database, frees the lock. Safe to call twice. */
  close(): Promise<void>
}

/** The folder is open in another process (or twice in this one). */
export class DataFolderInUse extends Error {
  constructor(folder: string, pid: number | null) {
    super(`The database folder ${folder} is in use by process ${pid ?? 'unknown'}. Stop that one first.`)
    this.name = 'DataFolderInUse'
  }
}

interface Connected {
  session: Session | null
  secret: number
}

/**
 * Starts PostgreSQL (PGlite) behind the wire protocol, one backend shared by all clients a transaction at a time.
 * Rejects with `DataFolderInUse` when the folder is taken and with the system's error when the port is.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const host = options.host ?? '127.0.0.1'
  const folder =
    options.dataDir === null ? mkdtempSync(join(tmpdir(), 'orrery-pg-')) : resolve(options.dataDir)
  const dispose = openFolder(folder, options.dataDir === null)
  try {
    const server = new EmbeddedServer(join(folder, 'data'), options)
    const port = await server.listen(host, options.port ?? 0)
    return {
      port,
      url: (role) => connectionUrl(options.passwords, role, host, port),
      close: async () => {
        await server.close()
        dispose()
      },
    }
  } catch (error) {
    dispose()
    throw error
  }
}

function connectionUrl(
  passwords: Readonly<Record<string, string>>,
  role: string,
  host: string,
  port: number,
): string {
  const password = passwords[role]
  if (password === undefined) throw new Error(`the embedded server has no password for role "${role}"`)
  return `postgres://${encodeURIComponent(role)}:${encodeURIComponent(password)}@${host}:${port}/${EMBEDDED_DATABASE}`
}

/** Makes and locks the folder; returns how to give it back. */
function openFolder(folder: string, isThrowAway: boolean): () => void {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 })
  let unlock: () => void
  try {
    unlock = takeLock(join(folder, 'lock'))
  } catch (error) {
    throw error instanceof LockHeld ? new DataFolderInUse(folder, error.pid) : error
  }
  const dispose = (): void => {
    process.off('exit', dispose)
    unlock()
    if (isThrowAway) rmSync(folder, { recursive: true, force: true })
  }
  process.on('exit', dispose)
  return dispose
}

class EmbeddedServer {
  readonly #options: EmbeddedPostgresOptions
  readonly #pool: Pool
  readonly #verifiers: Map<string, ScramVerifier>
  readonly #decoy = makeVerifier(String(randomInt(2 ** 40)))
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  /** By the process id told to the client. */
  readonly #connected = new Map<number, Connected>()
  #nextId = 1
  #closing: Promise<void> | null = null

  constructor(dataDir: string, options: EmbeddedPostgresOptions) {
    this.#options = options
    this.#verifiers = new Map(
      Object.entries(options.passwords).map(([role, text]) => [role, makeVerifier(text)]),
    )
    this.#pool = new Pool(dataDir)
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket))
    this.#server.maxConnections = CLIENTS_MAX
  }

  async listen(host: string, port: number): Promise<number> {
    try {
      await new Promise<void>((resolve, reject) => {
        this.#server.once('error', reject)
        this.#server.listen(port, host, resolve)
      })
      await this.#pool.backend.ready()
    } catch (error) {
      await this.close()
      throw error
    }
    return (this.#server.address() as AddressInfo).port
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
      for (const socket of this.#sockets) socket.destroy()
      await closed
      await this.#pool.close()
    })()
    return this.#closing
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket)
    const input = new FrameReader()
    const deadline = setTimeout(() => socket.destroy(), LOGIN_MS)
    socket.on('close', () => {
      clearTimeout(deadline)
      this.#sockets.delete(socket)
    })
    socket.on('error', () => socket.destroy())
    const refuse = (sqlState: string, text: string): void => {
      socket.off('data', receive)
      socket.end(errorResponse('FATAL', sqlState, text))
    }
    let request: StartupRequest | null = null
    let login: Login | null = null
    const receive = (chunk: Buffer): void => {
      input.push(chunk)
      if (input.bufferedBytes > STARTUP_BYTES_MAX) {
        refuse('08P01', 'too much data before login')
        return
      }
      if (login === null) {
        request = this.#startup(socket, input, refuse)
        if (request === null) return
        login = new Login(request.user, this.#verifiers.get(request.user), this.#decoy)
        socket.write(login.challenge())
      }
      for (let frame = input.take(); frame !== null; frame = input.take()) {
        const step = login.answer(frame)
        if (step.step === 'refused') {
          refuse(step.sqlState, step.text)
          return
        }
        socket.write(step.bytes)
        if (step.step === 'accepted' && request !== null) {
          clearTimeout(deadline)
          socket.off('data', receive)
          void this.#admit(socket, input, request)
          return
        }
      }
    }
    socket.on('data', receive)
  }

  /** Reads packets up to the StartupMessage; null while it has not arrived or the socket is being closed. */
  #startup(
    socket: Socket,
    input: FrameReader,
    refuse: (sqlState: string, text: string) => void,
  ): StartupRequest | null {
    for (;;) {
      const head = input.peek(8)
      if (head === null) return null
      const length = head.readUInt32BE(0)
      const code = head.readUInt32BE(4)
      if (length < 8 || length > STARTUP_BYTES_MAX) {
        refuse('08P01', 'invalid startup packet')
        return null
      }
      const packet = input.takeRaw(length)
      if (packet === null) return null
      if (code === SSL_REQUEST || code === GSS_REQUEST) {
        socket.write('N')
        continue
      }
      if (code === CANCEL_REQUEST) {
        if (length >= 16) this.#cancel(packet.readUInt32BE(8), packet.readInt32BE(12))
        socket.end()
        return null
      }
      if (code >>> 16 !== PROTOCOL_3 >>> 16) {
        refuse('0A000', 'this server speaks protocol version 3')
        return null
      }
      const request = parseStartup(packet.subarray(8))
      if (request.database !== EMBEDDED_DATABASE) {
        refuse('3D000', `database "${request.database}" does not exist`)
        return null
      }
      const isNewer = (code & 0xffff) !== 0
      if (isNewer || request.extensions.length > 0) {
        socket.write(message('v', int32(0), int32(request.extensions.length), ...request.extensions))
      }
      return request
    }
  }

  #cancel(processId: number, secret: number): void {
    const target = this.#connected.get(processId)
    if (target?.secret === secret) target.session?.cancel()
  }

  async #admit(socket: Socket, input: FrameReader, request: StartupRequest): Promise<void> {
    socket.pause()
    await this.#pool.backend.ready()
    if (socket.destroyed) return
    const id = this.#nextId
    this.#nextId += 1
    const connected: Connected = { session: null, secret: randomInt(2 ** 31) }
    this.#connected.set(id, connected)
    socket.on('close', () => this.#connected.delete(id))
    socket.write(greeting(this.#pool.backend.serverVersion, request, id, connected.secret))
    connected.session = new Session(socket, this.#pool, input, {
      id,
      user: request.user,
      settings: request.settings,
      statementTimeoutMs: this.#options.statementTimeoutMs ?? 0,
      idleInTransactionTimeoutMs: this.#options.idleInTransactionTimeoutMs ?? 0,
    })
    socket.resume()
  }
}
