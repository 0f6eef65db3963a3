import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import KeyRound from 'lucide-solid/icons/key-round'
import Plus from 'lucide-solid/icons/plus'
import RefreshCw from 'lucide-solid/icons/refresh-cw'
import Trash from 'lucide-solid/icons/trash'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { KeyView, NewKeyView } from '../../../contracts/keys.ts'
import { call } from '../../lib/api.ts'
import { useNow } from '../../lib/clock.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { AlertDialog } from '../../ui/Dialog.tsx'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { ClientNames } from '../people/ClientNames.tsx'
import { MakeDialog, RollDialog, SecretDialog } from './KeyDialogs.tsx'
import { keysQuery } from './queries.ts'
import { SettingsHead } from './SettingsHead.tsx'
import { summaryOf } from './scopes.ts'
import { settingsText } from './text.ts'

const words = settingsText.keys

/** API keys of the workspace. */
export default function KeysPage(): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const client = useQueryClient()
  const keys = useQuery(() => keysQuery(workspace().id))
  const [isMaking, setMaking] = createSignal(false)
  const [fresh, setFresh] = createSignal<NewKeyView | null>(null)
  const [ending, setEnding] = createSignal<KeyView | null>(null)
  const [rolling, setRolling] = createSignal<KeyView | null>(null)
  const now = useNow()
  const refresh = () => client.invalidateQueries({ queryKey: keysQuery(workspace().id).queryKey })
  const revoke = useMutation(() => ({
    mutationFn: (one: KeyView) => call(`/api/v1/keys/${one.id}`, { method: 'DELETE' }),
    onSuccess: (_: unknown, one: KeyView) => toast(words.revoked(one.name)),
    onError: (thrown: unknown) => toast(asApiError(thrown).message, { isError: true }),
    onSettled: () => {
      setEnding(null)
      return refresh()
    },
  }))
  const day = (iso: string) => format().day(iso.slice(0, 10))
  const isOver = (one: KeyView) => one.expiresAt !== null && Date.parse(one.expiresAt) <= now()
  const entriesOf = (one: KeyView): MenuEntry[] => [
    ...(one.replacedBy === null
      ? [{ kind: 'item' as const, label: words.roll, icon: RefreshCw, run: () => setRolling(one) }]
      : []),
    { kind: 'item', label: words.revoke, icon: Trash, isDanger: true, run: () => setEnding(one) },
  ]
  const columns: readonly Column<KeyView>[] = [
    {
      id: 'name',
      header: words.name,
      cell: (one) => (
        <span class="b clip">
          {one.name}
          <span class="second mono">{one.start}…</span>
        </span>
      ),
    },
    {
      id: 'scopes',
      header: words.scopes,
      cell: (one) => {
        const { isReadOnly, things } = summaryOf(one.scopes)
        return (
          <span title={one.scopes.join(', ')}>
            {words.may(isReadOnly, things)}
            <Show when={one.clients !== 'all'}>
              <span class="second">
                <ClientNames clients={one.clients} />
              </span>
            </Show>
            <span class="second">
              <KeyState one={one} isOver={isOver(one)} />
            </span>
          </span>
        )
      },
    },
    {
      id: 'used',
      header: words.used,
      isEnd: true,
      cell: (one) => (one.lastUsedAt ? format().ago(one.lastUsedAt, now()) : words.unused),
    },
    {
      id: 'ends',
      header: words.ends,
      isEnd: true,
      isHiddenOnPhone: true,
      cell: (one) => (one.expiresAt ? day(one.expiresAt) : words.unused),
    },
    {
      id: 'actions',
      header: 'Actions',
      isHeaderHidden: true,
      isEnd: true,
      cell: (one) => (
        <Menu
          label={words.more(one.name)}
          trigger={<Ellipsis />}
          triggerClass="btn quiet icon sm"
          placement="bottom-end"
          entries={entriesOf(one)}
        />
      ),
    },
  ]
  const make = () => (
    <Button kind="primary" icon={Plus} onClick={() => setMaking(true)}>
      {words.create}
    </Button>
  )
  return (
    <>
      <SettingsHead title="API keys" sub={words.sub}>
        <Show when={(dataOf(keys)?.length ?? 0) > 0}>{make()}</Show>
      </SettingsHead>
      <Card isFlush>
        <DataTable
          label="API keys"
          columns={columns}
          rows={dataOf(keys)}
          isLoading={keys.isPending}
          error={keys.error}
          onRetry={() => void keys.refetch()}
          isTwoLine
          empty={
            <EmptyState icon={KeyRound} title={words.none} isCard={false} actions={make()}>
              {words.noneSay}
            </EmptyState>
          }
        />
      </Card>
      <MakeDialog
        isOpen={isMaking()}
        onClose={() => setMaking(false)}
        onMade={(made) => {
          setMaking(false)
          setFresh(made)
          void refresh()
        }}
      />
      <RollDialog
        rolling={rolling()}
        onClose={() => setRolling(null)}
        onRolled={(made) => {
          setRolling(null)
          setFresh(made)
          void refresh()
        }}
      />
      <SecretDialog made={fresh()} onClose={() => setFresh(null)} />
      <AlertDialog
        isOpen={ending() !== null}
        onClose={() => setEnding(null)}
        title={words.revokeTitle(ending()?.name ?? '')}
        say={words.revokeSay}
        loss={[{ name: 'Created', value: ending() ? day(ending()?.createdAt ?? '') : '' }]}
        keep={words.revokeKeep}
        action={words.revokeDo}
        isBusy={revoke.isPending}
        onConfirm={() => {
          const one = ending()
          if (one) revoke.mutate(one)
        }}
      />
    </>
  )
}

/** Whether a key works, in a line: who answers for it, or what stopped or will stop it. */
function KeyState(props: { one: KeyView; isOver: boolean }): JSX.Element {
  const format = useFormat()
  return (
    <Switch fallback={words.by(props.one.sponsorName)}>
      <Match when={props.isOver}>
        <Pill tone="bad">{words.over}</Pill>
      </Match>
      <Match when={props.one.trouble === 'sponsor_left'}>
        <Pill tone="bad">{words.sponsorLeft(props.one.sponsorName)}</Pill>
      </Match>
      <Match when={props.one.trouble === 'clients_out_of_reach'}>
        <Pill tone="bad">{words.outOfReach(props.one.sponsorName)}</Pill>
      </Match>
      <Match when={props.one.replacedBy !== null}>
        <Pill tone="late">{words.replaced(format().dateTime(props.one.expiresAt ?? ''))}</Pill>
      </Match>
    </Switch>
  )
}
