/** One thing to do later. The name makes it unique: setting it again moves it. */
export interface Timer {
  name: string
  payload: string
}

/** Many timers on the object's one alarm, kept in a table, so that a failing one cannot lose the others. */
export class Agenda {
  private readonly storage: DurableObjectStorage

  constructor(storage: DurableObjectStorage) {
    this.storage = storage
  }

  /** Sets or moves a timer. */
  async set(name: string, dueAtMs: number, payload = ''): Promise<void> {
    this.storage.sql.exec(
      'insert into timers (name, due_at, payload) values (?, ?, ?) on conflict (name) do update set due_at = excluded.due_at, payload = excluded.payload',
      name,
      dueAtMs,
      payload,
    )
    await this.arm()
  }

  async remove(name: string): Promise<void> {
    this.storage.sql.exec('delete from timers where name = ?', name)
    await this.arm()
  }

  has(name: string): boolean {
    return this.storage.sql.exec('select 1 from timers where name = ?', name).toArray().length > 0
  }

  /** When a timer runs, milliseconds since 1970; null when it is not set. */
  dueAt(name: string): number | null {
    const [row] = this.storage.sql
      .exec<{ due: number }>('select due_at due from timers where name = ?', name)
      .toArray()
    return row?.due ?? null
  }

  /**
   * Runs what is due. A timer leaves the table only when it has run (unless it moved itself), so that an end of the process
   * in the middle loses none; one that throws comes again a minute later. The alarm is set again whatever happened.
   */
  async runDue(
    nowMs: number,
    run: (timer: Timer) => Promise<void>,
    failed: (timer: Timer, error: unknown) => void,
  ): Promise<void> {
    try {
      const due = this.storage.sql
        .exec<{ name: string; payload: string }>(
          'select name, payload from timers where due_at <= ? order by due_at',
          nowMs,
        )
        .toArray()
      for (const timer of due) {
        try {
          await run(timer)
          this.storage.sql.exec('delete from timers where name = ? and due_at <= ?', timer.name, nowMs)
        } catch (error) {
          failed(timer, error)
          this.storage.sql.exec(
            'update timers set due_at = ? where name = ? and due_at <= ?',
            nowMs + RETRY_MS,
            timer.name,
            nowMs,
          )
        }
      }
    } finally {
      await this.arm()
    }
  }

  /** Sets the alarm if timers wait and none is set: after the platform gave an alarm up, nothing else would. */
  async resume(): Promise<void> {
    if ((await this.storage.getAlarm()) === null) await this.arm()
  }

  private async arm(): Promise<void> {
    const [row] = this.storage.sql
      .exec<{ due: number | null }>('select min(due_at) due from timers')
      .toArray()
    const due = row?.due ?? null
    if (due === null) await this.storage.deleteAlarm()
    else await this.storage.setAlarm(due)
  }
}

const RETRY_MS = 60_000
