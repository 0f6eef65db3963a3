import { dataOf } from '../../lib/data-of.ts'
import './audit.css'
import { useSearchParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import Download from 'lucide-solid/icons/download'
import ScrollText from 'lucide-solid/icons/scroll-text'
import SearchX from 'lucide-solid/icons/search-x'
import { createMemo, type JSX, Show } from 'solid-js'
import { asApiError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { ListPages } from '../../ui/ListPages.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { SettingsHead } from '../settings/SettingsHead.tsx'
import { AuditTable } from './AuditTable.tsx'
import { AuditTools } from './AuditTools.tsx'
import { EntrySheet } from './EntrySheet.tsx'
import { ProofCard } from './ProofCard.tsx'
import { auditQuery, saveAudit } from './queries.ts'
import { auditShown, isNarrowed } from './shown.ts'
import { words } from './words.ts'

/** Who did what in the workspace, what it was before, and the proof of it. */
export default function AuditPage(): JSX.Element {
  const workspace = useWorkspace()
  const [search, setSearch] = useSearchParams()
  const shown = createMemo(() => auditShown(search))
  const query = useQuery(() => auditQuery(workspace().id, shown()))
  const page = () => dataOf(query)
  const save = (format: 'csv' | 'ndjson') =>
    saveAudit(shown(), format).catch((thrown: unknown) =>
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true }),
    )
  const clear = () => setSearch({ actor: null, kind: null, record: null, from: null, to: null, cursor: null })
  return (
    <>
      <SettingsHead title={words.title} sub={words.sub}>
        <Menu
          placement="bottom-end"
          trigger={
            <>
              <Download />
              {words.export}
            </>
          }
          entries={[
            { kind: 'item', label: words.exportCsv, run: () => void save('csv') },
            { kind: 'item', label: words.exportNdjson, run: () => void save('ndjson') },
          ]}
        />
      </SettingsHead>
      <ProofCard />
      <AuditTools shown={shown()} onChange={setSearch} onClear={clear} />
      <Card isFlush isRefreshing={query.isPlaceholderData}>
        <AuditTable
          rows={page()?.entries}
          isLoading={query.isPending}
          error={query.error}
          onRetry={() => void query.refetch()}
          empty={
            <Show
              when={isNarrowed(shown())}
              fallback={
                <EmptyState icon={ScrollText} title={words.none} isCard={false}>
                  {words.noneSay}
                </EmptyState>
              }
            >
              <EmptyState
                icon={SearchX}
                title={words.noMatch}
                isCard={false}
                actions={<Button onClick={clear}>{words.clear}</Button>}
              >
                {words.noMatchSay}
              </EmptyState>
            </Show>
          }
        />
      </Card>
      <ListPages
        cursor={shown().cursor}
        nextCursor={page()?.nextCursor}
        words={words}
        onGo={(cursor) => setSearch({ cursor })}
      />
      <EntrySheet />
    </>
  )
}
