import { useQuery } from '@tanstack/solid-query'
import { createMemo, For, type JSX, Show } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import { dataOf } from '../../lib/data-of.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Card } from '../../ui/Card.tsx'
import { Meter } from '../../ui/Meter.tsx'
import { answersQuery, metricsQuery } from '../metrics/queries.ts'
import { useLiveFigures } from '../metrics/useLiveFigures.ts'
import { words } from './words.ts'
import { type Work, workOf, workQuestions } from './work.ts'

const HOUR_SECONDS = 3600

/** What the metrics of the workspace say of one artist: how much of each month is booked, and how its bookings are made. */
export function WorkCard(props: { artist: ArtistView; today: string }): JSX.Element {
  const workspace = useWorkspace()
  const catalogue = useQuery(() => metricsQuery(workspace().id))
  const known = () => dataOf(catalogue) ?? []
  const questions = createMemo(() => workQuestions(known(), props.today))
  const answers = useQuery(() => answersQuery(workspace().id, questions()))
  useLiveFigures(() => ({
    from: questions().at(-1)?.from ?? props.today,
    to: questions()[0]?.to ?? props.today,
  }))
  const work = createMemo(() => {
    const answered = questions().length === 0 ? undefined : dataOf(answers)
    return answered === undefined ? null : workOf(answered, props.artist)
  })
  return (
    <Show when={work()}>
      {(found) => (
        <Card title={words.work} isRefreshing={answers.isPlaceholderData}>
          <MadeFigures work={found()} />
          <Show when={found().months.length > 0}>
            <MonthsTable work={found()} />
          </Show>
        </Card>
      )}
    </Show>
  )
}

function MadeFigures(props: { work: Work }): JSX.Element {
  const format = useFormat()
  const shown = () => [
    [words.workMade, format().count(props.work.made.get('bookings_created') ?? '0')],
    [words.workLength, lengthOf(props.work.made.get('booking_length'))],
    [words.workLead, lengthOf(props.work.made.get('booking_lead_time'))],
    [words.workKept, percentOf(props.work.made.get('hold_to_confirm'))],
  ]
  const lengthOf = (value: string | null | undefined) =>
    value ? format().duration(value) : words.workNothing
  const percentOf = (value: string | null | undefined) =>
    value ? format().percent(value) : words.workNothing
  return (
    <dl class="artist-figures">
      <For each={shown()}>
        {([label, value]) => (
          <div>
            <dt>{label}</dt>
            <dd>
              <b class="num">{value}</b>
            </dd>
          </div>
        )}
      </For>
    </dl>
  )
}

function MonthsTable(props: { work: Work }): JSX.Element {
  const format = useFormat()
  const hours = (seconds: number) =>
    words.workHours(format().count(String(Math.round(seconds / HOUR_SECONDS))))
  return (
    // On a phone it is wider than the page, and keys have to reach what lies outside.
    <section class="table-wrap artist-work" tabindex="0" aria-label={words.workMonths}>
      <table class="table">
        <caption class="sr">{words.workMonths}</caption>
        <thead>
          <tr>
            <th scope="col">{words.workMonth}</th>
            <th scope="col">{words.workUtilisation}</th>
            <th scope="col" class="end">
              {words.workBooked}
            </th>
            <th scope="col" class="end">
              {words.workAvailable}
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={props.work.months}>
            {({ month, utilisation, bookedSeconds, availableSeconds }) => (
              <tr>
                <th scope="row">{format().month(month)}</th>
                <td>
                  <Show when={utilisation} fallback={<span class="muted">{words.workNothing}</span>}>
                    {(value) => (
                      <span class="artist-share">
                        <Meter
                          label={words.workShareOf(format().month(month))}
                          share={Number(value()) / 100}
                          text={format().percent(value())}
                        />
                        <span class="num">{format().percent(value())}</span>
                      </span>
                    )}
                  </Show>
                </td>
                <td class="end num">{hours(bookedSeconds)}</td>
                <td class="end num">{availableSeconds > 0 ? hours(availableSeconds) : words.workNothing}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  )
}
