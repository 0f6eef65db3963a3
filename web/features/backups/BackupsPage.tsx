import { dataOf } from '../../lib/data-of.ts'
import './backups.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import ArchiveRestore from 'lucide-solid/icons/archive-restore'
import { createSignal, type JSX, Show } from 'solid-js'
import type { BackupView } from '../../../contracts/backups.ts'
import { useNow } from '../../lib/clock.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { useProgress } from '../../lib/useProgress.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { EmptyState, Notice } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { SettingsHead } from '../settings/SettingsHead.tsx'
import { BackupsTable } from './BackupsTable.tsx'
import { askProof, type BackupsAnswer, backupsQuery, startExport } from './queries.ts'
import { RestoreDialog } from './RestoreDialog.tsx'
import { RestoresCard } from './RestoresCard.tsx'
import { words } from './words.ts'

/** Copies of the workspace: how old, how large, whether one was restored lately, and a new one on demand. */
export default function BackupsPage(): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const may = useMay()
  const now = useNow()
  const client = useQueryClient()
  const query = useQuery(() => backupsQuery(workspace().id))
  const [restoring, setRestoring] = createSignal<BackupView | null>(null)
  const answer = () => dataOf(query)
  const queryKey = () => backupsQuery(workspace().id).queryKey
  const refresh = () => client.invalidateQueries({ queryKey: queryKey() })
  const fail = (thrown: unknown) =>
    toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true })
  useProgress({
    noun: 'backup',
    atWork: 'running',
    paint: (news) =>
      client.setQueryData<BackupsAnswer>(queryKey(), (old) =>
        old === undefined
          ? old
          : {
              ...old,
              backups: old.backups.map((one) => {
                const word = news.find(({ id }) => id === one.id)
                return word === undefined ? one : { ...one, rows: Math.max(one.rows, word.frame.done) }
              }),
            },
      ),
    onEnd: () => void refresh(),
  })
  const start = useMutation(() => ({
    mutationFn: startExport,
    onSuccess: () => toast(words.started),
    onError: fail,
    onSettled: refresh,
  }))
  const prove = useMutation(() => ({
    mutationFn: askProof,
    onSuccess: () => toast(words.proving),
    onError: fail,
  }))
  const exportNow = () => (
    <Show when={may('backups.manage')}>
      <Button kind="primary" icon={ArchiveRestore} isBusy={start.isPending} onClick={() => start.mutate()}>
        {words.export}
      </Button>
    </Show>
  )
  const newest = () => answer()?.backups.find(({ kind, status }) => kind === 'daily' && status === 'done')
  const ago = (iso: string | null | undefined) => (iso ? format().ago(iso, now()) : words.never)
  return (
    <>
      <SettingsHead title={words.title} sub={words.sub}>
        {exportNow()}
      </SettingsHead>
      <Show when={answer()?.meta.isLate}>
        <Notice tone="warn" isAlert>
          <b>{words.late}</b>. {words.lateSay}
        </Notice>
      </Show>
      <Show when={answer()}>
        {(shown) => (
          <Card class="backup-facts">
            <dl>
              <Fact name={words.newest} value={ago(shown().meta.newestAt)} />
              <Fact name={words.size} value={newest() ? format().bytes(newest()?.bytes ?? 0) : words.never} />
              <Fact name={words.proof} value={ago(shown().meta.lastProofAt)} />
              <Fact
                name={words.next}
                value={shown().meta.nextAt ? format().dateTime(shown().meta.nextAt ?? '') : words.never}
              />
            </dl>
          </Card>
        )}
      </Show>
      <Card isFlush>
        <BackupsTable
          rows={answer()?.backups}
          isLoading={query.isPending}
          error={query.error}
          onRetry={() => void query.refetch()}
          onProve={(id) => prove.mutate(id)}
          onRestore={setRestoring}
          empty={
            <EmptyState icon={ArchiveRestore} title={words.none} isCard={false}>
              {words.noneSay}
            </EmptyState>
          }
        />
      </Card>
      <div class="backup-restores">
        <RestoresCard />
      </div>
      <Show when={restoring()} keyed>
        {(backup) => (
          <RestoreDialog
            backup={backup}
            when={format().dateTime(backup.startedAt)}
            onClose={() => setRestoring(null)}
          />
        )}
      </Show>
      <p class="cap muted backup-note">{words.contents}</p>
    </>
  )
}

function Fact(props: { name: string; value: string }): JSX.Element {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd class="num">{props.value}</dd>
    </div>
  )
}
