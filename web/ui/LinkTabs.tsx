import { A, useLocation } from '@solidjs/router'
import { For, type JSX } from 'solid-js'

/** Tabs that are pages of their own, such as the sections of the settings. */
export function LinkTabs(props: {
  label: string
  tabs: readonly { href: string; label: string }[]
}): JSX.Element {
  const location = useLocation()
  return (
    <nav class="tabs" aria-label={props.label}>
      <For each={props.tabs}>
        {(tab) => (
          <A href={tab.href} aria-current={location.pathname === tab.href ? 'page' : undefined}>
            {tab.label}
          </A>
        )}
      </For>
    </nav>
  )
}
