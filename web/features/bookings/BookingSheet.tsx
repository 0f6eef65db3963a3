import { useQuery } from '@tanstack/solid-query'
import Clock from 'lucide-solid/icons/clock'
import SearchX from 'lucide-solid/icons/search-x'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import type { TogetherScope } from '../../../contracts/booking-plans.ts'
import { isOpen } from '../../../contracts/booking-states.ts'
import type { BookingView } from '../../../contracts/bookings.ts'
import { WHOLE_SHARE } from '../../../contracts/limits.ts'
import { useNow } from '../../lib/clock.ts'
import { dataOf } from '../../lib/data-of.ts'
import { asApiError } from '../../lib/errors.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { spanText } from '../../lib/wall.ts'
import { wallOf } from '../../lib/zone.ts'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { EmptyState, ErrorCard, Notice } from '../../ui/States.tsx'
import { historyOfBooking } from '../history/queries.ts'
import { Versions } from '../history/Versions.tsx'
import { RecordPresence } from '../presence/Presence.tsx'
import { BookingSteps } from './BookingSteps.tsx'
import { lookOf, rankText } from './bars.ts'
import { Challenges } from './Challenges.tsx'
import { PutFirst } from './PutFirst.tsx'
import { ExtendDialog } from './plan/ExtendDialog.tsx'
import { KinFacts } from './plan/KinFacts.tsx'
import { useKin } from './plan/useKin.ts'
import { bookingQuery } from './queries.ts'
import type { Changes } from './useChanges.ts'
import { wallSpan } from './when.ts'
import { words } from './words.ts'

const viewerZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** One booking with everything about it, and what can be done. */
export function BookingSheet(props: {
  id: string
  artistOf: (id: string) => ArtistView | undefined
  changes: Changes
  mayWrite: boolean
  blocked: string | false
  onEdit: (booking: BookingView, scope: TogetherScope) => void
  onOpen: (id: string) => void
  onClose: () => void
}): JSX.Element {
  const workspace = useWorkspace()
  const query = useQuery(() => bookingQuery(workspace().id, props.id))
  const booking = () => dataOf(query)
  const isGone = () => query.error !== null && asApiError(query.error).code === 'not_found'
  return (
    <Sheet isOpen title={booking()?.title ?? words.title} onClose={props.onClose}>
      <Switch fallback={<Skeleton label={words.title} shape="table" />}>
        <Match when={isGone()}>
          <EmptyState icon={SearchX} title={words.gone} isCard={false}>
            {words.goneSay}
          </EmptyState>
        </Match>
        <Match when={query.error && booking() === undefined}>
          <ErrorCard
            what={words.title}
            error={asApiError(query.error)}
            onRetry={() => void query.refetch()}
            isCard={false}
          />
        </Match>
        <Match when={booking()}>{(one) => <BookingFacts {...props} booking={one()} />}</Match>
      </Switch>
    </Sheet>
  )
}

function BookingFacts(props: {
  booking: BookingView
  artistOf: (id: string) => ArtistView | undefined
  changes: Changes
  mayWrite: boolean
  blocked: string | false
  onEdit: (booking: BookingView, scope: TogetherScope) => void
  onOpen: (id: string) => void
}): JSX.Element {
  const { kin, series } = useKin(() => props.booking)
  const format = useFormat()
  const now = useNow()
  const [isExtending, setExtending] = createSignal(false)
  const mayExtend = () =>
    props.mayWrite && (isOpen(props.booking.status) || props.booking.status === 'completed')
  const zone = () => props.artistOf(props.booking.artistId)?.timeZone ?? props.booking.timeZone
  const isLinked = () => (props.artistOf(props.booking.artistId)?.memberId ?? null) !== null
  const span = () => wallSpan(props.booking, zone())
  /** The same instants on the clock of whoever looks, where it shows something else. */
  const forViewer = () => {
    const from = wallOf(Date.parse(props.booking.startTime), viewerZone)
    const to = wallOf(Date.parse(props.booking.endTime), viewerZone)
    return from === span().from && to === span().to ? null : spanText(from, to)
  }
  const places = () => {
    const { ranks, status } = props.booking
    // What is confirmed waits for nobody.
    if (status !== 'hold' && status !== 'pencil') return null
    if (ranks.length < 2) return rankText(ranks)
    return ranks
      .map((part) => {
        const { from, to } = wallSpan({ ...part, days: null }, zone())
        return words.placeParts(words.ordinal(part.rank), spanText(from, to))
      })
      .join('; ')
  }
  return (
    <div class="booking-panel">
      <RecordPresence record={`booking:${props.booking.id}`} />
      <p class="row">
        <span class={`tl-key ${lookOf(props.booking.status)}`} aria-hidden="true">
          {words.letters[props.booking.status]}
        </span>
        <b>{words.statuses[props.booking.status]}</b>
        <Show when={props.booking.isExtended}>
          <span class="sm muted">{words.extended}</span>
        </Show>
      </p>
      <Show when={props.booking.expiresAt} keyed>
        {(expiresAt) => (
          <Notice
            tone="warn"
            icon={Clock}
            action={
              <Show when={props.mayWrite && !props.booking.isExtended}>
                <Button size="sm" blocked={props.blocked} onClick={() => props.changes.extend(props.booking)}>
                  {words.extend}
                </Button>
              </Show>
            }
          >
            {words.expiresSay(format().until(expiresAt, now()))}
          </Notice>
        )}
      </Show>
      <Show when={isOpen(props.booking.status)}>
        <Challenges booking={props.booking} mayWrite={props.mayWrite} blocked={props.blocked} />
        <PutFirst booking={props.booking} blocked={props.blocked} />
      </Show>
      <dl class="booking-facts">
        <Fact name={words.artist}>{props.booking.artistName}</Fact>
        <Fact name={words.when}>
          {spanText(span().from, span().to)} <span class="muted">{words.inZone(words.zoneOf(zone()))}</span>
          <Show when={forViewer()}>
            {(text) => <span class="sm muted block">{words.yourTime(text())}</span>}
          </Show>
        </Fact>
        <Show when={props.booking.share < WHOLE_SHARE}>
          <Fact name={words.shareFact}>{words.ofTheirTime(words.percent(props.booking.share))}</Fact>
        </Show>
        <Show when={places()}>{(text) => <Fact name={words.place}>{text()}</Fact>}</Show>
        <Show when={isLinked() && isOpen(props.booking.status)}>
          <Fact name={words.answer}>
            <Show when={props.booking.acceptedAt} fallback={words.unanswered} keyed>
              {(at) => words.accepted(format().ago(at, now()))}
            </Show>
          </Fact>
        </Show>
        <Show when={props.booking.reason}>{(text) => <Fact name={words.reason}>{text()}</Fact>}</Show>
        <Fact name={words.notes}>
          <span class="booking-notes">{props.booking.notes ?? words.noNotes}</span>
        </Fact>
        <Fact name={words.version}>
          {props.booking.version} <span class="muted">{format().dateTime(props.booking.createdAt)}</span>
        </Fact>
      </dl>
      <Show when={props.mayWrite && isOpen(props.booking.status)}>
        <BookingSteps
          booking={props.booking}
          kin={kin()}
          changes={props.changes}
          blocked={props.blocked}
          nowMs={now()}
          zoneOf={(id) => props.artistOf(id)?.timeZone ?? props.booking.timeZone}
          onEdit={props.onEdit}
        />
      </Show>
      <KinFacts
        booking={props.booking}
        kin={kin()}
        series={series()}
        zoneOf={(one) => props.artistOf(one.artistId)?.timeZone ?? one.timeZone}
        onOpen={props.onOpen}
        onExtend={mayExtend() ? () => setExtending(true) : undefined}
      />
      <Show when={isExtending() && series()}>
        {(one) => (
          <ExtendDialog
            booking={props.booking}
            series={one()}
            zoneOf={(id) => props.artistOf(id)?.timeZone ?? props.booking.timeZone}
            blocked={props.blocked}
            onClose={() => setExtending(false)}
          />
        )}
      </Show>
      <section>
        <h3>{words.history}</h3>
        <Versions of={historyOfBooking(props.booking.id, props.booking.title)} mayRestore={props.mayWrite} />
      </section>
    </div>
  )
}

function Fact(props: { name: string; children: JSX.Element }): JSX.Element {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  )
}
