import { keyHasher } from '../imports/parsing/rowkey.ts'

/** Names of the ways in which keys are made; another number would make every record a new one. */
const RECORD_SCOPE = 'orrery.record.1'
const CONTENT_SCOPE = 'orrery.record.content.1'
const SOURCE_SCOPE = 'orrery.source.1'

/** Keys of the records of one stream of one source. */
export interface RecordKeys {
  /** (source, stream, external id) is one record. */
  key(externalId: string): string
  /** Tells a change from a repeat: equal parts, equal text. */
  content(parts: unknown): string
}

export function recordKeys(sourceId: string, stream: string): RecordKeys {
  const keys = keyHasher(`${RECORD_SCOPE} ${sourceId}`)
  const contents = keyHasher(CONTENT_SCOPE)
  return {
    key: (externalId) => keys.key([stream, externalId]),
    content: (parts) => contents.key([JSON.stringify(parts)]),
  }
}

/** What stands for a connection where values come by hand or through the API: the same id for the same name, in each workspace another. */
export function sourceIdOf(tenantId: string, sourceSystem: string): string {
  return keyHasher(SOURCE_SCOPE).key([tenantId, sourceSystem])
}
