import { A } from '@solidjs/router'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { createMemo, createSignal, createUniqueId, For, type JSX, Show } from 'solid-js'
import type { Freshness as Source } from '../../contracts/metrics.ts'
import { useNow } from '../lib/clock.ts'
import type { Format } from '../lib/format.ts'
import { text } from '../lib/text.ts'
import { bySource } from './freshness.ts'

interface FreshnessProps {
  /** The range and currency. */
  lead?: string
  /** What is said where nothing has arrived from anywhere. */
  none?: string
  sources: readonly Source[]
  format: Format
  /** Address of a connection, where the reader may see it. */
  hrefOf?: (connectionId: string) => string
}

const isLate = (source: Source) => source.state === 'stale' || source.state === 'failed'
/** A connection that has not been read to its end yet: what is shown of it is not all. */
const isArriving = (source: Source) => source.state === 'none' && source.connectionId !== null

/** How old the numbers are, under the page title: read before the first number. The list of sources opens below. */
export function Freshness(props: FreshnessProps): JSX.Element {
  const now = useNow()
  const list = createUniqueId()
  const [isOpen, setOpen] = createSignal(false)
  const sources = createMemo(() => bySource(props.sources))
  const fed = () => sources().filter((source) => source.state !== 'none')
  const late = () => fed().filter(isLate)
  const arriving = () => sources().filter(isArriving)
  const newest = () =>
    props.sources
      .map((source) => source.checkedAt ?? source.asOf)
      .filter((at) => at !== null)
      .toSorted()
      .at(-1)
  return (
    <div class="fresh">
      <Show when={props.lead}>
        <span>{props.lead}</span>
      </Show>
      <Show when={newest()}>
        {(at) => (
          <>
            <Dot />
            <span>
              {text.fresh.updated} <Moment at={at()} format={props.format} now={now()} />
            </span>
          </>
        )}
      </Show>
      <Show when={fed().length === 0 && arriving().length === 0}>
        <Dot />
        <span>{props.none ?? text.fresh.none}</span>
      </Show>
      <Show when={fed().length > 0}>
        <Dot />
        <button
          type="button"
          class="fresh-more"
          aria-expanded={isOpen()}
          aria-controls={list}
          onClick={() => setOpen(!isOpen())}
        >
          {text.fresh.current(fed().length - late().length, fed().length)}
        </button>
      </Show>
      <For each={arriving()}>
        {(source) => (
          <>
            <Dot />
            <span>{text.fresh.arriving(source.source)}</span>
          </>
        )}
      </For>
      <For each={late()}>
        {(source) => (
          <>
            <Dot />
            <LateSource source={source} hrefOf={props.hrefOf} />
          </>
        )}
      </For>
      <ul class="fresh-list" id={list} hidden={!isOpen()}>
        <For each={isOpen() ? fed() : []}>
          {(source) => <SourceLine source={source} format={props.format} now={now()} hrefOf={props.hrefOf} />}
        </For>
      </ul>
    </div>
  )
}

function LateSource(props: { source: Source; hrefOf: FreshnessProps['hrefOf'] }): JSX.Element {
  const isFailed = () => props.source.state === 'failed'
  return (
    <>
      <span class={isFailed() ? 'late failed' : 'late'}>
        <Show when={isFailed()} fallback={<TriangleAlert class="s" />}>
          <CircleAlert class="s" />
        </Show>
        {isFailed() ? text.fresh.failed(props.source.source) : text.fresh.late(props.source.source)}
      </span>
      <Show when={props.source.connectionId && props.hrefOf?.(props.source.connectionId)}>
        {(href) => (
          <A href={href()} aria-label={text.fresh.fixOf(props.source.source)}>
            {text.fresh.fix}
          </A>
        )}
      </Show>
    </>
  )
}

/** `Xero: in time, data as of 2 h ago, checked 1 min ago, next in 4 min`. What is not known is left out. */
function SourceLine(props: {
  source: Source
  format: Format
  now: number
  hrefOf: FreshnessProps['hrefOf']
}): JSX.Element {
  const name = () => <b>{props.source.source}</b>
  return (
    <li>
      <Show when={props.source.connectionId && props.hrefOf?.(props.source.connectionId)} fallback={name()}>
        {(href) => <A href={href()}>{name()}</A>}
      </Show>
      <span classList={{ late: isLate(props.source), failed: props.source.state === 'failed' }}>
        {text.fresh.states[props.source.state]}
      </span>
      <Show when={props.source.asOf}>
        {(at) => (
          <span>
            {text.fresh.asOf} <Moment at={at()} format={props.format} now={props.now} />
          </span>
        )}
      </Show>
      <Show when={props.source.checkedAt}>
        {(at) => (
          <span>
            {text.fresh.checked} <Moment at={at()} format={props.format} now={props.now} />
          </span>
        )}
      </Show>
      <Show when={props.source.nextAt}>
        {(at) => (
          <span>
            {text.fresh.next}{' '}
            <time datetime={at()} title={props.format.dateTime(at())}>
              {props.format.until(at(), props.now)}
            </time>
          </span>
        )}
      </Show>
    </li>
  )
}

function Moment(props: { at: string; format: Format; now: number }): JSX.Element {
  return (
    <time datetime={props.at} title={props.format.dateTime(props.at)}>
      {props.format.ago(props.at, props.now)}
    </time>
  )
}

function Dot(): JSX.Element {
  return (
    <span class="sep" aria-hidden="true">
      ·
    </span>
  )
}
