import { A } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import CircleCheck from 'lucide-solid/icons/circle-check'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { StreamView } from '../../../contracts/connections.ts'
import { useNow } from '../../lib/clock.ts'
import { dataOf } from '../../lib/data-of.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Notice } from '../../ui/States.tsx'
import { authorsQuery } from '../values/queries.ts'
import { AccountChooser } from './AccountChooser.tsx'
import { Strip } from './ConnectionsTable.tsx'
import { accountNoun, countIn, momentIn } from './describe.ts'
import { isAccountGone } from './health.ts'
import { OtherAccountCard } from './OtherAccountCard.tsx'
import { ProblemNotice } from './ProblemNotice.tsx'
import { SetUp } from './SetUp.tsx'
import { SyncProgress } from './SyncProgress.tsx'
import type { TabProps } from './tab.ts'
import { words } from './words.ts'

/** How the connection does, what it reads and for whom. */
export function OverviewTab(props: TabProps): JSX.Element {
  const may = useMay()
  const needsAccount = () =>
    props.view.status !== 'pending' && props.view.accounts.length > 0 && isAccountGone(props.view)
  return (
    <div class="grid split conn-split">
      <div class="col">
        <Show
          when={props.view.status === 'pending' && may('connections.manage')}
          fallback={<HealthCard {...props} />}
        >
          <SetUp view={props.view} connector={props.connector} consent={props.consent} />
        </Show>
        <Show when={needsAccount() && may('connections.manage')}>
          <OtherAccountCard view={props.view} noun={accountNoun(props.connector)} consent={props.consent} />
        </Show>
        <StreamsCard {...props} />
      </div>
      <div class="col">
        <AccountCard {...props} />
        <AsideCard {...props} />
      </div>
    </div>
  )
}

function HealthCard(props: TabProps): JSX.Element {
  const format = useFormat()
  const now = useNow()
  const syncing = () => (props.health.kind === 'syncing' ? props.health : null)
  const off = () => (props.health.kind === 'off' ? props.health : null)
  const detail = () =>
    props.health.kind === 'failing' || props.health.kind === 'late' ? props.health.failure?.detail : null
  return (
    <Card title={words.overview.health} actions={<Strip view={props.view} />}>
      <Switch
        fallback={
          <ProblemNotice
            view={props.view}
            health={props.health}
            actions={props.actions}
            consent={props.consent}
          />
        }
      >
        <Match when={syncing()}>
          {(state) => (
            <>
              <SyncProgress
                view={props.view}
                runs={state().runs}
                waitsUntil={state().waitsUntil}
                actions={props.actions}
              />
              <p class="cap subtle sync-leave">{words.sync.leave}</p>
            </>
          )}
        </Match>
        <Match when={off()}>
          {(state) => <Notice tone="info">{words.problem.since[state().why]}</Notice>}
        </Match>
        <Match when={props.health.kind === 'healthy'}>
          <p class="row sm">
            <CircleCheck class="pos" />
            <span>
              <b class="sb">{words.overview.fine}.</b>{' '}
              <Show when={props.view.lastSyncAt}>
                {(at) => words.overview.fineSay(format().ago(at(), now()))}
              </Show>
            </span>
          </p>
        </Match>
      </Switch>
      <Show when={detail()}>
        {(text) => (
          <p class="conn-said cap">
            <span class="subtle">{words.problem.said(props.name)}</span>
            <span class="mono">{text()}</span>
          </p>
        )}
      </Show>
    </Card>
  )
}

function StreamsCard(props: TabProps): JSX.Element {
  const format = useFormat()
  const now = useNow()
  const moment = (iso: string | null) => (
    <Show when={iso} fallback={<span class="muted">–</span>}>
      {(at) => (
        <time datetime={at()} title={format().dateTime(at())}>
          {format().ago(at(), now())}
        </time>
      )}
    </Show>
  )
  const columns: readonly Column<StreamView>[] = [
    { id: 'stream', header: words.overview.stream, cell: (one) => <span class="b">{one.label}</span> },
    {
      id: 'asOf',
      header: words.overview.dataAsOf,
      isEnd: true,
      cell: (one) => (
        <Labelled label={words.overview.dataAsOf}>
          {one.dataAsOf ? momentIn(format(), one.dataAsOf, now()) : '–'}
        </Labelled>
      ),
    },
    {
      id: 'checked',
      header: words.overview.checked,
      isEnd: true,
      cell: (one) => <Labelled label={words.overview.checked}>{moment(one.checkedAt)}</Labelled>,
    },
    {
      id: 'next',
      header: words.overview.next,
      isEnd: true,
      cell: (one) => (
        <Labelled label={words.overview.next}>
          {one.isEnabled
            ? one.nextDueAt && props.view.status === 'active'
              ? format().until(one.nextDueAt, now())
              : '–'
            : words.overview.isOff}
        </Labelled>
      ),
    },
  ]
  return (
    <Card title={words.overview.streams} isFlush class="conn-streams">
      <DataTable label={words.overview.streams} columns={columns} rows={props.view.streams} empty={null} />
    </Card>
  )
}

/** The head of a column, drawn on phones only, where the columns have none. */
function Labelled(props: { label: string; children: JSX.Element }): JSX.Element {
  return (
    <>
      <span class="on-phone subtle" aria-hidden="true">
        {props.label}{' '}
      </span>
      {props.children}
    </>
  )
}

function AccountCard(props: TabProps): JSX.Element {
  const format = useFormat()
  const may = useMay()
  const [isChoosing, setChoosing] = createSignal(false)
  const canChange = () =>
    may('connections.manage') &&
    props.view.account !== null &&
    props.view.accounts.some((one) => one.id === props.view.account?.id) &&
    props.view.accounts.length > 1
  const workspace = useWorkspace()
  const authors = useQuery(() => authorsQuery(workspace().id))
  /** Who gave the access, by the name they have now. Rows from before ids were kept hold a name. */
  const giver = () => {
    const { authorisedBy } = props.view
    if (authorisedBy === null) return words.overview.nobody
    if (!authorisedBy.startsWith('person:')) return authorisedBy
    const known = dataOf(authors)
    return known?.find(({ id }) => `person:${id}` === authorisedBy)?.name ?? words.overview.left
  }
  return (
    <Card
      title={words.overview.account}
      actions={
        <Show when={canChange() && !isChoosing()}>
          <Button kind="quiet" size="sm" onClick={() => setChoosing(true)}>
            {words.account.change}
          </Button>
        </Show>
      }
    >
      <Show when={!isChoosing()}>
        <dl class="stat conn-facts">
          <dt>{words.overview.source}</dt>
          <dd>{props.name}</dd>
          <dt>{capital(accountNoun(props.connector))}</dt>
          <dd>{props.view.account?.name ?? words.overview.notChosen}</dd>
          <dt>{words.overview.client}</dt>
          <dd>{props.view.clientName}</dd>
          <dt>{words.overview.authorisedBy}</dt>
          <dd>{giver()}</dd>
          <Show when={props.view.consent}>
            {(consent) => (
              <>
                <dt>{words.consentAge.since}</dt>
                <dd>{format().day(consent().since.slice(0, 10))}</dd>
              </>
            )}
          </Show>
          <dt>{words.overview.since}</dt>
          <dd>{format().day(props.view.createdAt.slice(0, 10))}</dd>
          <dt>{words.overview.rows}</dt>
          <dd>{countIn(format(), props.view.rowsTotal)}</dd>
        </dl>
      </Show>
      <Show when={isChoosing()}>
        <AccountChooser
          view={props.view}
          noun={accountNoun(props.connector)}
          onDone={() => setChoosing(false)}
        />
      </Show>
    </Card>
  )
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function AsideCard(props: TabProps): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  return (
    <Card title={words.overview.aside}>
      <Show when={props.view.quarantined > 0} fallback={<p class="sm muted">{words.overview.asideNone}</p>}>
        <p class="sm">
          {words.overview.asideSome(countIn(format(), props.view.quarantined), props.view.quarantined)}{' '}
          <A href={`${paths.connector(workspace().slug, props.view.id, 'runs')}#set-aside`}>
            {words.overview.asideOpen}
          </A>
        </p>
      </Show>
    </Card>
  )
}
