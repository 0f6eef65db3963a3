import { type JSX, Show } from 'solid-js'
import { Button } from './Button.tsx'

/** The buttons under a list that comes in pages; nothing where one page holds all of it. */
export function ListPages(props: {
  /** Where the shown page begins; absent on the first. */
  cursor: string | null | undefined
  nextCursor: string | null | undefined
  words: { first: string; next: string }
  /** Null goes back to the first page. */
  onGo: (cursor: string | null) => void
}): JSX.Element {
  return (
    <Show when={props.cursor || props.nextCursor}>
      <div class="row end list-pages">
        <Show when={props.cursor}>
          <Button onClick={() => props.onGo(null)}>{props.words.first}</Button>
        </Show>
        <Show when={props.nextCursor}>
          {(next) => <Button onClick={() => props.onGo(next())}>{props.words.next}</Button>}
        </Show>
      </div>
    </Show>
  )
}
