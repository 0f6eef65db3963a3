import postgres from 'postgres'

/**
 * Whether clients at an address speak to the server itself. It runs their statements in the process they were told of when they logged in;
 * a pooler logs a client in by itself, under a number of its own, and borrows a process for each transaction.
 */
export async function isDirect(address: string): Promise<boolean> {
  const clients = [1, 2].map(() => postgres(address, { max: 1 }))
  try {
    const found = await Promise.all(
      clients.map((sql) => sql<{ pid: number }[]>`select pg_backend_pid() as pid`),
    )
    return found.every(({ state, 0: row }) => state.pid === row?.pid)
  } finally {
    await Promise.all(clients.map((sql) => sql.end()))
  }
}
