import type { Principal } from '../../contracts/principal.ts'
import type { Revocation } from '../../contracts/workspaces.ts'

/** Sessions live at most this long, so an older revocation has nothing left to refuse. */
const KEPT_MS = 400 * 24 * 60 * 60 * 1000

/** Ends of authority the control plane told this workspace about; checked before any route. */
export class Revocations {
  private readonly storage: DurableObjectStorage
  private versions: Map<string, number> | null = null

  constructor(storage: DurableObjectStorage) {
    this.storage = storage
  }

  /** Remembers an end of authority. Repeating it changes nothing. */
  add(list: readonly Revocation[], nowMs: number): void {
    this.storage.transactionSync(() => {
      for (const item of list) {
        const id =
          item.kind === 'member'
            ? `member:${item.subjectId}:${item.memberVersion}`
            : `credential:${item.subjectId}`
        this.storage.sql.exec(
          'insert into revocations (id, at) values (?, ?) on conflict (id) do nothing',
          id,
          nowMs,
        )
      }
      this.storage.sql.exec('delete from revocations where at < ?', nowMs - KEPT_MS)
    })
    this.versions = null
  }

  /** `stale`: read before a change of the membership, so it has to be read again. `ended`: the credential is gone for good. */
  check(principal: Principal): 'good' | 'stale' | 'ended' {
    const known = this.load()
    if (known.has(`credential:${principal.credentialId}`)) return 'ended'
    const personId = principal.kind === 'person' ? principal.id : principal.sponsorId
    if (personId !== undefined && principal.memberVersion < (known.get(`member:${personId}`) ?? 0))
      return 'stale'
    return 'good'
  }

  private load(): Map<string, number> {
    if (this.versions !== null) return this.versions
    const known = new Map<string, number>()
    for (const { id } of this.storage.sql.exec<{ id: string }>('select id from revocations')) {
      const [kind, subject, version] = id.split(':')
      if (kind === 'credential') known.set(id, 0)
      else known.set(`member:${subject}`, Math.max(known.get(`member:${subject}`) ?? 0, Number(version)))
    }
    this.versions = known
    return known
  }
}
