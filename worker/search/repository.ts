import { SEARCH_MATCHES_MAX, SEARCH_RANKED_MAX, SEARCH_WORDS_MAX } from '../../contracts/limits.ts'
import type { RecordKind } from '../../contracts/search.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { Match } from './rules/rank.ts'

/** The last character there is: what begins with a word stands before the word with this behind it. */
const END = String.fromCodePoint(0x10ffff)

/**
 * What is asked of the index of words. Every word of the question has to begin a word of the record. A word of the title counts for more
 * than any other, and a whole word for more than a beginning. Exported for the test that looks at its plan.
 */
export const matchesSql = `
  with asked as (select word, row_number() over () as no from search_words_of($2::text) as w (word) limit ${SEARCH_WORDS_MAX}),
  hits as (
    select s.kind, s.record_id, a.no,
      max((case when s.is_in_title then 2 else 0 end) + (case when s.word = a.word then 2 else 1 end)) as points
    from asked a cross join lateral (
      select word, kind, record_id, is_in_title from search_words
      where tenant_id = $1::uuid and word >= a.word and word < a.word || '${END}' and kind = any($3::text[])
      order by tenant_id, word limit ${SEARCH_MATCHES_MAX}) s
    group by 1, 2, 3),
  found as (
    select kind, record_id, sum(points)::int as points from hits
    group by 1, 2 having count(*) = (select count(*) from asked)),
  numbered as (
    select *, row_number() over (partition by kind order by points desc, record_id desc) as place from found)
  select kind, record_id as id, points from numbered where place <= ${SEARCH_RANKED_MAX} order by kind, place`

/** The best records of each kind by their words, newest first where they are alike. */
export async function findMatches(
  tx: TenantTx,
  text: string,
  kinds: readonly RecordKind[],
): Promise<Match[]> {
  const rows = await tx.sql.unsafe<Match[]>(matchesSql, [tx.tenantId, text, [...kinds]])
  return rows.map(({ kind, id, points }) => ({ kind, id, points }))
}
