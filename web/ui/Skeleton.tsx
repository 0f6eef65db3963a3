import { createEffect, createSignal, For, type JSX, Match, on, onCleanup, Show, Switch } from 'solid-js'
import { dataOf } from '../lib/data-of.ts'
import { asApiError } from '../lib/errors.ts'
import { text } from '../lib/text.ts'
import { ErrorCard } from './States.tsx'

const SHOW_AFTER_MS = 200
const SHOW_AT_LEAST_MS = 400

/** True while a skeleton should be on screen: not for the first 200 ms, and then for at least 400 ms. */
export function useSkeleton(isLoading: () => boolean): () => boolean {
  const [isShown, setShown] = createSignal(false)
  let shownAtMs = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  createEffect(
    on(isLoading, (loading) => {
      clearTimeout(timer)
      const restMs = loading
        ? SHOW_AFTER_MS
        : isShown()
          ? Math.max(0, shownAtMs + SHOW_AT_LEAST_MS - performance.now())
          : 0
      const apply = () => {
        if (loading) shownAtMs = performance.now()
        setShown(loading)
      }
      if (restMs === 0) apply()
      else timer = setTimeout(apply, restMs)
    }),
  )
  onCleanup(() => clearTimeout(timer))
  return isShown
}

/** A grey block in the shape of what comes: sizes in px, or a width in percent as text. */
export function Block(props: { width?: number | string; height?: number }): JSX.Element {
  const width = () => (typeof props.width === 'number' ? `${props.width}px` : (props.width ?? '100%'))
  return <span class="sk" style={{ width: width(), height: `${props.height ?? 12}px` }} />
}

const BAR_HEIGHTS = [44, 52, 48, 63, 70, 66, 84, 92]

/** Skeletons of the usual shapes. `label` says what is being loaded. */
export function Skeleton(props: {
  label: string
  shape?: 'tile' | 'chart' | 'table' | 'lines'
  rows?: number
}): JSX.Element {
  return (
    <div class="sk-in" role="status" aria-label={text.state.loading(props.label)}>
      <Switch
        fallback={
          <div class="sk-col">
            <For each={Array.from({ length: props.rows ?? 4 })}>
              {(_, at) => <Block width={`${[92, 76, 84, 60][at() % 4]}%`} />}
            </For>
          </div>
        }
      >
        <Match when={props.shape === 'tile'}>
          <div class="sk-col">
            <Block width={76} />
            <Block width={138} height={26} />
            <Block width={104} height={10} />
            <Block height={36} />
          </div>
        </Match>
        <Match when={props.shape === 'chart'}>
          <div class="sk-bars">
            <For each={BAR_HEIGHTS}>{(height) => <span class="sk" style={{ height: `${height}%` }} />}</For>
          </div>
        </Match>
        <Match when={props.shape === 'table'}>
          <div class="sk-rows">
            <For each={Array.from({ length: props.rows ?? 6 })}>
              {(_, at) => (
                <div>
                  <Block width={`${[38, 30, 44][at() % 3]}%`} />
                  <Block width={64} />
                </div>
              )}
            </For>
          </div>
        </Match>
      </Switch>
    </div>
  )
}

/** The part of a query result that a view needs. Read through the object, never taken apart. */
export interface QueryLike<T> {
  readonly data: T | undefined
  readonly isPending: boolean
  readonly isError: boolean
  /** It failed and there is nothing from before. */
  readonly isLoadingError: boolean
  readonly error: unknown
  refetch: () => unknown
}

/** Draws a query: nothing, then a skeleton, then the data, or a card that names the cause. Old data outlives an error. */
export function QueryView<T>(props: {
  query: QueryLike<T>
  /** What is loaded, as the start of a sentence: `Revenue`. */
  what: string
  skeleton?: JSX.Element
  children: (data: () => T) => JSX.Element
}): JSX.Element {
  const isShown = useSkeleton(() => props.query.isPending)
  return (
    <Switch>
      <Match when={isShown()}>{props.skeleton ?? <Skeleton label={props.what} />}</Match>
      <Match when={dataOf(props.query) !== undefined}>{props.children(() => props.query.data as T)}</Match>
      <Match when={props.query.isError}>
        <ErrorCard
          what={props.what}
          error={asApiError(props.query.error)}
          onRetry={() => props.query.refetch()}
        />
      </Match>
      <Match when={props.query.isPending}>
        <Show when={false}>{null}</Show>
      </Match>
    </Switch>
  )
}
