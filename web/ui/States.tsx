import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleCheck from 'lucide-solid/icons/circle-check'
import Copy from 'lucide-solid/icons/copy'
import Gauge from 'lucide-solid/icons/gauge'
import Info from 'lucide-solid/icons/info'
import Lock from 'lucide-solid/icons/lock'
import RefreshCw from 'lucide-solid/icons/refresh-cw'
import SearchX from 'lucide-solid/icons/search-x'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import WifiOff from 'lucide-solid/icons/wifi-off'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { announce } from '../lib/announce.ts'
import type { ApiError } from '../lib/errors.ts'
import { shortId } from '../lib/format.ts'
import { text } from '../lib/text.ts'
import { Button, type IconType } from './Button.tsx'
import { Meter } from './Meter.tsx'

/** One reason and one next step. `isCard` draws the border of a card around it. */
export function EmptyState(props: {
  icon: IconType
  tone?: 'neg' | 'warn' | 'pos'
  title: string
  /** Level of the title; 1 where it stands for the whole page. */
  level?: 1 | 2 | 3
  children?: JSX.Element
  actions?: JSX.Element
  isCard?: boolean
  isAlert?: boolean
}): JSX.Element {
  return (
    <div class={props.isCard === false ? 'empty' : 'card empty'} role={props.isAlert ? 'alert' : undefined}>
      <span class={props.tone ? `ic ${props.tone}` : 'ic'}>{props.icon({})}</span>
      <Switch fallback={<h3>{props.title}</h3>}>
        <Match when={props.level === 1}>
          <h1 tabindex="-1">{props.title}</h1>
        </Match>
        <Match when={props.level === 2}>
          <h2>{props.title}</h2>
        </Match>
      </Switch>
      <Show when={props.children}>
        <p>{props.children}</p>
      </Show>
      <Show when={props.actions}>
        <div class="row">{props.actions}</div>
      </Show>
    </div>
  )
}

/** A part of the page that failed: cause, retry, reference; its neighbours keep working. */
export function ErrorCard(props: {
  what: string
  error: ApiError
  onRetry?: () => void
  isCard?: boolean
}): JSX.Element {
  return (
    <EmptyState
      icon={props.error.code === 'offline' ? WifiOff : CircleAlert}
      tone="neg"
      title={text.state.couldNotLoad(props.what)}
      isCard={props.isCard}
      isAlert
      actions={
        <>
          <Show when={props.onRetry}>
            <Button icon={RefreshCw} onClick={() => props.onRetry?.()}>
              {text.state.retry}
            </Button>
          </Show>
          <Show when={props.error.requestId}>{(id) => <CopyReference id={id()} />}</Show>
        </>
      }
    >
      {props.error.message} {props.error.next}
    </EmptyState>
  )
}

function CopyReference(props: { id: string }): JSX.Element {
  const copy = async () => {
    await navigator.clipboard.writeText(props.id)
    announce(text.state.copied)
  }
  return (
    <Button kind="quiet" icon={Copy} onClick={copy} title={text.state.copyReference}>
      <span class="mono">{shortId(props.id)}</span>
    </Button>
  )
}

/** The person may not see this: what it is, whom it is for, who can change that. */
export function ForbiddenPage(props: {
  what: string
  neededRole: string
  role: string
  org: string
  homeHref?: string
}): JSX.Element {
  return (
    <EmptyState
      icon={Lock}
      level={1}
      title={text.state.forbidden(props.what, props.neededRole)}
      actions={<Button onClick={() => history.back()}>{text.state.back}</Button>}
    >
      {text.state.forbiddenWhy(props.role, props.org)}
    </EmptyState>
  )
}

/** Nothing here: probable cause, and two ways out. */
export function NotFound(props: { title?: string; why?: string; homeHref?: string }): JSX.Element {
  return (
    <EmptyState
      icon={SearchX}
      level={1}
      title={props.title ?? text.state.notFound}
      actions={
        <>
          <a class="btn primary" href={props.homeHref ?? '/'}>
            {text.state.home}
          </a>
          <Button kind="quiet" onClick={() => history.back()}>
            {text.state.back}
          </Button>
        </>
      }
    >
      {props.why ?? text.state.notFoundWhy}
    </EmptyState>
  )
}

/** A limit is reached: which, how much is used, what happens to the work in hand, who can raise it. */
export function LimitState(props: {
  title: string
  why: string
  share: number
  usage: string
  then: string
  actions?: JSX.Element
}): JSX.Element {
  return (
    <div class="card empty limit">
      <div class="row">
        <span class="ic warn">
          <Gauge />
        </span>
        <div>
          <h3>{props.title}</h3>
          <p>{props.why}</p>
        </div>
      </div>
      <Meter label={props.title} share={props.share} text={props.usage} tone="warn" isTall />
      <p>{props.then}</p>
      <div class="row">{props.actions}</div>
    </div>
  )
}

/** Before anything is there: the benefit in one line, one action, and an example marked as one. */
export function FirstUse(props: {
  title: string
  say: string
  action: JSX.Element
  example: JSX.Element
}): JSX.Element {
  return (
    <section class="card first">
      <div class="say">
        <h2>{props.title}</h2>
        <p>{props.say}</p>
        {props.action}
      </div>
      <div class="show" aria-hidden="true" inert>
        <span class="chip">Example data</span>
        <div class="card">{props.example}</div>
      </div>
    </section>
  )
}

const noticeIcon = { info: Info, warn: TriangleAlert, neg: CircleAlert, pos: CircleCheck }

/** A sentence about the part of the page it stands in. */
export function Notice(props: {
  tone: keyof typeof noticeIcon
  /** Instead of the icon of the tone, where another one says more, such as a key for lost access. */
  icon?: IconType
  children: JSX.Element
  action?: JSX.Element
  isAlert?: boolean
}): JSX.Element {
  return (
    <div class={`notice ${props.tone}`} role={props.isAlert ? 'alert' : undefined}>
      {(props.icon ?? noticeIcon[props.tone])({})}
      <div>{props.children}</div>
      <Show when={props.action}>
        <div class="act">{props.action}</div>
      </Show>
    </div>
  )
}

/** The page is cut off; what is on screen is from `time`. */
export function OfflineStrip(props: { time: string | null; onRetry: () => void }): JSX.Element {
  return (
    <div class="strip">
      <WifiOff />
      <span class="grow">{props.time ? text.live.stripAt(props.time) : text.live.strip}</span>
      <Button size="sm" onClick={props.onRetry}>
        {text.live.tryNow}
      </Button>
    </div>
  )
}
