import { boolean, customType, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { searchPolicy, tenantId, tenantPolicy } from './tenant.ts'

/** Compared byte by byte, so that the words that begin with something are one stretch of the index. */
const word = customType<{ data: string }>({ dataType: () => 'text collate "C"' })

/**
 * The words by which records are found, without case and accents. Triggers of the tables it is made of keep it (`index_words` of the
 * migrations), so that no feature can forget to. Plain comparison is all a question needs, because under row-level security an index serves
 * no operator that might tell of rows it is not allowed to see (decision record 0030).
 */
export const searchWords = pgTable(
  'search_words',
  {
    tenantId: tenantId(),
    word: word('word').notNull(),
    kind: text('kind').notNull(),
    recordId: uuid('record_id').notNull(),
    /** It stands in what the record is called, and not only in what is said about it. */
    isInTitle: boolean('is_in_title').notNull(),
    /** Whose record it is; null: no client's. */
    clientId: uuid('client_id'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.word, t.kind, t.recordId] }),
    index('search_words_record').on(t.tenantId, t.kind, t.recordId),
    tenantPolicy('search_words'),
    searchPolicy(),
  ],
)
