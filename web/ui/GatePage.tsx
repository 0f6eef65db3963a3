import { createEffect, type JSX } from 'solid-js'
import { text } from '../lib/text.ts'
import { Mark } from './Mark.tsx'

/** A page outside every workspace: sign-in, first run, a workspace that cannot be opened. */
export function GatePage(props: {
  title?: string
  isWide?: boolean
  children: JSX.Element
  footer?: JSX.Element
}): JSX.Element {
  createEffect(() => {
    document.title = props.title ? `${props.title} – ${text.app.name}` : text.app.name
  })
  return (
    <div class={props.isWide ? 'gate wide' : 'gate'}>
      <header>
        <Mark />
        {text.app.name}
      </header>
      <main id="main">{props.children}</main>
      <footer>{props.footer}</footer>
    </div>
  )
}
