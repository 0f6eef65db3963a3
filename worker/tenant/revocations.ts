import type { Principal } from '../../contracts/principal.ts'
import type { Revocation } from '../../contracts/workspaces.ts'

/** Sessions live at most this long, so an older revocation has nothing left to refuse. */
const KEPT_MS = 400 * 24 * 60 * 60 * 1000

/** Ends of authority the control plane told this workspace about; checked before any route. */
export class Revocations {
  private readonly storage: DurableObjectStorage
  private known: Known | null = null

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
    this.known = null
  }

  /** `stale`: read before a change of the membership, so it has to be read again. `ended`: the credential is gone for good. */
  check(principal: Principal): 'good' | 'stale' | 'ended' {
    const { credentials, versions } = this.load()
    if (credentials.has(principal.credentialId)) return 'ended'
    const personId = principal.kind === 'person' ? principal.id : principal.sponsorId
    if (personId !== undefined && principal.memberVersion < (versions.get(personId) ?? 0)) return 'stale'
    return 'good'
  }

  private load(): Known {
    if (this.known !== null) return this.known
    const known: Known = { credentials: new Set(), versions: new Map() }
    for (const { id } of this.storage.sql.exec<{ id: string }>('select id from revocations')) {
      const [kind, subject = '', version] = id.split(':')
      if (kind === 'credential') known.credentials.add(id.slice('credential:'.length))
      else known.versions.set(subject, Math.max(known.versions.get(subject) ?? 0, Number(version)))
    }
    this.known = known
    return known
  }
}

interface Known {
  /** Credentials that have ended. */
  credentials: Set<string>
  /** Of people, the version of their membership that counts now. */
  versions: Map<string, number>
}
