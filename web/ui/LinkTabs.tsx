import { A, useLocation } from '@solidjs/router'
import { createEffect, For, type JSX } from 'solid-js'

/** Tabs that are pages of their own, such as the sections of the settings. */
export function LinkTabs(props: {
  label: string
  tabs: readonly { href: string; label: string }[]
}): JSX.Element {
  const location = useLocation()
  let strip!: HTMLElement
  // Where not all of them fit, the one that is open is shown: nobody looks for the page they are on at the far end.
  createEffect(() => {
    const at = props.tabs.findIndex(({ href }) => href === location.pathname)
    strip.children[at]?.scrollIntoView({ block: 'nearest', inline: 'center' })
  })
  return (
    <nav class="tabs" aria-label={props.label} ref={strip}>
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
