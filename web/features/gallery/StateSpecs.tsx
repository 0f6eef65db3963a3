import Check from 'lucide-solid/icons/check'
import Lock from 'lucide-solid/icons/lock'
import Plus from 'lucide-solid/icons/plus'
import SearchX from 'lucide-solid/icons/search-x'
import { For, type JSX } from 'solid-js'
import { ApiError, offlineError } from '../../lib/errors.ts'
import { Avatar, PresenceStack } from '../../ui/Avatar.tsx'
import { Button } from '../../ui/Button.tsx'
import { ConflictCard } from '../../ui/ConflictCard.tsx'
import { JobProgress } from '../../ui/JobProgress.tsx'
import { type RunMark, RunStrip } from '../../ui/RunStrip.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { SourceMark } from '../../ui/SourceMark.tsx'
import { EmptyState, ErrorCard, FirstUse, LimitState, Notice, OfflineStrip } from '../../ui/States.tsx'
import { Steps } from '../../ui/Steps.tsx'
import { Spec } from './Spec.tsx'

const people = [
  { id: 'p1', name: 'Bo Tran' },
  { id: 'p2', name: 'Ines Pinto' },
  { id: 'p3', name: 'Tomas West' },
  { id: 'p4', name: 'Yuki Mori' },
  { id: 'p5', name: 'Ada Kern' },
  { id: 'p6', name: 'Sol' },
]
const steps = [
  { id: 'pick', label: 'Pick a source' },
  { id: 'allow', label: 'Allow access' },
  { id: 'first', label: 'First sync' },
] as const
const sources = ['Xero', 'HubSpot', 'Stripe', 'Asana', 'Shopify', 'Google Sheets', 'Meta Ads']
const ran: readonly RunMark[] = [
  'good',
  'good',
  'good',
  'part',
  'good',
  'good',
  'good',
  'good',
  'good',
  'bad',
  'bad',
  'now',
]
const marks: readonly RunMark[] = ['none', 'none', ...ran]
const slow = new ApiError({
  code: 'too_slow',
  status: 503,
  message: 'The database took too long.',
  next: 'The rest of this page is current.',
  requestId: '0198f3a1-77ab-7c2e-9d41-3f2b6c1e88aa',
})

/** What a view looks like when there is nothing, not yet, or not for you. */
export function StateSpecs(): JSX.Element {
  return (
    <div class="specs">
      <Spec title="First use" span={8}>
        <FirstUse
          title="Aim at the same numbers you watch"
          say="A goal moves by itself when its metric moves, so nobody reports progress by hand."
          action={
            <Button kind="primary" icon={Plus}>
              Set the first goal
            </Button>
          }
          example={<Skeleton label="example" shape="chart" />}
        />
      </Spec>
      <Spec title="Cleared" span={4}>
        <EmptyState
          icon={Check}
          tone="pos"
          title="Nothing waiting on you"
          actions={<Button>See resolved</Button>}
        >
          Four alerts were resolved this week. New ones appear here as they fire.
        </EmptyState>
      </Spec>
      <Spec title="No match" span={4}>
        <EmptyState icon={SearchX} title="No rows match" actions={<Button>Clear filter</Button>}>
          Country: Malta leaves nothing between 23 and 29 Nov. The next row is of 4 Dec.
        </EmptyState>
      </Spec>
      <Spec title="Loading" span={4}>
        <div class="card">
          <Skeleton label="Revenue" shape="chart" />
        </div>
      </Spec>
      <Spec title="Card error" span={4}>
        <ErrorCard what="Revenue" error={slow} onRetry={() => undefined} />
      </Spec>
      <Spec title="Offline, partial, done">
        <div class="col">
          <OfflineStrip time="2:02 pm" onRetry={() => undefined} />
          <Notice tone="warn" action={<Button size="sm">Reconnect</Button>}>
            Xero is missing since 8:05 am. Figures for today are lower than they will be.
          </Notice>
          <Notice tone="info">Margin fell while revenue rose: freelancer fees grew 19%.</Notice>
          <Notice tone="neg">The file stops in the middle of a row.</Notice>
          <Notice tone="pos">541,909 rows are loaded.</Notice>
        </div>
      </Spec>
      <Spec title="Error without a connection">
        <ErrorCard what="Imports" error={offlineError()} onRetry={() => undefined} />
      </Spec>
      <Spec title="Forbidden">
        <EmptyState icon={Lock} title="API keys is for owners and admins" actions={<Button>Back</Button>}>
          Your role in Harbour & Finch is manager. An owner or admin of the workspace can change that.
        </EmptyState>
      </Spec>
      <Spec title="Limit reached">
        <LimitState
          title="12 of 12 connectors in use"
          why="The Studio plan stops here. Nothing that runs now is affected."
          share={1}
          usage="12 of 12"
          then="Klaviyo is set up and saved. It connects as soon as there is room. Ana M. can raise the limit."
          actions={
            <>
              <Button kind="primary">Ask Ana to upgrade</Button>
              <Button kind="quiet">Remove a connector</Button>
            </>
          }
        />
      </Spec>
      <Spec title="Conflict, in place">
        <ConflictCard
          title="You and Bo both changed the fee"
          base="$4,200.00"
          mine={{ id: 'p9', name: 'Ana M.', value: '$4,650.00' }}
          theirs={{ id: 'p1', name: 'Bo', value: '$4,500.00', at: '2:02 pm' }}
          onKeepMine={() => undefined}
          onTakeTheirs={() => undefined}
          onEdit={() => undefined}
        />
      </Spec>
      <Spec title="Long work, can be left">
        <JobProgress
          title="Rebuilding 13 weeks of revenue"
          share={0.58}
          aside="38 s so far"
          say="771,400 of 1,330,000 rows · about 28 s left. The old figures stay until this is done."
          actions={
            <>
              <Button>Run in background</Button>
              <Button kind="quiet">Cancel</Button>
            </>
          }
        />
      </Spec>
      <Spec title="Steps">
        <div class="card pad">
          <Steps steps={steps} at="allow" />
          <Steps steps={steps} at="first" isDone />
        </div>
      </Spec>
      <Spec title="Sources and their runs">
        <div class="card pad col">
          <div class="row wrap">
            <For each={sources}>{(name) => <SourceMark name={name} />}</For>
            <SourceMark name="Xero" size="lg" />
          </div>
          <div class="row wrap">
            <RunStrip marks={marks} label="Last 14 runs: 8 fine, 1 in part, 2 failed, 2 not yet" />
            <RunStrip marks={marks.map(() => 'good')} label="Last 14 runs: 14 fine" />
          </div>
        </div>
      </Spec>
      <Spec title="People" span={12}>
        <div class="card pad row wrap">
          <PresenceStack people={people} />
          <PresenceStack people={people.slice(0, 2)} />
          <Avatar id="p1" name="Bo Tran" size="xs" />
          <Avatar id="p2" name="Ines Pinto" />
          <Avatar id="p3" name="Tomas West" size="lg" />
        </div>
      </Spec>
    </div>
  )
}
