import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleCheck from 'lucide-solid/icons/circle-check'
import CircleDashed from 'lucide-solid/icons/circle-dashed'
import LoaderCircle from 'lucide-solid/icons/loader-circle'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { For, type JSX, Show } from 'solid-js'
import type { ImportView } from '../../../contracts/imports.ts'
import { useNow } from '../../lib/clock.ts'
import type { Format } from '../../lib/format.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { type IconType, LinkButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import type { Tone } from '../../ui/Pill.tsx'
import { outcomeOf } from './summary.ts'
import { words } from './words.ts'

interface Look {
  tone: 'pos' | 'warn' | 'neg' | 'subtle' | 'info'
  pill: Tone
  icon: IconType
  word: string
}

/** How the state of an import looks: icon, colour and word. */
export function lookOf(view: ImportView): Look {
  switch (view.status) {
    case 'detected':
      return { tone: 'subtle', pill: 'plain', icon: CircleDashed, word: words.state.detected }
    case 'loading':
      return { tone: 'info', pill: 'note', icon: LoaderCircle, word: words.state.loading }
    case 'failed':
      return { tone: 'neg', pill: 'bad', icon: CircleAlert, word: words.state.failed }
    case 'done':
      return view.rowsRejected > 0
        ? { tone: 'warn', pill: 'late', icon: TriangleAlert, word: words.state.done }
        : { tone: 'pos', pill: 'good', icon: CircleCheck, word: words.state.done }
  }
}

/** What came of an import in a few words, and what is special about it: `1,320 rows` and `9 set aside`. */
export function partsOfResult(view: ImportView, format: Format): [rows: string, more: string | null] {
  if (view.status === 'detected') return [words.state.notYet, null]
  const rows = words.state.rows(format.count(String(view.rowsRead)), view.rowsRead)
  if (view.status === 'failed') return [rows, words.state.stopped]
  if (view.rowsRejected > 0) return [rows, words.state.aside(format.count(String(view.rowsRejected)))]
  return [rows, view.status === 'done' && outcomeOf(view) === 'nothing_new' ? words.state.same : null]
}

/** The last imports beside the wizard, each with the one thing to do about it. */
export function RecentList(props: { views: readonly ImportView[] }): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const now = useNow()
  const href = (view: ImportView) => paths.import(workspace().slug, view.id)
  return (
    <Card
      title={words.page.recent}
      actions={
        <a class="sm" href={paths.imports(workspace().slug)}>
          {words.page.all}
        </a>
      }
    >
      <Show when={props.views.length > 0} fallback={<p class="sm muted">{words.state.noneRecent}</p>}>
        <ul class="recent">
          <For each={props.views}>
            {(view) => (
              <li>
                <span class={lookOf(view).tone} title={lookOf(view).word}>
                  {lookOf(view).icon({})}
                  <span class="sr">{lookOf(view).word}</span>
                </span>
                <div class="grow">
                  <a class="clip name" href={href(view)} title={view.name}>
                    {view.name}
                  </a>
                  <span class="d num">
                    {partsOfResult(view, format()).filter(Boolean).join(', ')} ·{' '}
                    <time class="nowrap" datetime={view.createdAt}>
                      {format().ago(view.createdAt, now())}
                    </time>
                  </span>
                </div>
                <Show when={view.status === 'detected'}>
                  <LinkButton kind="quiet" size="sm" href={href(view)}>
                    {words.state.openMap}
                  </LinkButton>
                </Show>
                <Show when={view.rowsRejected > 0 && view.status === 'done'}>
                  <LinkButton kind="quiet" size="sm" href={href(view)}>
                    {words.state.openFix}
                  </LinkButton>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Card>
  )
}
