/** One JSON line per log entry. Fields never hold tokens, passwords or rows of a tenant. */
export interface Log {
  info(event: string, fields?: Record<string, unknown>): void
  error(event: string, fields?: Record<string, unknown>): void
}

function plain(value: unknown): unknown {
  if (!(value instanceof Error)) return value
  const code = 'code' in value ? value.code : undefined
  return { name: value.name, message: value.message, code, stack: value.stack, cause: plain(value.cause) }
}

function line(level: 'info' | 'error', event: string, fields: Record<string, unknown> = {}): string {
  const entries = Object.entries(fields).map(([name, value]) => [name, plain(value)])
  return JSON.stringify({ level, event, ...Object.fromEntries(entries) })
}

/** Writes to the console, which the platform collects. */
export const consoleLog: Log = {
  info: (event, fields) => console.log(line('info', event, fields)),
  error: (event, fields) => console.error(line('error', event, fields)),
}
