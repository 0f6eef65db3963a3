import { A } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import type { BlockingClashes } from '../../../contracts/booking-settings.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Notice } from '../../ui/States.tsx'
import './booking-settings.css'
import { words } from './words.ts'

/** What would clash: whose time, when, and the bookings, each one click away. */
export function ClashList(props: { found: BlockingClashes }): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const href = (id: string) => paths.bookings(workspace().slug, `?open=booking:${encodeURIComponent(id)}`)
  const hidden = () => props.found.total - props.found.clashes.length
  return (
    <Notice tone="warn" isAlert>
      <p>
        <b>{words.clashes(props.found.total)}.</b> {words.clashesSay}
      </p>
      <ul class="clashes">
        <For each={props.found.clashes}>
          {(clash) => (
            <li>
              <b>{clash.artistName}</b>, {format().dateTime(clash.startTime)}:{' '}
              <For each={clash.bookings}>
                {(booking, at) => (
                  <>
                    <Show when={at() > 0}>, </Show>
                    <A href={href(booking.id)}>{booking.title}</A>
                  </>
                )}
              </For>
            </li>
          )}
        </For>
        <Show when={hidden() > 0}>
          <li>{words.more(hidden())}</li>
        </Show>
      </ul>
    </Notice>
  )
}
