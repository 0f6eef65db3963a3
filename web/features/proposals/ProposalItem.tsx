import { A } from '@solidjs/router'
import { useMutation, useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import type { ProposalView, SettledProposal } from '../../../contracts/project-plans.ts'
import { useNow } from '../../lib/clock.ts'
import { asApiError } from '../../lib/errors.ts'
import type { Format } from '../../lib/format.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { connection } from '../../lib/stores/live.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Button } from '../../ui/Button.tsx'
import { StatusPill, type Tone } from '../../ui/Pill.tsx'
import { Notice } from '../../ui/States.tsx'
import { toast, toastUndo } from '../../ui/Toast.tsx'
import { bookingsKey, changeBooking } from '../bookings/queries.ts'
import { projectsKey } from '../projects/queries.ts'
import { acceptProposal, dismissProposal } from './queries.ts'
import { words } from './words.ts'

const tones: Readonly<Record<ProposalView['status'], Tone>> = {
  open: 'late',
  accepted: 'good',
  dismissed: 'plain',
  replaced: 'plain',
}

type When = ProposalView['before']

/** When a booking is, in the zone of the workspace; whole days as days. */
function whenText({ days, startTime, endTime }: When, format: Format): string {
  if (days !== null) return format.dayRange(days.from, days.to)
  const [from, to] = [format.dateTime(startTime), format.dateTime(endTime)]
  const isOneDay = from.split(',')[0] === to.split(',')[0]
  return `${from} – ${isOneDay ? format.clock(endTime) : to}`
}

/** One proposal: what it is about, from when to when, and the two answers. */
export function ProposalItem(props: { proposal: ProposalView }): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const may = useMay()
  const now = useNow()
  const client = useQueryClient()
  const [problem, setProblem] = createSignal<string | null>(null)
  const proposal = () => props.proposal
  const isOpen = () => proposal().status === 'open'
  const org = () => workspace().slug
  const [before, proposed] = [
    () => whenText(proposal().before, format()),
    () => whenText(proposal().proposed, format()),
  ]
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: projectsKey(workspace().id) }),
      client.invalidateQueries({ queryKey: bookingsKey(workspace().id) }),
    ])
  const fail = (thrown: unknown) => {
    const error = asApiError(thrown)
    if (error.code !== 'booking_conflict') {
      setProblem(`${error.message} ${error.next}`.trim())
      return
    }
    // `details` of this refusal names who has the time; whoever may not see them gets no title.
    const { rivals } = error.details as { rivals: { title: string | null }[] }
    const titles = rivals.flatMap(({ title }) => title ?? []).map((title) => `“${title}”`)
    setProblem(`${titles.length > 0 ? words.taken(titles.join(', ')) : words.takenUnknown} ${words.takenSay}`)
  }
  const putBack = async ({ booking }: SettledProposal) => {
    const { days, startTime, endTime } = proposal().before
    try {
      await changeBooking(booking.id, booking.version, days === null ? { startTime, endTime } : { days })
      toast(words.putBack(booking.title))
    } catch (thrown) {
      const error = asApiError(thrown)
      toast(`${error.message} ${error.next}`.trim(), { isError: true })
    }
    await refresh()
  }
  const answer = useMutation<SettledProposal, Error, 'accept' | 'dismiss'>(() => ({
    mutationFn: (which) => (which === 'accept' ? acceptProposal : dismissProposal)(proposal().id),
    onMutate: () => setProblem(null),
    onSuccess: async (settled, which) => {
      const { title } = proposal()
      if (which === 'accept') toastUndo(words.accepted(title, proposed()), () => void putBack(settled))
      else toast(words.dismissed(title))
      await refresh()
    },
    onError: fail,
  }))
  const blocked = (): string | false => connection() === 'offline' && words.offline
  return (
    <li class="card proposal">
      <div class="proposal-what">
        <Avatar id={proposal().artistId} name={proposal().artistName} />
        <div class="grow">
          <h2>
            <A
              href={paths.bookings(
                org(),
                `?at=${proposal().before.startTime.slice(0, 10)}&open=${encodeURIComponent(`booking:${proposal().bookingId}`)}`,
              )}
            >
              {proposal().title}
            </A>
          </h2>
          <p class="sm muted">
            {proposal().artistName} ·{' '}
            <A
              href={paths.project(
                org(),
                proposal().projectId,
                `?open=${encodeURIComponent(`task:${proposal().taskId}`)}`,
              )}
            >
              {proposal().projectName}
            </A>
            , {proposal().taskName === null ? words.taskGone : words.because(proposal().taskName ?? '')} ·{' '}
            {format().ago(proposal().createdAt, now())}
          </p>
        </div>
        <Show when={!isOpen()}>
          <StatusPill tone={tones[proposal().status]}>{words.statuses[proposal().status]}</StatusPill>
        </Show>
      </div>
      <div class="proposal-when">
        <dl>
          <div>
            <dt>{words.from}</dt>
            <dd>{before()}</dd>
          </div>
          <div class="to">
            <dt>{words.to}</dt>
            <dd>{proposed()}</dd>
          </div>
        </dl>
        <Show when={isOpen() && may('bookings.write')}>
          <div class="row push">
            <Button
              blocked={blocked()}
              isBusy={answer.isPending}
              aria-label={words.dismissLabel(proposal().title)}
              onClick={() => answer.mutate('dismiss')}
            >
              {words.dismiss}
            </Button>
            <Button
              kind="primary"
              blocked={blocked()}
              isBusy={answer.isPending}
              aria-label={words.acceptLabel(proposal().title, proposed())}
              onClick={() => answer.mutate('accept')}
            >
              {words.accept}
            </Button>
          </div>
        </Show>
      </div>
      <Show when={problem()}>{(said) => <Notice tone="warn">{said()}</Notice>}</Show>
    </li>
  )
}
