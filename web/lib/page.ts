import { createEffect, createSignal, onCleanup } from 'solid-js'

/** Title a page gives itself when it depends on data, such as the name of a metric; null: that of its route. */
const [ownTitle, setOwnTitle] = createSignal<string | null>(null)

/** Names the page after what it shows, while the calling component is on screen. */
export function usePageTitle(title: () => string | undefined): void {
  createEffect(() => setOwnTitle(title() ?? null))
  onCleanup(() => setOwnTitle(null))
}

export { ownTitle }
