import { A, useLocation } from '@solidjs/router'
import type { JSX } from 'solid-js'
import type { AuditEntry } from '../../../contracts/audit.ts'
import { useFormat } from '../../lib/session.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { whoIs } from './who.ts'
import { words } from './words.ts'

/** Entries as rows; the sentence opens what else is known. */
export function AuditTable(props: {
  rows: readonly AuditEntry[] | undefined
  isLoading: boolean
  error: unknown
  onRetry: () => void
  empty: JSX.Element
}): JSX.Element {
  const format = useFormat()
  const location = useLocation()
  const hrefOf = (entry: AuditEntry) => {
    const search = new URLSearchParams(location.search)
    search.set('entry', String(entry.seq))
    return `?${search}`
  }
  const columns: readonly Column<AuditEntry>[] = [
    {
      id: 'what',
      header: words.what,
      cell: (entry) => (
        <A class="row-link" href={hrefOf(entry)} noScroll>
          <span class="clip audit-what">
            <span class="b">{whoIs(entry)}</span> {entry.what}
          </span>
          <span class="second num clip">
            {format().dateTime(entry.at)} · {words.kinds[entry.kind]}
          </span>
        </A>
      ),
    },
    {
      id: 'number',
      header: words.number,
      isEnd: true,
      isHiddenOnPhone: true,
      cell: (entry) => <span class="num muted">{format().count(String(entry.seq))}</span>,
    },
  ]
  return (
    <DataTable
      label={words.table}
      columns={columns}
      rows={props.rows}
      isLoading={props.isLoading}
      error={props.error}
      onRetry={props.onRetry}
      isTwoLine
      empty={props.empty}
    />
  )
}
